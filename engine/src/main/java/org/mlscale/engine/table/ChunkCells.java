package org.mlscale.engine.table;

import java.util.List;

/** The cells of a chunk, and what of its rows is alike: all in memory, or all in the file. */
sealed interface ChunkCells permits InMemory, InFile {
    int columnCount();

    /** One column; where it comes from the file, the caller owns it. {@code chunk} is whose it is, for messages. */
    Cells column(int column, CachedChunk chunk);

    /** The 16-bit hashes number {@code which}: 0 of whole rows, then of the columns that may group rows. */
    char[] buckets(int which, CachedChunk chunk);

    /** All columns, in memory. */
    List<Cells> columns(CachedChunk chunk);

    /** The same without the hashes of columns that may group rows. */
    ChunkCells withoutGroups();

    /** The same without these columns. */
    ChunkCells without(List<Integer> columns);

    /** Bytes of memory, about. */
    long bytes();
}
