package org.mlscale.engine.table;

import java.util.List;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Tally;

/**
 * Reads the records of a chunk into columns: in pass 0, and again wherever rows are scored.
 *
 * @param cellCount cells that a record of this file must have
 * @param columns what to read and where in a record it stands; in the order of the training table
 * @param hashed places of the cells that decide a row's bucket
 * @param grouped places of the cells that may tell which rows belong together
 * @param kept places of the cells whose text is wanted as it stands
 */
public record ChunkScanner(
        Dialect dialect,
        int cellCount,
        List<Scanned> columns,
        List<Integer> hashed,
        List<Integer> grouped,
        List<Integer> kept,
        MissingTokens missing) {
    /** One column: its place in the file's records. A column to be skipped may have any. */
    public record Scanned(int place, CellKind kind) {}

    /** A record that cannot be read, and how many records of its chunk come before it. */
    public record BadRecord(int before, SetAside.Example example) {}

    /**
     * What a chunk held.
     *
     * @param starts where in its bytes the first record of each of its {@link Pieces} begins
     * @param groups the grouped cells, column by column
     * @param kept the text of the kept cells, row by row
     */
    public record Scan(
            CachedChunk chunk,
            List<Integer> starts,
            List<Tally> tallies,
            List<BadRecord> bad,
            List<Groups.Part> groups,
            List<List<String>> kept) {
        /** Records of the chunk, readable or not. */
        public long recordCount() {
            return (long) chunk.rowCount() + bad.size();
        }
    }

    public ChunkScanner {
        columns = List.copyOf(columns);
        hashed = List.copyOf(hashed);
        grouped = List.copyOf(grouped);
        kept = List.copyOf(kept);
    }

    /** Thread-safe; the chunk's first row is 0, for the caller to place. */
    public Scan scan(Chunk chunk) {
        return new ChunkScan(this, chunk).read().result();
    }
}
