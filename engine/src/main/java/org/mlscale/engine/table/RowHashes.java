package org.mlscale.engine.table;

import java.util.Arrays;
import org.mlscale.engine.chunk.CellHash;

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
            hashes[row] = CellHash.fold(hashes[row], cell);
        }
    }

    /** The hash of the row's cells so far. */
    long of(int row) {
        return wanted ? hashes[row] : 0;
    }

    /** Puts another in its place, into which more cells are folded. */
    void set(int row, long hash) {
        if (wanted) {
            hashes[row] = hash;
        }
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
