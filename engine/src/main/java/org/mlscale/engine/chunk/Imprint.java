package org.mlscale.engine.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What tells a file from what it was before, without reading all of it: its size, the time when it was written, and its bytes in 64 windows of 4 KiB from its
 * head to its tail. A file of up to 256 KiB is looked at as a whole.
 *
 * @param windows CRC-32C of the bytes of the windows, in their order
 */
record Imprint(long size, FileTime written, long windows) {
    private static final int WINDOW_BYTES = 1 << 12;
    private static final int WINDOWS = 64;

    /** Takes the imprint of a file as it is now; it need not hold still. */
    static Imprint of(Path file) throws IOException {
        FileTime written = Files.getLastModifiedTime(file);
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            return new Imprint(size, written, windows(channel, size));
        }
    }

    /** {@code now}'s difference from this in words; nothing if there is none. */
    Optional<String> difference(Imprint now) {
        if (size != now.size) {
            return Optional.of("it had %,d bytes and has %,d".formatted(size, now.size));
        }
        if (windows != now.windows) {
            return Optional.of("it has other bytes");
        }
        // Written again, with the same bytes wherever this looks: that may be a touch, and it may be an edit between
        // the windows.
        return written.equals(now.written)
                ? Optional.empty()
                : Optional.of("it was written at %s and again at %s".formatted(written, now.written));
    }

    private static long windows(FileChannel channel, long size) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(WINDOW_BYTES);
        for (int i = 0; i < WINDOWS; i++) {
            boolean small = size <= (long) WINDOWS * WINDOW_BYTES;
            long at = small ? (long) i * WINDOW_BYTES : (size - WINDOW_BYTES) * i / (WINDOWS - 1);
            int count;
            do {
                count = channel.read(bytes, at + bytes.position());
            } while (count > 0 && bytes.hasRemaining());
            crc.update(bytes.flip());
            bytes.clear();
        }
        return crc.getValue();
    }
}
