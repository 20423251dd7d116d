package org.mlscale.engine.chunk;

/**
 * Where a chunk lies: whole records, so that whoever opens the file again can read this piece and no other.
 *
 * @param file as the user named it
 * @param start first byte, counted in the UTF-8 text of the file: unpacked, transcoded, without a byte order mark
 * @param end one past the last byte
 */
public record ChunkCut(String file, long start, long end) {
    public ChunkCut {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("bytes %d to %d".formatted(start, end));
        }
    }

    int length() {
        return Math.toIntExact(end - start);
    }
}
