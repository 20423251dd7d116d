package org.mlscale.engine.chunk;

/**
 * A record-aligned piece of a table, header lines not included.
 *
 * @param index from 0, through all files of the table
 * @param bytes UTF-8; whole records, the last with or without a line end
 */
public record Chunk(int index, ChunkCut cut, byte[] bytes) {
    public String file() {
        return cut.file();
    }

    public long firstLine() {
        return cut.firstLine();
    }
}
