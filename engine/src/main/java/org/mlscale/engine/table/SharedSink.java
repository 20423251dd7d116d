package org.mlscale.engine.table;

import java.util.List;
import org.mlscale.engine.chunk.CellCursor;
import org.mlscale.engine.schema.Tally;

/** Gives the cells of one column to several, of which the first answers for it. */
final class SharedSink extends Sink {
    private final CellCursor cursor;
    private final List<Sink> sinks;

    SharedSink(CellCursor cursor, List<Sink> sinks) {
        this.cursor = cursor;
        this.sinks = List.copyOf(sinks);
    }

    @Override
    int read(byte[] bytes, int at, int row) {
        int end = cursor.read(at);
        add(cursor.text(), cursor.from(), cursor.to(), row);
        return end;
    }

    @Override
    void add(byte[] text, int from, int to, int row) {
        for (Sink sink : sinks) {
            sink.add(text, from, to, row);
        }
    }

    @Override
    void grow(int rows) {
        sinks.forEach(sink -> sink.grow(rows));
    }

    @Override
    void forget(int row) {
        sinks.forEach(sink -> sink.forget(row));
    }

    @Override
    Cells cells(int rows) {
        return sinks.getFirst().cells(rows);
    }

    @Override
    Tally tally(int rows) {
        return sinks.getFirst().tally(rows);
    }
}
