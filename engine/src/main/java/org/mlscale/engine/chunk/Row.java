package org.mlscale.engine.chunk;

/** One record of a table, at the line where it begins. */
public sealed interface Row {
    long line();

    /** As many cells as the table has columns, unquoted; unquoted padding is trimmed. The array is the receiver's. */
    record Good(long line, String[] cells) implements Row {}

    /**
     * A record that is not one of this table.
     *
     * @param column the cell, from 1, where it goes wrong
     * @param text the record as it stands
     */
    record Bad(long line, int column, String reason, String text) implements Row {}
}
