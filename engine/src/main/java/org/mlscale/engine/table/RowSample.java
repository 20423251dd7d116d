package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The rows of a table with the smallest hashes of (seed, chunk, place in the chunk): a fair sample that depends on nothing else, and of which the samples of
 * parts of a table can be merged.
 *
 * @param rows for each chunk, the places of its sampled rows, ascending
 * @see "Cohen and Kaplan, Summarizing data using bottom-k sketches, PODC 2007"
 */
public record RowSample(List<int[]> rows) {
    /** Rows of a sample: a quantile of so many is off by 0.4 % of the rows at most, 19 times of 20. */
    public static final int ROWS_MAX = 1 << 16;

    public RowSample {
        rows = List.copyOf(rows);
    }

    /** {@code rowsMax} of the rows of all {@code chunks}, or all if there are no more. */
    public static RowSample of(List<CachedChunk> chunks, long seed, int rowsMax) {
        return of(chunks.size(), chunk -> IntStream.range(0, chunks.get(chunk).rowCount()), seed, rowsMax);
    }

    /** {@code rowsMax} of the rows of one side, or all if there are no more. */
    public static RowSample of(RowIndex side, int chunkCount, long seed, int rowsMax) {
        return of(chunkCount, chunk -> side.rows(chunk).stream(), seed, rowsMax);
    }

    private static RowSample of(int chunkCount, IntFunction<IntStream> places, long seed, int rowsMax) {
        long last = lastHash(chunkCount, places, seed, rowsMax);
        return new RowSample(IntStream.range(0, chunkCount)
                .mapToObj(chunk -> places.apply(chunk)
                        .filter(place -> hash(seed, chunk, place) <= last)
                        .toArray())
                .toList());
    }

    /** The hash number {@code rowsMax} from below; the greatest there is where there are no more rows than that. */
    private static long lastHash(int chunkCount, IntFunction<IntStream> places, long seed, int rowsMax) {
        long[] hashes = new long[2 * rowsMax];
        long limit = Long.MAX_VALUE;
        int count = 0;
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            for (int place : (Iterable<Integer>) places.apply(chunk)::iterator) {
                long hash = hash(seed, chunk, place);
                if (hash <= limit) {
                    hashes[count++] = hash;
                    if (count == hashes.length) {
                        Arrays.sort(hashes);
                        limit = hashes[rowsMax - 1];
                        count = rowsMax;
                    }
                }
            }
        }
        Arrays.sort(hashes, 0, count);
        return count <= rowsMax ? limit : hashes[rowsMax - 1];
    }

    /** The training ordinals of {@code rowsMax} rows, ascending; of all where there are no more. */
    public static long[] training(Table table, int rowsMax, long seed) {
        RowIndex train = table.train();
        List<int[]> taken = of(train, table.chunks().size(), seed, rowsMax).rows();
        return IntStream.range(0, taken.size())
                .boxed()
                .flatMapToLong(chunk -> Arrays.stream(taken.get(chunk))
                        .mapToLong(
                                place -> train.start(chunk) + train.rows(chunk).rank(place)))
                .toArray();
    }

    private static long hash(long seed, int chunk, int place) {
        return Draws.draw(seed, chunk, place) >>> 1;
    }

    public int rowCount() {
        return rows.stream().mapToInt(places -> places.length).sum();
    }
}
