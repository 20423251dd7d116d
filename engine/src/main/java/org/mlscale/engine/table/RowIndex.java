package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.List;

/**
 * The rows of one side (training or hold-out), numbered 0, 1, 2, … in table order: their ordinals.
 *
 * <p>Every rank knows the counts of all chunks; the row lists of a chunk are only asked for by a rank that holds it.
 */
public final class RowIndex {
    private final long[] starts;
    private final List<RowSet> rows;

    private RowIndex(long[] starts, List<RowSet> rows) {
        this.starts = starts;
        this.rows = rows;
    }

    /** {@code rows}: for each chunk, the places of its rows on this side. */
    static RowIndex of(List<RowSet> rows) {
        long[] starts = new long[rows.size() + 1];
        for (int chunk = 0; chunk < rows.size(); chunk++) {
            starts[chunk + 1] = starts[chunk] + rows.get(chunk).count();
        }
        return new RowIndex(starts, List.copyOf(rows));
    }

    public long rowCount() {
        return starts[starts.length - 1];
    }

    public int rowCount(int chunk) {
        return (int) (starts[chunk + 1] - starts[chunk]);
    }

    /** Ordinal of the chunk's first row on this side. */
    public long start(int chunk) {
        return starts[chunk];
    }

    /** Places inside the chunk of its rows on this side. */
    public RowSet rows(int chunk) {
        return rows.get(chunk);
    }

    public int chunkOf(long ordinal) {
        int found = Arrays.binarySearch(starts, ordinal);
        if (found < 0) {
            return -found - 2;
        }
        while (starts[found + 1] == ordinal) {
            found++; // chunks without a row of this side share their start
        }
        return found;
    }

    /** The row's place inside its chunk. */
    public int rowInChunk(long ordinal) {
        int chunk = chunkOf(ordinal);
        return rows.get(chunk).select((int) (ordinal - starts[chunk]));
    }

    /** Bytes of memory, about. */
    long bytes() {
        return 12L * starts.length + rows.stream().mapToLong(RowSet::bytes).sum();
    }
}
