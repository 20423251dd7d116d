package org.mlscale.engine.table;

import org.mlscale.engine.chunk.CellCursor;
import org.mlscale.engine.schema.Tally;

/** Passes the cells of a column that nobody asks for. */
final class SkipSink extends Sink {
    private final CellCursor cursor;

    SkipSink(CellCursor cursor) {
        this.cursor = cursor;
    }

    @Override
    int read(byte[] bytes, int at, int row) {
        return cursor.skip(at);
    }

    @Override
    void add(byte[] text, int from, int to, int row) {}

    @Override
    void grow(int rows) {}

    @Override
    Cells cells(int rows) {
        return new Cells.None();
    }

    @Override
    Tally tally(int rows) {
        return new Tally.Skipped();
    }
}
