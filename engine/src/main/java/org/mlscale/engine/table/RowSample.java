package org.mlscale.engine.table;

import java.util.Arrays;

/**
 * An even sample of the rows to learn from: those with the least hashes of (seed, chunk, row in the chunk). It depends on nothing else, so the
 * samples of parts of a table merge into that of the whole.
 */
public final class RowSample {
    private RowSample() {}

    /** The training ordinals of {@code rowsMax} rows, ascending; of all where there are no more. */
    public static long[] of(Table table, int rowsMax, long seed) {
        RowIndex train = table.train();
        long bound = bound(train, table.chunks().size(), rowsMax, seed);
        long[] ordinals = new long[(int) Math.min(rowsMax, train.rowCount())];
        int count = 0;
        for (int chunk = 0; chunk < table.chunks().size(); chunk++) {
            int[] rows = train.rows(chunk);
            for (int i = 0; i < rows.length && count < ordinals.length; i++) { // two rows may have the last hash
                if (hash(seed, chunk, rows[i]) <= bound) {
                    ordinals[count++] = train.start(chunk) + i;
                }
            }
        }
        return ordinals;
    }

    /** The greatest hash that is still taken. */
    private static long bound(RowIndex train, int chunkCount, int rowsMax, long seed) {
        if (train.rowCount() <= rowsMax) {
            return Long.MAX_VALUE;
        }
        long[] least = new long[2 * rowsMax];
        int count = 0;
        long bound = Long.MAX_VALUE;
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            for (int row : train.rows(chunk)) {
                long hash = hash(seed, chunk, row);
                if (hash <= bound) {
                    least[count++] = hash;
                    if (count == least.length) {
                        Arrays.sort(least);
                        count = rowsMax;
                        bound = least[rowsMax - 1];
                    }
                }
            }
        }
        Arrays.sort(least, 0, count);
        return least[rowsMax - 1];
    }

    private static long hash(long seed, int chunk, int row) {
        return Draws.draw(seed, chunk, row);
    }
}
