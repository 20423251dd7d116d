package org.mlscale.engine.table;

import org.mlscale.engine.schema.Tally;

/** Takes one cell of every row of a chunk. The same row may come again: then the one before it was no row of this table. One thread. */
abstract class Sink {
    /** Room for so many rows at first, then it doubles: a chunk of a table with 60,000 columns has a few dozen rows. */
    static final int ROWS_FIRST = 64;

    /**
     * Reads the cell that begins at {@code at} as that of {@code row}; returns the place of the byte that ends it. {@code bytes} are those of the chunk, as
     * {@link org.mlscale.engine.chunk.CellCursor} wants them.
     */
    abstract int read(byte[] bytes, int at, int row);

    /** Takes a cell whose text, unquoted and trimmed, is {@code text} [from, to). */
    abstract void add(byte[] text, int from, int to, int row);

    /** Makes room. */
    abstract void grow(int rows);

    /** Takes back what the cell of {@code row} left, if it had one: its record is not one of this table. */
    abstract void forget(int row);

    /** The cells of the first {@code rows} rows. */
    abstract Cells cells(int rows);

    abstract Tally tally(int rows);
}
