package org.mlscale.engine.table;

import java.util.Arrays;

/** Folds the cells of each row into a hash: rows that are written alike have one. Only the cells of columns that are hashed count. */
final class RowHashes {
    /** For the cells of columns that are not. */
    static final RowHashes NONE = new RowHashes(false);

    private final boolean wanted;
    private long[] hashes = new long[Sink.ROWS_FIRST];

    RowHashes() {
        this(true);
    }

    private RowHashes(boolean wanted) {
        this.wanted = wanted;
    }

    void begin(int row) {
        hashes[row] = 0;
    }

    void fold(int row, long cell) {
        if (wanted) {
            hashes[row] = fold(hashes[row], cell);
        }
    }

    static long fold(long hash, long cell) {
        long mixed = (hash ^ cell) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }

    void grow(int rows) {
        hashes = Arrays.copyOf(hashes, rows);
    }

    /** 16 bits of the hash of each of the first {@code rows} rows. */
    char[] buckets(int rows) {
        char[] buckets = new char[rows];
        for (int row = 0; row < rows; row++) {
            buckets[row] = (char) (Draws.mix(hashes[row]) >>> 48);
        }
        return buckets;
    }
}
