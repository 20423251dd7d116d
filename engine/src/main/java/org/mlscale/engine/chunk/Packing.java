package org.mlscale.engine.chunk;

/** How a file is compressed; its first bytes tell, whatever its name is. */
enum Packing {
    NONE,
    GZIP,
    ZSTD;

    static final int MAGIC_BYTES = 4;

    /** {@code head}: the first {@value #MAGIC_BYTES} bytes, or fewer if there are no more. */
    static Packing of(byte[] head) {
        if (head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
            return GZIP;
        }
        boolean whole = head.length == MAGIC_BYTES;
        boolean frame = whole && head[0] == 0x28 && head[1] == (byte) 0xb5 && head[2] == 0x2f && head[3] == (byte) 0xfd;
        // One to be skipped, with which a file of several begins as pzstd writes it.
        boolean skipped = whole && (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d && head[3] == 0x18;
        return frame || skipped ? ZSTD : NONE;
    }
}
