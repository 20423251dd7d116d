package org.mlscale.engine.table;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The cells of a chunk, and what of its rows is alike: all in memory, all in the file, or all to be read again from the table's text. */
sealed interface ChunkCells permits InMemory, InFile, InText {
    int columnCount();

    /** One column; where it comes from a file, the caller owns it. {@code chunk} is whose it is, for messages. */
    Cells column(int column, CachedChunk chunk);

    /** The 16-bit hashes number {@code which}: 0 of whole rows, then of the columns that may group rows. */
    char[] buckets(int which, CachedChunk chunk);

    /** All columns, in memory. */
    List<Cells> columns(CachedChunk chunk);

    /** The columns that are {@code wanted}, in memory, each at its place; in the places of the others is what costs nothing. */
    default List<Cells> columns(IntPredicate wanted, CachedChunk chunk) {
        return IntStream.range(0, columnCount())
                .mapToObj(column -> wanted.test(column) ? column(column, chunk) : new Cells.None())
                .toList();
    }

    /** The same without the hashes of columns that may group rows. */
    ChunkCells withoutGroups();

    /** The same without these columns. */
    ChunkCells without(List<Integer> columns);

    /** Bytes of memory, about. */
    long bytes();
}
