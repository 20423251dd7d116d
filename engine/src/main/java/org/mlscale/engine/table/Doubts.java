package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Target;

/** Looks for columns that all but give the target away, and for words that hardly come twice. Pure functions; no state. */
final class Doubts {
    /** Rows x columns that are looked at: a second or two. */
    private static final long CELLS_MAX = 1 << 24;

    private static final double RIGHT_MIN = 0.995;

    /** Guessing must be wrong on so many rows, and so many times as often: or there is nothing to give away. */
    private static final int BETTER_MIN = 20;

    private static final double CORRELATION_MIN = 0.9999;

    /** A number is looked at in so many ranges at most. */
    private static final int RANGES_MAX = 256;

    private Doubts() {}

    /** Of the columns that the net is fed with; {@code tallies}: of each of the schema's names, target included. */
    static List<Doubt> of(
            Schema schema, List<Tally> tallies, List<CachedChunk> chunks, RowIndex train, long seed, ReadAhead reader) {
        int rows = (int) Math.min(RowSample.ROWS_MAX, CELLS_MAX / schema.used().size());
        SampledCells sample = new SampledCells(chunks, RowSample.of(train, chunks.size(), seed, rows), reader);
        List<Integer> places = schema.columnIndices();
        List<Integer> used = IntStream.range(0, schema.columns().size())
                .filter(i -> schema.columns().get(i).inputCount() > 0)
                .boxed()
                .toList();
        List<Doubt> doubts = new ArrayList<>(
                switch (schema.target()) {
                    case Target.Classes classes -> giveaways(schema, classes, sample, used, places);
                    case Target.Numeric _ -> copies(schema, sample, used, places);
                });
        for (int i : used) {
            Column column = schema.columns().get(i);
            if (column instanceof Column.Category
                    && tallies.get(places.get(i)) instanceof Tally.Vocabulary vocabulary
                    && 2L * vocabulary.words().different() > vocabulary.words().count()) {
                doubts.add(new Doubt.Scattered(
                        column.name(),
                        vocabulary.words().different(),
                        vocabulary.words().count()));
            }
        }
        return doubts;
    }

    private static List<Doubt> giveaways(
            Schema schema, Target.Classes classes, SampledCells sample, List<Integer> used, List<Integer> places) {
        int classCount = classes.labels().size();
        int[] labels = sample.words(
                schema.targetIndices().getFirst(), word -> schema.classOf(word).orElseThrow());
        long[] counts = new long[classCount];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        long wrong = sample.rowCount() - Arrays.stream(counts).max().orElse(0);
        return wrong < BETTER_MIN
                ? List.of()
                : used.stream()
                        .flatMap(i -> {
                            int[] groups = groups(schema.columns().get(i), places.get(i), sample);
                            long right = right(groups, labels, classCount);
                            double share = (double) right / sample.rowCount();
                            return share >= RIGHT_MIN && BETTER_MIN * (sample.rowCount() - right) <= wrong
                                    ? Stream.<Doubt>of(new Doubt.Giveaway(
                                            schema.columns().get(i).name(), share))
                                    : Stream.<Doubt>of();
                        })
                        .toList();
    }

    /** The rows' groups by one column: a word each, a number each or a range of them, missing cells. */
    private static int[] groups(Column column, int place, SampledCells sample) {
        if (column instanceof Column.Category) {
            Map<String, Integer> known = new HashMap<>();
            return sample.words(place, word -> {
                known.putIfAbsent(word, known.size());
                return known.get(word);
            });
        }
        return ranges(sample.numbers(place));
    }

    /** Groups of equal numbers if there are few different ones, else ranges of about as many rows each; missing ones are group 0. */
    private static int[] ranges(float[] numbers) {
        float[] sorted = numbers.clone();
        Arrays.sort(sorted); // NaN last
        int there = sorted.length;
        while (there > 0 && Float.isNaN(sorted[there - 1])) {
            there--;
        }
        float[] different = new float[there];
        int count = 0;
        for (int i = 0; i < there; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                different[count++] = sorted[i];
            }
        }
        float[] ends = count <= RANGES_MAX ? Arrays.copyOf(different, count) : new float[RANGES_MAX];
        for (int i = 0; count > RANGES_MAX && i < ends.length; i++) {
            ends[i] = sorted[(int) RowPlan.cut(there, i + 1, RANGES_MAX) - 1];
        }
        int[] groups = new int[numbers.length];
        for (int i = 0; i < groups.length; i++) {
            int found = Arrays.binarySearch(ends, numbers[i] + 0f); // -0 is 0
            groups[i] = Float.isNaN(numbers[i]) ? 0 : 1 + (found < 0 ? -found - 1 : found);
        }
        return groups;
    }

    /**
     * How many rows have the commonest label of the other rows in their group, which nothing else must be as common as: a group of one tells nothing
     * of its row.
     */
    private static long right(int[] groups, int[] labels, int classCount) {
        long[] order = new long[groups.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) groups[i] << 32 | i;
        }
        Arrays.sort(order);
        long right = 0;
        long[] counts = new long[classCount];
        for (int i = 0; i < order.length; i++) {
            counts[labels[(int) order[i]]]++;
            if (i + 1 == order.length || order[i] >>> 32 != order[i + 1] >>> 32) {
                long first = 0;
                long second = 0;
                for (int label = 0; label < classCount; label++) {
                    second = Math.max(second, Math.min(first, counts[label]));
                    first = Math.max(first, counts[label]);
                    counts[label] = 0;
                }
                right += first - 1 > second ? first : 0;
            }
        }
        return right;
    }

    private static List<Doubt> copies(Schema schema, SampledCells sample, List<Integer> used, List<Integer> places) {
        float[] target = sample.numbers(schema.targetIndices().getFirst());
        return used.stream()
                .filter(i -> schema.columns().get(i) instanceof Column.Numeric)
                .flatMap(i -> {
                    double correlation = correlation(sample.numbers(places.get(i)), target);
                    return Math.abs(correlation) > CORRELATION_MIN
                            ? Stream.<Doubt>of(
                                    new Doubt.Copy(schema.columns().get(i).name(), correlation))
                            : Stream.<Doubt>of();
                })
                .toList();
    }

    /** Over the rows that have both; 0 if they are too few to tell. */
    private static double correlation(float[] numbers, float[] target) {
        int[] rows = IntStream.range(0, numbers.length)
                .filter(i -> !Float.isNaN(numbers[i]))
                .toArray();
        double mean = Arrays.stream(rows).mapToDouble(i -> numbers[i]).sum() / rows.length;
        double targetMean = Arrays.stream(rows).mapToDouble(i -> target[i]).sum() / rows.length;
        double both = 0;
        double own = 0;
        double other = 0;
        for (int i : rows) {
            both += (numbers[i] - mean) * (target[i] - targetMean);
            own += (numbers[i] - mean) * (numbers[i] - mean);
            other += (target[i] - targetMean) * (target[i] - targetMean);
        }
        return rows.length < BETTER_MIN || own == 0 || other == 0 ? 0 : both / Math.sqrt(own * other);
    }
}
