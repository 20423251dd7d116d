package org.mlscale.engine.chunk;

/**
 * Where a chunk lies: whole records, so that whoever opens the file again can read this piece and no other.
 *
 * @param file as the user named it
 * @param start first byte, counted in the UTF-8 text of the file: unpacked, transcoded, without a byte order mark
 * @param end one past the last byte
 * @param firstLine line of that file where the chunk begins, from 1
 */
public record ChunkCut(String file, long start, long end, long firstLine) {
    public ChunkCut {
        if (start < 0 || end < start || firstLine < 1) {
            throw new IllegalArgumentException("bytes %d to %d from line %d".formatted(start, end, firstLine));
        }
    }
}
