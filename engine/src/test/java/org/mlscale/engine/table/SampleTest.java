package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.Chunks;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;

/** A sample: which rows of a table are taken, and how evenly. */
class SampleTest {
    private static final int ROWS = 1_000_000;
    private static final long SMALL_BYTES = 1 << 20;

    @TempDir
    private static Path folder;

    private static Path large; // sorted: the row's number is its first cell

    @BeforeAll
    static void writeLarge() throws IOException {
        large = folder.resolve("large.csv");
        byte[] header = "row,half,y\n".getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(large)) {
            out.write(header);
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                text.append(row)
                        .append(',')
                        .append(row / 2)
                        .append(",\"")
                        .append(row % 7)
                        .append("\"\n");
                if (text.length() > 1 << 16) {
                    out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
                    text.setLength(0);
                }
            }
            out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static TableFreeze.Headed headed(Path... files) {
        Input input = new Input(Arrays.stream(files)
                .map(file -> Source.file(file.getFileName().toString(), file, StandardCharsets.UTF_8))
                .toList());
        return new TableFreeze.Headed(input, TableHead.of(input, Dialect.Wishes.NONE.withHeader(true)));
    }

    private static Optional<Sample> choose(TableFreeze.Headed table, SampleWish wish, long seed) {
        return new SampleChoice(table, wish, seed, _ -> {}, SMALL_BYTES).choose();
    }

    /** The lines that are read, blank ones left out. */
    private static List<String> lines(TableFreeze.Headed table, Sample sample) {
        List<String> lines = new ArrayList<>();
        try (Chunks chunks = table.withSample(Optional.of(sample)).chunks(1)) {
            for (Optional<Chunk> chunk = chunks.next(); chunk.isPresent(); chunk = chunks.next()) {
                new String(chunk.get().bytes(), 0, chunk.get().length(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .forEach(lines::add);
                chunks.giveBack(chunk.get());
            }
        }
        return lines;
    }

    private static List<Long> rows(TableFreeze.Headed table, Sample sample) {
        return lines(table, sample).stream()
                .map(line -> {
                    long row = Long.parseLong(line.substring(0, line.indexOf(',')));
                    assertEquals("%d,%d,\"%d\"".formatted(row, row / 2, row % 7), line, "a row of the table, whole");
                    return row;
                })
                .toList();
    }

    @Test
    void choose_bytesOfLargeFile_readsEvenlySpreadSpansAndNoMore() {
        TableFreeze.Headed table = headed(large);
        Sample sample = choose(table, new SampleWish.Bytes(4 << 20), 42).orElseThrow();
        long bytes = sample.excerpts().stream()
                .mapToLong(excerpt -> excerpt.cut().end() - excerpt.cut().start())
                .sum();
        assertEquals(4 << 20, (double) bytes, 0.01 * bytes);
        assertEquals(64, sample.excerpts().size(), "64 KiB each");
        List<Long> rows = rows(table, sample);
        assertEquals(sample.rows(), rows.size());
        assertEquals(new HashSet<>(rows).size(), rows.size(), "no row twice");
        assertEquals(rows.stream().sorted().toList(), rows, "in the order of the table");
        assertEquals(ROWS, (double) sample.whole().rows(), 0.02 * ROWS);
        for (int tenth = 0; tenth < 10; tenth++) {
            long first = (long) ROWS * tenth / 10;
            long end = (long) ROWS * (tenth + 1) / 10;
            long count = rows.stream().filter(row -> row >= first && row < end).count();
            assertEquals(rows.size() / 10.0, (double) count, 0.25 * rows.size() / 10, "of tenth " + tenth);
        }
    }

    @Test
    void choose_rows_areExactlySoMany() {
        TableFreeze.Headed table = headed(large);
        for (long wanted : new long[] {1, 10_000, 100_000, ROWS - 1}) {
            Sample sample = choose(table, new SampleWish.Rows(wanted), 42).orElseThrow();
            List<Long> rows = rows(table, sample);
            assertEquals(wanted, rows.size());
            assertEquals(wanted, sample.rows());
            double mean = rows.stream().mapToLong(row -> row).average().orElseThrow();
            assertTrue(wanted < 1000 || Math.abs(mean / ROWS - 0.5) < 0.04, "mean row %s".formatted(mean));
        }
        assertEquals(Optional.empty(), choose(table, new SampleWish.Rows(ROWS), 42));
        assertEquals(Optional.empty(), choose(table, new SampleWish.Rows(10L * ROWS), 42));
    }

    @Test
    void choose_sameSeedOrAnother_sameOrOtherRows() {
        TableFreeze.Headed table = headed(large);
        SampleWish wish = new SampleWish.Share(0.01);
        assertEquals(choose(table, wish, 42), choose(headed(large), wish, 42));
        assertNotEquals(
                choose(table, wish, 42).orElseThrow().excerpts(),
                choose(table, wish, 43).orElseThrow().excerpts());
    }

    @Test
    void choose_smallFile_drawsSingleRows() throws IOException {
        StringBuilder text = new StringBuilder("row,half,y\r\n");
        for (int row = 0; row < 10_000; row++) {
            text.append("%d,%d,\"%d\"\r\n%s".formatted(row, row / 2, row % 7, row % 3 == 0 ? "\r\n" : ""));
        }
        Path small = Files.writeString(folder.resolve("small.csv"), text);
        TableFreeze.Headed table = headed(small);
        Sample sample = choose(table, new SampleWish.Share(0.1), 42).orElseThrow();
        List<Long> rows = rows(table, sample);
        assertEquals(1_000, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(i, rows.get(i) / 10, "one of each ten");
        }
        assertEquals(10, rows.stream().map(row -> row % 10).distinct().count(), "and not always the same one");
        assertEquals(10_000, sample.whole().rows());
        assertTrue(sample.whole().exact());
        assertEquals(Optional.empty(), choose(table, new SampleWish.Bytes(Files.size(small)), 42));
        assertEquals(Optional.empty(), choose(table, new SampleWish.Share(1), 42));
    }

    /** All of the text is looked at, so it is known where each record begins: no quoted cell is too long to be one. */
    @Test
    void choose_smallFileWithLongQuotedCell_isSampledToo() throws IOException {
        String rows = "1,x,2\n".repeat(1_000);
        String cell = "line\n".repeat((2 << 20) / 5);
        Path file =
                Files.writeString(folder.resolve("cell.csv"), "a,t,y\n%s1,\"%s\",2\n%s".formatted(rows, cell, rows));
        Sample sample = new SampleChoice(headed(file), new SampleWish.Rows(200), 42, _ -> {})
                .choose()
                .orElseThrow();
        assertEquals(
                List.of(200L, 2_001L), List.of(sample.rows(), sample.whole().rows()));
    }

    @Test
    void choose_severalFilesAndPacked_sameRowsAsOfPlainOnes() throws IOException {
        byte[] text = Files.readAllBytes(large);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text);
        }
        Path gz = Files.write(folder.resolve("large.csv.gz"), packed.toByteArray());
        Path second = Files.writeString(folder.resolve("second.csv"), "\ufeffrow,half,y\n9000000,4500000,\"5\"\n");
        SampleWish wish = new SampleWish.Rows(5_000);
        TableFreeze.Headed plain = headed(large, second);
        TableFreeze.Headed unpacked = headed(gz, second);
        Sample ofPlain = choose(plain, wish, 42).orElseThrow();
        Sample ofPacked = choose(unpacked, wish, 42).orElseThrow();
        assertEquals(lines(plain, ofPlain), lines(unpacked, ofPacked));
        assertEquals(List.of(), ofPlain.whole().readWhole());
        assertEquals(List.of("large.csv.gz"), ofPacked.whole().readWhole());
    }

