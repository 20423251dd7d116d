package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertFault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.fault.Fault;

/** Cells that are read again from the table's text. */
class InTextTest {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** So many that a piece has 16 rows. */
    private static final int MANY = 1100;

    private static final Freezing FREEZING = Freezing.usual().with(Freezing.roles("y", Set.of(), Optional.empty()));

    @TempDir
    Path directory;

    @TempDir
    Path tmp;

    @Test
    void freeze_badRecordsAndLineEndsAtTheBordersOfPieces_sameBits() {
        Seeds.some(3).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Path file = write("a.csv", (random.nextBoolean() ? BYTE_ORDER_MARK : "") + noisy(random, 110));
            Freezing freezing =
                    FREEZING.with(new SetAside.Limit(false, 1)).withChunkBytes(random.nextInt(20_000, 900_000));
            String inMemory = Freezing.told(freezing.table(file));
            try (CellStore store = SmallDisk.store(tmp, 0, 0)) {
                Table table = freezing.table(file, Optional.empty(), store, _ -> {});
                assertTrue(table.chunks().stream().allMatch(CachedChunk::inText));
                assertEquals(inMemory, Freezing.told(table), () -> Seeds.repeat(getClass(), seed));
            }
        });
    }

    @Test
    void freeze_memoryAndDiskWithSomeRoom_sameBitsFromAllThree() {
        Path file = write("a.csv", plain(new SplittableRandom(8), 150));
        Freezing freezing = FREEZING.withChunkBytes(100_000);
        Table expected = freezing.table(file);
        try (CellStore store = SmallDisk.store(tmp, expected.bytes() * 4 / 5, expected.bytes() / 5)) {
            Table table = freezing.table(file, Optional.empty(), store, _ -> {});
            assertEquals(Freezing.told(expected), Freezing.told(table));
            assertTrue(table.chunks().stream().anyMatch(CachedChunk::inMemory));
            assertTrue(table.chunks().stream().anyMatch(CachedChunk::inText));
            assertTrue(table.chunks().stream().anyMatch(chunk -> !chunk.inText() && !chunk.inMemory()));
        }
    }

    @Test
    void freeze_noDirectoryForTheFile_readsTheText() {
        Path file = write("a.csv", plain(new SplittableRandom(8), 60));
        Fault nowhere = Fault.resources("there is no directory", "--tmp DIR");
        try (CellStore store = new CellStore(new MemoryBudget(100_000), () -> {
            throw nowhere;
        })) {
            Table table = FREEZING.table(file, Optional.empty(), store, _ -> {});
            assertEquals(Freezing.told(FREEZING.table(file)), Freezing.told(table));
            assertTrue(table.chunks().stream().anyMatch(CachedChunk::inText));
        }
    }

    @Test
    void freeze_packedFile_saysWhatIsNeeded() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain(new SplittableRandom(8), 60).getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(directory.resolve("a.csv.gz"), packed.toByteArray());
        try (CellStore store = SmallDisk.store(tmp, 0, 0)) {
            assertFault(
                    Fault.Kind.RESOURCES,
                    "the disk of %s has no room for the cells that memory has none for: they need about 0.0 GB, and it would be more than 90 %% full"
                            .formatted(tmp),
                    "",
                    "--tmp DIR names a disk with more room, --memory SIZE allows more memory, a plain UTF-8 file as"
                            + " --data needs neither",
                    () -> FREEZING.table(file, Optional.empty(), store, _ -> {}));
        }
    }

    @Test
    void loaded_fileThatWasWrittenAgain_isRefused() throws IOException {
        Path file = write("a.csv", plain(new SplittableRandom(8), 60));
        try (CellStore store = SmallDisk.store(tmp, 0, 0)) {
            Table table = FREEZING.table(file, Optional.empty(), store, _ -> {});
            Files.writeString(file, Files.readString(file).replace("1", "2"));
            assertFault(
                    Fault.Kind.DATA,
                    "the file changed while it was read: it has other bytes",
                    "a.csv",
                    "start again when nobody writes to it, or with a copy of it",
                    () -> table.chunks().getFirst().loaded());
            Files.writeString(file, "y\n");
            assertFault(
                    Fault.Kind.DATA,
                    "the file changed while it was read: it had %,d bytes and has 2"
                            .formatted(table.chunks().getLast().cut().end()),
                    "a.csv",
                    "start again when nobody writes to it, or with a copy of it",
                    () -> table.chunks().getFirst().loaded());
            Files.delete(file);
            assertFault(
                    Fault.Kind.DATA,
                    "cannot read the input: there is no such file",
                    "a.csv",
                    "check the file: ls -l a.csv",
                    () -> table.chunks().getFirst().loaded());
        }
    }

    /** One digit, where no window of the imprint looks, and with the time of before: only the sum of the piece tells. */
    @Test
    void loaded_oneOtherDigit_isRefusedWithItsPlace() throws IOException {
        Path file = write("a.csv", plain(new SplittableRandom(8), 400));
        FileTime written = Files.getLastModifiedTime(file);
        try (CellStore store = SmallDisk.store(tmp, 0, 0)) {
            Table table = FREEZING.table(file, Optional.empty(), store, _ -> {});
            byte[] text = Files.readAllBytes(file);
            int digit = text.length / 63 / 2 + 2048;
            while (text[digit] < '1' || text[digit] > '8') {
                digit++;
            }
            text[digit]++;
            Files.write(file, text);
            Files.setLastModifiedTime(file, written);
            int place = digit;
            List<CachedChunk> there = table.chunks().stream()
                    .filter(chunk -> chunk.cells() instanceof InText in
                            && in.place().start() <= place
                            && place < in.place().end())
                    .toList();
            assertEquals(1, there.size());
            InText in = (InText) there.getFirst().cells();
            assertFault(
                    Fault.Kind.DATA,
                    "the file changed while it was read: it has other bytes from %,d to %,d"
                            .formatted(in.place().start(), in.place().end()),
                    "a.csv",
                    "start again when nobody writes to it, or with a copy of it",
                    () -> there.getFirst().loaded());
            assertEquals(1101, table.chunks().getLast().loaded().size(), "what did not change can be read");
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException full) {
            throw new IllegalStateException(full);
        }
    }

    private static String header() {
        return IntStream.range(0, MANY).mapToObj(i -> "c" + i + ",").collect(Collectors.joining()) + "y";
    }

    private static String plain(SplittableRandom random, int rows) {
        StringBuilder text = new StringBuilder(header()).append('\n');
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < MANY; column++) {
                text.append(random.nextInt(column + 2))
                        .append('.')
                        .append(random.nextInt(10))
                        .append(',');
            }
            text.append(random.nextInt(1000)).append('\n');
        }
        return text.toString();
    }

    /** Numbers and words, quoted line ends, line ends of all kinds, blank lines, records with too few cells or too many; some columns are not what their heads promise. */
    private static String noisy(SplittableRandom random, int rows) {
        String lineEnd = random.nextBoolean() ? "\n" : "\r\n";
        StringBuilder text = new StringBuilder(header()).append(lineEnd);
        for (int row = 0; row < rows; row++) {
            int cells = row > 40 && random.nextInt(4) == 0 ? random.nextInt(MANY + 50) : MANY;
            for (int column = 0; column < cells; column++) {
                text.append(
                        switch (column % 7) {
                            case 0 -> "\"w" + lineEnd + random.nextInt(9) + "\"";
                            case 1 -> row > 60 && random.nextInt(9) == 0 ? "late" : "" + random.nextInt(99);
                            case 2 -> random.nextInt(5) == 0 ? "NA" : "é" + random.nextInt(4);
                            default -> Double.toString(random.nextGaussian());
                        });
                text.append(',');
            }
            text.append(random.nextInt(1000)).append(row + 1 < rows || random.nextBoolean() ? lineEnd : "");
            text.append(random.nextInt(6) == 0 ? lineEnd : "");
        }
        return text.toString();
    }
}
