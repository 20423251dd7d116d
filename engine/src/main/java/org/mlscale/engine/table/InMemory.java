package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** The arrays are the chunk's own. */
record InMemory(List<Cells> columns, List<char[]> buckets) implements ChunkCells {
    private static final int OBJECTS = 96;

    InMemory {
        columns = List.copyOf(columns);
        buckets = List.copyOf(buckets);
    }

    @Override
    public int columnCount() {
        return columns.size();
    }

    @Override
    public Cells column(int column, CachedChunk chunk) {
        return columns.get(column);
    }

    @Override
    public char[] buckets(int which, CachedChunk chunk) {
        return buckets.get(which);
    }

    @Override
    public List<Cells> columns(CachedChunk chunk) {
        return columns;
    }

    /** All of them: it costs nothing. */
    @Override
    public List<Cells> columns(IntPredicate wanted, CachedChunk chunk) {
        return columns;
    }

    /** With other columns, by their places. */
    InMemory with(Map<Integer, Cells> others) {
        List<Cells> changed = new ArrayList<>(columns);
        others.forEach(changed::set);
        return new InMemory(changed, buckets);
    }

    @Override
    public InMemory withoutGroups() {
        return new InMemory(columns, buckets.subList(0, 1));
    }

    @Override
    public InMemory without(List<Integer> dropped) {
        List<Cells> left = new ArrayList<>(columns);
        dropped.forEach(column -> left.set(column, new Cells.None()));
        return new InMemory(left, buckets);
    }

    @Override
    public long bytes() {
        return OBJECTS
                + columns.stream().mapToLong(Cells::bytes).sum()
                + buckets.stream().mapToLong(part -> 16L + 2L * part.length).sum();
    }
}
