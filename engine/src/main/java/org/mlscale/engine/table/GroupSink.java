package org.mlscale.engine.table;

import java.util.Arrays;
import org.mlscale.engine.schema.Tally;

/** Tells which cells of a column are alike. For {@link SharedSink}. Cells without a value make one group. */
final class GroupSink extends Sink {
    private final MissingCells missing;
    private long[] hashes = new long[ROWS_FIRST];

    GroupSink(MissingCells missing) {
        this.missing = missing;
    }

    Groups.Part part(int rows) {
        return Groups.Part.of(Arrays.copyOf(hashes, rows));
    }

    @Override
    int read(byte[] bytes, int at, int row) {
        throw new IllegalStateException("it shares the column");
    }

    @Override
    void add(byte[] text, int from, int to, int row) {
        hashes[row] = missing.holds(text, from, to) ? 0 : WordTable.hash(text, from, to);
    }

    @Override
    void grow(int rows) {
        hashes = Arrays.copyOf(hashes, rows);
    }

    @Override
    void forget(int row) {}

    @Override
    Cells cells(int rows) {
        return new Cells.None();
    }

    @Override
    Tally tally(int rows) {
        return new Tally.Skipped();
    }
}
