package org.mlscale.engine.chunk;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.mlscale.engine.fuzz.ForeignBytes;

/** Any bytes as a compressed file: unpacked, or refused. What Java's own stream makes of a whole gzip file is the beginning of what is made of it here. */
public final class PackedFuzz {
    private static final long HEAP_BASE = 1 << 20; // of heap, with the buffers
    private static final int HEAP_EACH = 16; // for each byte packed
    private static final int OUT_MAX = 1 << 22; // a few bytes may hold terabytes

    private PackedFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        ForeignBytes.check(HEAP_BASE + (long) HEAP_EACH * bytes.length, () -> read(bytes));
        if (Packing.of(Arrays.copyOf(bytes, 4)) == Packing.GZIP) {
            compare(bytes);
        }
    }

    private static void read(byte[] bytes) {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = unpacked(bytes)) {
            for (int left = OUT_MAX, count = 0; left > 0 && count >= 0; left -= count) {
                count = in.read(buffer, 0, Math.min(left, buffer.length));
            }
        } catch (PackedException | EOFException refused) {
            return;
        } catch (IOException untold) {
            throw new UncheckedIOException(untold);
        }
    }

    private static InputStream unpacked(byte[] bytes) throws IOException {
        return Packing.unpacked(new BufferedInputStream(new ByteArrayInputStream(bytes), Packing.BUFFER));
    }

    private static void compare(byte[] bytes) {
        byte[] ours;
        try (InputStream in = unpacked(bytes)) {
            ours = in.readNBytes(OUT_MAX);
        } catch (IOException refused) {
            return;
        }
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            theirs.writeBytes(in.readNBytes(OUT_MAX));
        } catch (IOException damaged) {
            throw new AssertionError("Java's stream refuses what is read here", damaged);
        }
        if (!Arrays.equals(theirs.toByteArray(), Arrays.copyOf(ours, Math.min(ours.length, theirs.size())))) {
            throw new AssertionError(
                    "%,d bytes, and Java's stream gives %,d others".formatted(ours.length, theirs.size()));
        }
    }

    /** What is worth being changed. */
    public static List<byte[]> seeds() {
        byte[] text = "a,b\n1,2\n3,4\n".repeat(20).getBytes(StandardCharsets.UTF_8);
        byte[] gzip = Packed.gzip(text);
        byte[] named = gzip.clone();
        named[3] = 8;
        byte[] zstd = Packed.zstd(text);
        return List.of(
                text,
                gzip,
                zstd,
                Packed.joined(gzip, gzip, new byte[7]),
                Packed.joined(gzip, text),
                Packed.joined(Arrays.copyOf(named, 10), "in.csv\0".getBytes(StandardCharsets.UTF_8), tail(named, 10)),
                Packed.joined(zstd, Packed.SKIPPED, zstd),
                Packed.joined(Packed.SKIPPED, zstd, text),
                Arrays.copyOf(zstd, zstd.length / 2));
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }
}