    @Test
    void freeze_sampleOnAnyNumberOfThreads_sameTable() {
        String[] told = new String[4];
        for (int threads = 1; threads <= 4; threads++) {
            TableFreeze.Headed table = headed(large);
            Sample sample = choose(table, new SampleWish.Rows(3_000), 42).orElseThrow();
            Freezing usual = Freezing.usual();
            try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
                told[threads - 1] = Freezing.told(new TableFreeze(
                                new TableFreeze.Reading(
                                        Freezing.roles("y", Set.of(), Optional.empty()),
                                        usual.missing(),
                                        usual.holdout(),
                                        usual.limit(),
                                        42,
                                        1 << 20),
                                Freezing.store(new MemoryBudget(Long.MAX_VALUE)),
                                executor,
                                threads,
                                _ -> {})
                        .freeze(table.withSample(Optional.of(sample)), Optional.empty()));
            }
        }
        assertEquals(told[0], told[1]);
        assertEquals(told[0], told[2]);
        assertEquals(told[0], told[3]);
    }

    @Test
    void learningFrom_smallerShare_isPartOfLargerAndJudgesTheSameRows() {
        Table table = Freezing.usual()
                .with(Freezing.roles("y", Set.of(), Optional.empty()))
                .table(large);
        Table quarter = table.learningFrom(0.25, 42);
        Table half = table.learningFrom(0.5, 42);
        Set<Long> all = numbers(table);
        assertTrue(all.containsAll(numbers(half)));
        assertTrue(numbers(half).containsAll(numbers(quarter)));
        assertEquals(0.25, (double) quarter.train().rowCount() / all.size(), 0.005);
        assertEquals(0.5, (double) half.train().rowCount() / all.size(), 0.005);
        assertEquals(table.holdout(), quarter.holdout());
        assertEquals(numbers(half), numbers(table.learningFrom(0.5, 42)));
        assertNotEquals(numbers(half), numbers(table.learningFrom(0.5, 43)));
    }

    private static Set<Long> numbers(Table table) {
        return Arrays.stream(Freezing.rowNumbers(table, table.train())).boxed().collect(Collectors.toSet());
    }

    @Test
    void takes_anyCounts_isOneOfEachRun() {
        for (int found = 1; found < 60; found++) {
            for (int rows = 1; rows <= found; rows++) {
                Sample sample =
                        new Sample(List.of(), found, rows, 7, new Sample.Whole(1, found, true, 0, 0, List.of()));
                int taken = 0;
                for (int record = 0; record < found; record++) {
                    taken += sample.takes(record) ? 1 : 0;
                }
                assertEquals(rows, taken, "%d of %d".formatted(rows, found));
            }
        }
    }

    @Test
    void choose_anotherHeaderInSecondFile_isRefused() throws IOException {
        Path other = Files.writeString(folder.resolve("other.csv"), "row,y\n1,2\n");
        Fault fault = assertThrows(Fault.class, () -> choose(headed(large, other), new SampleWish.Share(0.01), 42));
        assertEquals(
                "the header is not the one of the first file: column 2 is \"y\", expected \"half\"",
                fault.getMessage());
    }
}
