package org.mlscale.engine.table;

import org.mlscale.engine.schema.Tally;

/** Makes a column of one cell of every row of a chunk, which it reads itself. */
abstract class Sink extends CellTaker {
    /**
     * Reads the cell that begins at {@code at} as that of {@code row}; returns the place of the byte that ends it. {@code bytes} are those of the chunk, as
     * {@link org.mlscale.engine.chunk.CellCursor} wants them.
     */
    abstract int read(byte[] bytes, int at, int row);

    /** The cells of the first {@code rows} rows. */
    abstract Cells cells(int rows);

    abstract Tally tally(int rows);
}
