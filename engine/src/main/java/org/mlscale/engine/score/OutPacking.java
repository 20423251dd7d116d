package org.mlscale.engine.score;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** How predictions lie in their file. */
public enum OutPacking {
    PLAIN,
    /** Each piece is a member of its own, which RFC 1952 joins: so pieces are packed on many threads, and a file goes on after any of them. */
    GZIP;

    /** That of a file with this name. */
    public static OutPacking of(Path file) {
        return file.toString().endsWith(".gz") ? GZIP : PLAIN;
    }

    /** {@code text} as it lies in the file; may be {@code text} itself. */
    ByteBuffer packed(ByteBuffer text) {
        if (this == PLAIN || !text.hasRemaining()) {
            return text;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(text.remaining() / 2);
        try (GZIPOutputStream zip = new GZIPOutputStream(packed, 1 << 16)) {
            zip.write(text.array(), text.arrayOffset() + text.position(), text.remaining());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ByteBuffer.wrap(packed.toByteArray());
    }
}
