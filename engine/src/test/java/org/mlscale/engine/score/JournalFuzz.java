package org.mlscale.engine.score;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fuzz.ForeignBytes;
import org.mlscale.engine.table.SetAside;

/**
 * Any bytes as a journal, or as its records, each behind two bytes with its length, under checksums that fit: what it tells makes sense, or there is less of it. The first byte
 * says which: 0 for a journal.
 */
public final class JournalFuzz {
    private static final long HEAP_BASE = 1 << 20;
    private static final int HEAP_EACH = 64; // for each byte

    private static final Path FILE;

    static {
        try {
            Path folder = Files.createTempDirectory("mlscale-fuzz-");
            FILE = folder.resolve("out.csv.part.journal");
            folder.toFile().deleteOnExit();
            FILE.toFile().deleteOnExit(); // before its folder
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private JournalFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length > 0) {
            byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
            try {
                Files.write(FILE, bytes[0] == 0 ? rest : summed(rest));
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
            ForeignBytes.check(HEAP_BASE + (long) HEAP_EACH * bytes.length, JournalFuzz::read);
        }
    }

    private static byte[] summed(byte[] rest) throws IOException {
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(journal);
        for (int at = 0; at + 2 <= rest.length; ) {
            int length = Math.min((rest[at] & 0xff) << 8 | rest[at + 1] & 0xff, rest.length - at - 2);
            CRC32C sum = new CRC32C();
            sum.update(rest, at + 2, length);
            data.writeInt(length);
            data.writeInt((int) sum.getValue());
            data.write(rest, at + 2, length);
            at += 2 + length;
        }
        return journal.toByteArray();
    }

    private static void read() {
        try (Journal journal =
                Journal.takeOver(FILE, FILE, UnaryOperator.identity()).orElseThrow()) {
            journal.content().ifPresent(JournalFuzz::check);
        } catch (Fault otherVersion) {
            if (otherVersion.kind() != Fault.Kind.USAGE) {
                throw new AssertionError(otherVersion);
            }
        } catch (IOException untold) {
            throw new UncheckedIOException(untold);
        }
    }

    private static void check(Journal.Content content) {
        long before = 0;
        for (int i = 0; i < content.marks().size(); i++) {
            long end = content.end(i + 1);
            if (end <= before) {
                throw new AssertionError("mark %d ends at %d, the one before it at %d".formatted(i, end, before));
            }
            before = end;
        }
    }

    public static List<byte[]> seeds() {
        try {
            Files.deleteIfExists(FILE);
            try (Journal journal = Journal.create(FILE, FILE, Map.of("the model", "abc"), UnaryOperator.identity())) {
                SetAside.Example bad = new SetAside.Example(new Location("in.csv", 7), 2, "why", "text");
                journal.add(new Mark(
                        new ChunkCut("in.csv", 0, 100),
                        9,
                        new Mark.Added(80, 1),
                        new Mark.Added(8, 2),
                        new Scored(9, 8, List.of(bad), List.of())));
                journal.end();
                byte[] whole = Files.readAllBytes(FILE);
                return List.of(tagged(0, whole), tagged(1, unsummed(whole)));
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static byte[] unsummed(byte[] journal) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int at = 0; at < journal.length; ) {
            int length = (journal[at + 2] & 0xff) << 8 | journal[at + 3] & 0xff;
            records.write(length >> 8);
            records.write(length);
            records.write(journal, at + 8, length);
            at += 8 + length;
        }
        return records.toByteArray();
    }

    private static byte[] tagged(int tag, byte[] bytes) {
        byte[] tagged = new byte[bytes.length + 1];
        tagged[0] = (byte) tag;
        System.arraycopy(bytes, 0, tagged, 1, bytes.length);
        return tagged;
    }
}
