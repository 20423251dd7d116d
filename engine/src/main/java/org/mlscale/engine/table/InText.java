package org.mlscale.engine.table;

import java.util.List;
import java.util.function.IntPredicate;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.PlainText;

/**
 * Where the records of a chunk stand in the table's text: neither memory nor disk has room for their cells.
 *
 * @param place of its records, and of those between them that cannot be read
 * @param sum of that text when it was read first
 * @param cellBytes what the cells take of memory, about
 */
record InText(TextCells text, ChunkCut place, int sum, long cellBytes) implements ChunkCells {
    /** Of this, its place and the chunk. */
    private static final int OBJECTS = 128;

    @Override
    public int columnCount() {
        return text.columnCount();
    }

    @Override
    public Cells column(int column, CachedChunk chunk) {
        return text.columns(place, sum, wanted -> wanted == column).get(column);
    }

    @Override
    public List<Cells> columns(IntPredicate wanted, CachedChunk chunk) {
        return text.columns(place, sum, wanted);
    }

    @Override
    public char[] buckets(int which, CachedChunk chunk) {
        return text.buckets(place, sum, which);
    }

    @Override
    public List<Cells> columns(CachedChunk chunk) {
        return text.columns(place, sum, _ -> true);
    }

    /** Itself: it has none. */
    @Override
    public InText withoutGroups() {
        return this;
    }

    /** Itself: {@link TextCells#drop} decides for all chunks of a table. */
    @Override
    public InText without(List<Integer> columns) {
        return this;
    }

    /** Bytes that who reads it takes besides the cells: the text, and arrays with room for twice as many rows. */
    long readingBytes() {
        return PlainText.bufferBytes(place) + 2 * cellBytes;
    }

    @Override
    public long bytes() {
        return OBJECTS;
    }
}
