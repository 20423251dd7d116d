package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.List;
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
        return of(chunks.stream().map(chunk -> IntStream.range(0, chunk.rowCount()).toArray()).toList(), rowsMax, seed);
    }

    /** {@code rowsMax} of {@code candidates}, for each chunk the places of rows that may be taken, ascending; or all if there are no more. */
    public static RowSample of(List<int[]> candidates, int rowsMax, long seed) {
        long total = candidates.stream().mapToLong(places -> places.length).sum();
        if (total <= rowsMax) {
            return new RowSample(candidates);
        }
        long[] hashes = new long[Math.toIntExact(Math.min(Integer.MAX_VALUE / 2, 2L * rowsMax))];
        long limit = Long.MAX_VALUE;
        int count = 0;
        for (int chunk = 0; chunk < candidates.size(); chunk++) {
            for (int place : candidates.get(chunk)) {
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
        long last = hashes[rowsMax - 1];
        return new RowSample(IntStream.range(0, candidates.size())
                .mapToObj(chunk -> Arrays.stream(candidates.get(chunk))
                        .filter(place -> hash(seed, chunk, place) <= last)
                        .toArray())
                .toList());
    }

    /** The training ordinals of {@code rowsMax} rows, ascending; of all where there are no more. */
    public static long[] training(Table table, int rowsMax, long seed) {
        RowIndex train = table.train();
        List<int[]> candidates = IntStream.range(0, table.chunks().size())
                .mapToObj(train::rows)
                .toList();
        List<int[]> taken = of(candidates, rowsMax, seed).rows();
        return IntStream.range(0, taken.size())
                .boxed()
                .flatMapToLong(chunk -> Arrays.stream(taken.get(chunk))
                        .mapToLong(place -> train.start(chunk) + Arrays.binarySearch(candidates.get(chunk), place)))
                .toArray();
    }

    private static long hash(long seed, int chunk, int place) {
        return Draws.draw(seed, chunk, place) >>> 1;
    }

    public int rowCount() {
        return rows.stream().mapToInt(places -> places.length).sum();
    }

    /** The sampled cells of a number column, in table order. */
    public float[] floats(List<CachedChunk> chunks, int column) {
        float[] cells = new float[rowCount()];
        int at = 0;
        for (int chunk = 0; chunk < rows.size(); chunk++) {
            float[] values = ((Cells.Floats) chunks.get(chunk).columns().get(column)).values();
            for (int place : rows.get(chunk)) {
                cells[at++] = values[place];
            }
        }
        return cells;
    }
}
