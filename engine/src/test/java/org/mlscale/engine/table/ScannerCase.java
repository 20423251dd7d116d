package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.CsvOracle;
import org.mlscale.engine.chunk.Histogram;
import org.mlscale.engine.chunk.RandomCsv;
import org.mlscale.engine.chunk.Row;
import org.mlscale.engine.chunk.TextTable;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.Dates;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.table.ChunkScanner.Scanned;

/**
 * One table, and how the scanner is to read it.
 *
 * @param kinds of its columns
 * @param threads 1 to {@value #THREADS_MAX}
 */
record ScannerCase(RandomCsv table, List<CellKind> kinds, int chunkBytes, int chunksMax, int threads) {
    private static final int THREADS_MAX = 4;
    private static final List<DateOrder> ORDERS = List.of(DateOrder.values());
    private static final List<ExecutorService> EXECUTORS = IntStream.rangeClosed(1, THREADS_MAX)
            .mapToObj(threads -> Executors.newFixedThreadPool(
                    threads, Thread.ofPlatform().daemon().factory()))
            .toList();

    /** How it went. {@code fault}: why the table cannot be read; empty if it can. */
    record Outcome(int rows, String fault) {
        boolean refused() {
            return !fault.isEmpty();
        }
    }

    /** Well-formed, damaged, noise, or a long one. */
    static ScannerCase of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return of(table(random), random);
    }

    private static RandomCsv table(SplittableRandom random) {
        int kind = random.nextInt(500);
        if (kind < 50) {
            return RandomCsv.noise(random);
        }
        RandomCsv whole = RandomCsv.table(random, kind == 499 ? 2000 : 24);
        return kind < 200 ? whole.mutated(random) : whole;
    }

    /** This table, read in any way. */
    static ScannerCase of(RandomCsv table, SplittableRandom random) {
        int size = table.text().length + 1;
        return new ScannerCase(
                table,
                table.names().stream().map(_ -> kind(random)).toList(),
                1 + random.nextInt(random.nextBoolean() ? size : Math.min(size, 40)),
                1 + random.nextInt(5),
                1 + random.nextInt(THREADS_MAX));
    }

    private static CellKind kind(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> new CellKind.Skip();
            case 1 -> new CellKind.Time(ORDERS.get(random.nextInt(ORDERS.size())));
            case 2, 3 -> new CellKind.Word();
            case 4 -> new CellKind.Numeric(0);
            default -> new CellKind.Numeric(random.nextInt(-2000, 2000) / 16.0 + random.nextDouble());
        };
    }

    /** Asserts that the scanner gives what Commons CSV reads, cell by cell, to the bit, or that both refuse the table. */
    Outcome check() {
        List<String> expected = new ArrayList<>();
        boolean faulty = expect(expected);
        List<String> found = new ArrayList<>();
        String fault = scan(found);
        assertEquals(faulty, !fault.isEmpty(), fault);
        if (!faulty) {
            assertEquals(String.join("\n", expected), String.join("\n", found));
        }
        return new Outcome(found.size(), fault);
    }

    void countIn(Histogram histogram) {
        histogram.count("bytes", table.text().length);
        histogram.count("bytes of a chunk", chunkBytes);
        histogram.count("chunks at a time: " + chunksMax);
        histogram.count("threads: " + threads);
        table.features().forEach(feature -> histogram.count(feature.name()));
    }

    @Override
    public String toString() {
        return "%s of <%s>, chunks of %d bytes, %d of them at a time, on %d threads"
                .formatted(
                        table.dialect(),
                        new String(table.text(), StandardCharsets.UTF_8),
                        chunkBytes,
                        chunksMax,
                        threads);
    }

    /** Reads the table with Commons CSV; true if it must be refused. */
    private boolean expect(List<String> told) {
        Optional<List<Row>> rows = CsvOracle.rows(table);
        rows.ifPresent(all -> all.forEach(row -> told.add(
                switch (row) {
                    case Row.Good(long _, String[] cells) -> good(cells);
                    case Row.Bad(long line, int column, String reason, String text) -> bad(line, column, reason, text);
                })));
        return rows.isEmpty();
    }

    private static String bad(long line, int column, String reason, String text) {
        return "bad %d %d %s <%s>".formatted(line, column, reason, text);
    }

    private String good(String[] cells) {
        return IntStream.range(0, cells.length)
                        .mapToObj(i -> switch (kinds.get(i)) {
                            case CellKind.Skip _ -> "";
                            case CellKind.Word _ -> MissingTokens.USUAL.holds(cells[i]) ? "" : cells[i];
                            case CellKind.Numeric(double pivot) ->
                                MissingTokens.USUAL.holds(cells[i])
                                        ? "NaN"
                                        : bits(Recoded.value(
                                                cells[i], pivot, table.dialect().decimal()));
                            case CellKind.Time(DateOrder order) -> Long.toString(Dates.parse(cells[i], order));
                        })
                        .toList()
                + " " + List.of(cells);
    }

    private static String bits(float value) {
        return Float.isNaN(value) ? "NaN" : Integer.toHexString(Float.floatToRawIntBits(value));
    }

    /** Returns why the table cannot be read, if it cannot. */
    private String scan(List<String> told) {
        List<Scanned> columns = IntStream.range(0, kinds.size())
                .mapToObj(i -> new Scanned(i, kinds.get(i)))
                .toList();
        List<Integer> all = IntStream.range(0, columns.size()).boxed().toList();
        ChunkScanner keeping =
                new ChunkScanner(table.dialect(), columns.size(), columns, all, List.of(), all, MissingTokens.USUAL);
        ChunkScanner plain = new ChunkScanner(
                table.dialect(), columns.size(), columns, all, List.of(), List.of(), MissingTokens.USUAL);
        try (ChunkReader reader =
                new ChunkReader(TextTable.input(table.text()), table.dialect(), table.names(), chunkBytes)) {
            ChunkLine.forEach(
                    reader, chunk -> told(chunk, plain, keeping), told::addAll, EXECUTORS.get(threads - 1), chunksMax);
            return "";
        } catch (Fault fault) {
            return String.valueOf(fault.getMessage());
        }
    }

    /** Both ways: straight into the columns, and through the cells' texts. */
    private static List<String> told(Chunk chunk, ChunkScanner plain, ChunkScanner keeping) {
        ChunkScanner.Scan scan = plain.scan(chunk);
        ChunkScanner.Scan kept = keeping.scan(chunk);
        List<String> told = new ArrayList<>();
        int bad = 0;
        for (int row = 0; row <= scan.chunk().rowCount(); row++) {
            while (bad < scan.bad().size() && scan.bad().get(bad).before() == row + bad) {
                SetAside.Example example = scan.bad().get(bad).example();
                assertEquals(example, kept.bad().get(bad++).example());
                told.add(bad(example.location().line(), example.column(), example.reason(), example.text()));
            }
            if (row < scan.chunk().rowCount()) {
                String cells = cells(scan.chunk(), row);
                assertEquals(cells, cells(kept.chunk(), row));
                assertEquals(
                        (int) scan.chunk().buckets()[row], (int) kept.chunk().buckets()[row]);
                told.add(cells + " " + kept.kept().get(row));
            }
        }
        return told;
    }

    private static String cells(CachedChunk chunk, int row) {
        return chunk.columns().stream()
                .map(cells -> switch (cells) {
                    case Cells.None _ -> "";
                    case Cells.Floats(float[] values) -> bits(values[row]);
                    case Cells.Times(long[] seconds) -> Long.toString(seconds[row]);
                    case Cells.Codes(int[] codes, List<String> words) -> words.get(codes[row]);
                })
                .toList()
                .toString();
    }
}
