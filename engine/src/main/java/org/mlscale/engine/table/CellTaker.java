package org.mlscale.engine.table;

/** Takes the text of one cell of every row of a chunk. The same row may come again: then the one before it was no row of this table. One thread. */
abstract class CellTaker {
    /** Room for so many rows at first, then it doubles: a chunk of a table with 60,000 columns has a few dozen rows. */
    static final int ROWS_FIRST = 64;

    /** {@code text} [from, to): unquoted and trimmed. */
    abstract void add(byte[] text, int from, int to, int row);

    /** Makes room. */
    abstract void grow(int rows);

    /** Takes back what the cell of {@code row} left, if it had one: its record is not one of this table. */
    void forget(int row) {}
}
