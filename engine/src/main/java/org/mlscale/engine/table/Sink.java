package org.mlscale.engine.table;

import org.mlscale.engine.schema.Tally;

/** Takes one cell of every row of a chunk. */
interface Sink {
    /** {@code cells}: those of the row that begins in {@code line}. */
    void add(String[] cells, long line);

    Cells cells();

    Tally tally();
}
