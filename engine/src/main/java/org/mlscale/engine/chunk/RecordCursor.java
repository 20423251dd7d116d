package org.mlscale.engine.chunk;

/** Goes through a text from record to record. One thread. */
final class RecordCursor {
    private final byte[] bytes;
    private final int length;
    private final int columnCount;
    private final CellCursor cells;

    private int begin;
    private int end;
    private int next;
    private int cellCount;

    /** Over the first {@code length} of {@code bytes}, which {@link Chunk#PADDING} line feeds follow; a record begins at {@code first}. */
    RecordCursor(byte[] bytes, int length, int first, Dialect dialect, int columnCount) {
        this.bytes = bytes;
        this.length = length;
        this.columnCount = columnCount;
        this.cells = new CellCursor(bytes, length, dialect);
        this.next = first;
    }

    /** Where the next record begins, if there is one. */
    int next() {
        return next;
    }

    /**
     * Goes to the next record, which must begin below the length.
     *
     * @throws Unclosed if it ends inside quotes
     */
    void advance() {
        begin = next;
        end = cells.skip(begin);
        cellCount = 1;
        while (end < length && !cells.endsLine(bytes[end])) {
            end = cells.skip(end + 1);
            cellCount++;
        }
        next = end < length ? cells.afterLineEnd(end) : length;
    }

    /** Where it begins. */
    int begin() {
        return begin;
    }

    /** The place of its line end; the length where the text ends without one. */
    int end() {
        return end;
    }

    /** True for a line without a cell. Where there is one column, it is a cell without text. */
    boolean isBlank() {
        if (cellCount > 1 || columnCount == 1) {
            return false;
        }
        cells.read(begin);
        return cells.from() == cells.to();
    }

    /** True if it has as many cells as the table has columns. */
    boolean fits() {
        return cellCount == columnCount;
    }
}
