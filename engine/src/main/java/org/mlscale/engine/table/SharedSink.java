package org.mlscale.engine.table;

import java.util.List;
import org.mlscale.engine.chunk.CellCursor;
import org.mlscale.engine.schema.Tally;

/** Gives the cells of one column to others too. */
final class SharedSink extends Sink {
    private final CellCursor cursor;
    private final Sink column;
    private final List<CellTaker> others;

    SharedSink(CellCursor cursor, Sink column, List<CellTaker> others) {
        this.cursor = cursor;
        this.column = column;
        this.others = List.copyOf(others);
    }

    @Override
    int read(byte[] bytes, int at, int row) {
        int end = cursor.read(at);
        add(cursor.text(), cursor.from(), cursor.to(), row);
        return end;
    }

    @Override
    void add(byte[] text, int from, int to, int row) {
        column.add(text, from, to, row);
        others.forEach(other -> other.add(text, from, to, row));
    }

    @Override
    void grow(int rows) {
        column.grow(rows);
        others.forEach(other -> other.grow(rows));
    }

    @Override
    void forget(int row) {
        column.forget(row);
        others.forEach(other -> other.forget(row));
    }

    @Override
    Cells cells(int rows) {
        return column.cells(rows);
    }

    @Override
    Tally tally(int rows) {
        return column.tally(rows);
    }
}
