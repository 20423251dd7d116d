package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.mlscale.engine.chunk.Faults.assertFault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.chunk.UnnamedFile;
import org.mlscale.engine.fault.Fault;

class CellFileTest {
    private static final ChunkCut CUT = new ChunkCut("big.csv", 0, 100);

    @TempDir
    Path directory;

    /** Of so many bytes, of which so many are free. */
    private record FakeDisk(long size, long free) implements UnnamedFile.Disk {}

    @Test
    void append_anyChunks_comeBackToTheBitFromAnyThread() throws Exception {
        SplittableRandom random =
                new SplittableRandom(Seeds.some(1).boxed().findFirst().orElseThrow());
        List<CachedChunk> before = IntStream.range(0, 50)
                .mapToObj(_ -> chunk(random, random.nextInt(300)))
                .toList();
        try (CellFile file = CellFile.in(directory);
                ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<CachedChunk> after = new ArrayList<>();
            for (CachedChunk chunk : before) {
                InFile in = file.append((InMemory) chunk.cells(), 1);
                after.add(chunk.with(in.with(0, file.append(one(chunk.columns().getFirst()), 1))));
            }
            List<Future<?>> readers = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                readers.add(executor.submit(() -> {
                    for (int i = 0; i < before.size(); i++) {
                        assertSame(before.get(i), after.get(i));
                        CachedChunk loaded = after.get(i)
                                .with(new InMemory(
                                        after.get(i).loaded(),
                                        ((InMemory) before.get(i).cells()).buckets()));
                        assertSame(before.get(i), loaded);
                    }
                }));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    @Test
    void read_anyByteTurnedOver_namesTheRowsAndTheFile() throws IOException {
        CachedChunk chunk = chunk(new SplittableRandom(7), 40);
        try (CellFile file = CellFile.in(directory)) {
            CachedChunk kept = chunk.with(file.append((InMemory) chunk.cells(), 1));
            long cells = ((InFile) kept.cells()).cellBytes();
            for (long place = 0; place < cells; place++) {
                file.damage(place);
                assertFault(
                        Fault.Kind.RESOURCES,
                        "a piece of big.csv (rows 101 to 140) came back damaged from %s, where the cells lie that memory has no room for"
                                .formatted(directory),
                        "",
                        "start again; if it comes again, --tmp DIR names another disk",
                        kept::loaded);
                file.damage(place);
            }
            assertSame(chunk, kept);
            file.damage(file.size() - 1);
            assertEquals(
                    chunk.columns().size(), kept.columns().stream().toList().size(), "what is whole can be read");
            assertFault(
                    Fault.Kind.RESOURCES,
                    "a piece of big.csv (rows 101 to 140) came back damaged from %s, where the cells lie that memory has no room for"
                            .formatted(directory),
                    "",
                    "start again; if it comes again, --tmp DIR names another disk",
                    () -> kept.groupBuckets(0));
        }
    }

    @Test
    void in_anyDirectory_leavesNoName() throws IOException {
        try (CellFile file = CellFile.in(directory)) {
            file.append(one(new Cells.Floats(new float[1000])), 1);
            assertEmpty();
        }
        assertEmpty();
    }

    @Test
    void in_noDirectory_saysSo() {
        Path none = directory.resolve("none");
        assertFault(
                Fault.Kind.RESOURCES,
                "the cells that memory has no room for cannot be kept in %s: there is no %s".formatted(none, none),
                "",
                "--tmp DIR names another directory, --memory SIZE allows more memory",
                () -> CellFile.in(none));
    }

    @Test
    void append_diskThatWouldBeFull_saysWhatIsNeeded() {
        InMemory some = one(new Cells.Floats(new float[1 << 20]));
        try (CellFile file = CellFile.in(directory, new FakeDisk(1_000_000_000, 160_000_000), 64 << 20)) {
            assertFault(
                    Fault.Kind.RESOURCES,
                    "the disk of %s has no room for the cells that memory has none for: they need about 0.4 GB, and it would be more than 90 %% full"
                            .formatted(directory),
                    "",
                    "--tmp DIR names a disk with more room, --memory SIZE allows more memory, a plain UTF-8 file as"
                            + " --data needs neither",
                    () -> file.append(some, 0.01));
        }
        try (CellFile file = CellFile.in(directory, new FakeDisk(1_000_000_000, 180_000_000), 64 << 20)) {
            file.append(some, 0.01);
            assertEquals(4 * (1 << 20) + CellBlock.HEAD, file.size());
        }
    }

    private static InMemory one(Cells cells) {
        return new InMemory(List.of(cells), List.of());
    }

    private void assertEmpty() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertFalse(files.findAny().isPresent());
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private static void assertSame(CachedChunk expected, CachedChunk actual) {
        assertEquals(expected.rowCount(), actual.rowCount());
        for (int row = 0; row < expected.rowCount(); row++) {
            assertEquals(Freezing.row(expected, row), Freezing.row(actual, row));
        }
        assertArrayEquals(expected.groupBuckets(0), actual.groupBuckets(0));
    }

    private static CachedChunk chunk(SplittableRandom random, int rows) {
        float[] numbers = new float[rows];
        long[] times = new long[rows];
        int[] codes = new int[rows];
        char[] buckets = new char[rows];
        List<String> words = new ArrayList<>(List.of("", "é", "a longer word", "\uD83D\uDE00"));
        for (int row = 0; row < rows; row++) {
            numbers[row] = row % 7 == 0 ? Float.NaN : random.nextInt();
            times[row] = row % 5 == 0 ? Cells.Times.MISSING : random.nextLong();
            words.add("word" + random.nextInt(1 << random.nextInt(30)));
            codes[row] = random.nextInt(words.size());
            buckets[row] = (char) random.nextInt(1 << 16);
        }
        List<Cells> columns = List.of(
                new Cells.Floats(numbers), new Cells.None(), new Cells.Times(times), new Cells.Codes(codes, words));
        return new CachedChunk(CUT, 100, rows, new InMemory(columns, List.of(buckets, buckets.clone())));
    }
}
