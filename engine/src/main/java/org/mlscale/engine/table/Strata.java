package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/**
 * The rows of a small table by their target: each class, or each tenth of the numbers, is to have its share in the hold-out.
 *
 * @param of for each chunk the stratum of each usable row
 * @param counts usable rows of each stratum
 */
record Strata(List<IntUnaryOperator> of, long[] counts) {
    /** Beyond so many rows chance deals the classes well enough. */
    static final long ROWS_BELOW = 2_000;

    private static final int BINS_MAX = 10;

    /** All rows alike. */
    static Strata one(List<RowSet> usable) {
        return new Strata(Collections.nCopies(usable.size(), _ -> 0), new long[] {HoldOut.count(usable)});
    }

    /** One stratum a class, or up to ten of a number target, the first of several, fewer where they would have less than a row of {@code room}. */
    static Strata of(Schema schema, List<CachedChunk> chunks, List<RowSet> usable, long room) {
        int target = schema.targetIndices().getFirst();
        return switch (schema.target()) {
            case Target.Classes classes ->
                of(
                        classes.labels().size(),
                        usable,
                        judged(
                                chunks,
                                usable,
                                new int[0],
                                chunk -> classesOf(
                                        schema, (Cells.Codes) chunk.columns().get(target))));
            case Target.Numeric _ -> {
                List<float[]> values = judged(
                        chunks,
                        usable,
                        new float[0],
                        chunk -> ((Cells.Floats) chunk.columns().get(target)).values());
                yield bins(Math.clamp(room, 1, BINS_MAX), usable, values);
            }
        };
    }

    /** Of each chunk that has a usable row: a large table may have few. */
    private static <T> List<T> judged(
            List<CachedChunk> chunks, List<RowSet> usable, T none, Function<CachedChunk, T> of) {
        return IntStream.range(0, chunks.size())
                .mapToObj(i -> usable.get(i).count() == 0 ? none : of.apply(chunks.get(i)))
                .toList();
    }

    private static int[] classesOf(Schema schema, Cells.Codes cells) {
        int[] ofWord = cells.words().stream()
                .mapToInt(word -> schema.classOf(word).orElse(-1))
                .toArray();
        return Arrays.stream(cells.codes()).map(code -> ofWord[code]).toArray();
    }

    /** Equal numbers fall into one bin. */
    private static Strata bins(int count, List<RowSet> usable, List<float[]> values) {
        double[] sorted = IntStream.range(0, values.size())
                .mapToObj(i -> usable.get(i).stream().mapToDouble(row -> values.get(i)[row]))
                .flatMapToDouble(numbers -> numbers)
                .sorted()
                .toArray();
        double[] starts = IntStream.range(1, count)
                .mapToDouble(bin -> sorted[(int) ((long) sorted.length * bin / count)])
                .toArray();
        return of(
                count, usable, values.stream().map(part -> binsOf(part, starts)).toList());
    }

    private static int[] binsOf(float[] values, double[] starts) {
        return IntStream.range(0, values.length)
                .map(row -> (int) Arrays.stream(starts)
                        .filter(start -> start <= values[row])
                        .count())
                .toArray();
    }

    private static Strata of(int count, List<RowSet> usable, List<int[]> strata) {
        long[] counts = new long[count];
        for (int i = 0; i < strata.size(); i++) {
            int[] part = strata.get(i);
            usable.get(i).stream().forEach(row -> counts[part[row]]++);
        }
        return new Strata(
                strata.stream().<IntUnaryOperator>map(part -> row -> part[row]).toList(), counts);
    }

    /**
     * Deals {@code room} rows by the strata's shares, what is left over to the largest remainders. Several strata keep a row each to learn
     * from.
     */
    long[] shares(long room) {
        if (counts.length == 1) {
            return new long[] {room};
        }
        long rows = Arrays.stream(counts).sum();
        long[] shares = Arrays.stream(counts).map(count -> room * count / rows).toArray();
        long left = room - Arrays.stream(shares).sum();
        IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingLong(stratum -> -(room * counts[stratum] % rows)))
                .limit(left)
                .forEach(stratum -> shares[stratum]++);
        return IntStream.range(0, counts.length)
                .mapToLong(stratum -> Math.max(0, Math.min(shares[stratum], counts[stratum] - 1)))
                .toArray();
    }
}
