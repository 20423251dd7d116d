package org.mlscale.engine.chunk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How a file is compressed; its first bytes tell, whatever its name is. */
enum Packing {
    NONE,
    GZIP,
    ZSTD;

    static final int BUFFER = 1 << 16;
    static final int MAGIC_BYTES = 4;

    /** What {@code in} holds, which is closed with it; marks work. */
    static InputStream unpacked(BufferedInputStream in) throws IOException {
        in.mark(MAGIC_BYTES);
        Packing packing = of(in.readNBytes(MAGIC_BYTES));
        in.reset();
        return switch (packing) {
            case NONE -> in;
            case GZIP -> new BufferedInputStream(new GzipStream(in), BUFFER);
            case ZSTD -> new BufferedInputStream(ZstdStream.of(in), BUFFER);
        };
    }

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
