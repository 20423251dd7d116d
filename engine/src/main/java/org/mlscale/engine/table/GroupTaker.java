package org.mlscale.engine.table;

import java.util.Arrays;

/** Tells which cells of a column are alike. Cells without a value make one group. */
final class GroupTaker extends CellTaker {
    private final MissingCells missing;
    private long[] hashes = new long[ROWS_FIRST];

    GroupTaker(MissingCells missing) {
        this.missing = missing;
    }

    Groups.Part part(int rows) {
        return Groups.Part.of(Arrays.copyOf(hashes, rows));
    }

    @Override
    void add(byte[] text, int from, int to, int row) {
        hashes[row] = missing.holds(text, from, to) ? 0 : WordTable.hash(text, from, to);
    }

    @Override
    void grow(int rows) {
        hashes = Arrays.copyOf(hashes, rows);
    }
}
