package org.mlscale.engine.table;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.mlscale.engine.chunk.ChunkCut;

/**
 * Some rows of one chunk of a file as pass 0 left them: in memory, in the file of what memory has no room for, or to be read again where neither has.
 *
 * @param cut where the records of the file's chunk lie
 * @param firstRow number of its first row in the table, from 0; records that cannot be read have none
 * @param rowCount of its rows
 */
public record CachedChunk(ChunkCut cut, long firstRow, int rowCount, ChunkCells cells) {
    /**
     * In memory.
     *
     * @param columns the table's columns, target included
     * @param buckets a 16-bit hash of each row without its ids: alike rows have alike buckets
     */
    public CachedChunk(ChunkCut cut, long firstRow, List<Cells> columns, char[] buckets) {
        this(cut, firstRow, buckets.length, new InMemory(columns, List.of(buckets)));
    }

    /** The table's columns, target included. What is asked of one that is not in memory is read anew each time, and is the caller's. */
    public List<Cells> columns() {
        return new AbstractList<>() {
            @Override
            public Cells get(int column) {
                return cells.column(column, CachedChunk.this);
            }

            @Override
            public int size() {
                return cells.columnCount();
            }
        };
    }

    /** A 16-bit hash of each row without its ids: alike rows have alike buckets. */
    public char[] buckets() {
        return cells.buckets(0, this);
    }

    /** A 16-bit hash of each row's cell in column number {@code column} of those that may group rows. */
    char[] groupBuckets(int column) {
        return cells.buckets(1 + column, this);
    }

    /** Bytes of memory, about. */
    public long bytes() {
        return cells.bytes();
    }

    public boolean inMemory() {
        return cells instanceof InMemory;
    }

    /** True if its cells are read again from the table's text. */
    public boolean inText() {
        return cells instanceof InText;
    }

    /** Those of {@link #columns()} that are {@code wanted}, read at once, each at its place; in the places of the others is what costs nothing. */
    List<Cells> some(IntPredicate wanted) {
        return cells.columns(wanted, this);
    }

    /** {@link #columns()}, all of them read at once. */
    public List<Cells> loaded() {
        return cells.columns(this);
    }

    /** Bytes that {@link #loaded} takes of memory besides what the chunk takes already, about. */
    public long loadedBytes() {
        return switch (cells) {
            case InMemory _ -> 0;
            case InFile in -> in.cellBytes();
            case InText in -> in.cellBytes();
        };
    }

    CachedChunk with(ChunkCells other) {
        return new CachedChunk(cut, firstRow, rowCount, other);
    }

    CachedChunk startingAt(long row) {
        return new CachedChunk(cut, row, rowCount, cells);
    }

    /** Pieces of at most {@code rowsMax} rows each, in memory, each with words of its own. {@code groups}: for each column that may group rows a hash of each row's cell. */
    List<CachedChunk> pieces(int rowsMax, List<char[]> groups) {
        List<CachedChunk> pieces = new ArrayList<>();
        List<Cells> columns = loaded();
        List<char[]> buckets = new ArrayList<>(List.of(buckets()));
        buckets.addAll(groups);
        for (int from = 0; from == 0 || from < rowCount; from += rowsMax) {
            int first = from;
            int end = Math.min(rowCount, from + rowsMax);
            pieces.add(new CachedChunk(
                    cut,
                    firstRow + first,
                    end - first,
                    first == 0 && end == rowCount
                            ? new InMemory(columns, buckets)
                            : new InMemory(
                                    columns.stream()
                                            .map(column -> column.part(first, end))
                                            .toList(),
                                    buckets.stream()
                                            .map(part -> Arrays.copyOfRange(part, first, end))
                                            .toList())));
        }
        return pieces;
    }

    /** For messages. */
    String who() {
        return String.format(
                Locale.ROOT, "a piece of %s (rows %,d to %,d)", cut.file(), firstRow + 1, firstRow + rowCount);
    }
}
