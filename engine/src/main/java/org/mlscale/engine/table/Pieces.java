package org.mlscale.engine.table;

import java.util.List;
import org.mlscale.engine.table.ChunkScanner.Scan;

/**
 * A chunk that was read, cut into what is kept, read from a file and shuffled as one.
 *
 * @param chunks in memory, the first of them at row 0
 */
record Pieces(Scan scan, List<CachedChunk> chunks) {
    /**
     * Cells of a piece, about, in bytes: small, as each lane has several at hand, and large enough that a disk reads it about as fast as its neighbours.
     */
    private static final int BYTES = 1 << 17;

    private static final int ROWS_MIN = 16;
    private static final int ROWS_MAX = 1 << 13;

    static Pieces of(Scan scan) {
        List<char[]> groups = scan.groups().stream().map(Groups.Part::buckets).toList();
        return new Pieces(
                scan, scan.chunk().pieces(rowsMax(scan.chunk().columns().size()), groups));
    }

    /** Rows of a piece of a table with so many columns: never the machine's matter, as the order of the rows hangs on it. */
    static int rowsMax(int columnCount) {
        return Math.clamp(Integer.highestOneBit(BYTES / (Float.BYTES * columnCount)), ROWS_MIN, ROWS_MAX);
    }
}
