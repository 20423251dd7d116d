package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import org.mlscale.engine.chunk.ChunkCut;

/**
 * One chunk as pass 0 left it.
 *
 * @param cut where its records lie
 * @param firstRow number of its first row in the table, from 0; records that cannot be read have none
 * @param columns the table's columns, target included
 * @param buckets a 16-bit hash of each row without its ids: alike rows have alike buckets
 */
public record CachedChunk(ChunkCut cut, long firstRow, List<Cells> columns, char[] buckets) {
    public CachedChunk {
        columns = List.copyOf(columns);
    }

    public int rowCount() {
        return buckets.length;
    }

    public long bytes() {
        return 2L * buckets.length + columns.stream().mapToLong(Cells::bytes).sum();
    }

    CachedChunk with(int column, Cells cells) {
        List<Cells> changed = new ArrayList<>(columns);
        changed.set(column, cells);
        return new CachedChunk(cut, firstRow, changed, buckets);
    }

    CachedChunk startingAt(long row) {
        return new CachedChunk(cut, row, columns, buckets);
    }
}
