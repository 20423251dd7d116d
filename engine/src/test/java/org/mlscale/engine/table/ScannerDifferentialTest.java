package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.CsvOracle;
import org.mlscale.engine.chunk.RandomCsv;
import org.mlscale.engine.chunk.Row;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.chunk.TextTable;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.Dates;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.table.ChunkScanner.Scanned;

/**
 * What the scanner makes of random tables, whole and damaged, in chunks of any size and on one to four threads: what Commons CSV reads of the whole text, cell by cell,
 * to the bit. {@code -Dtests.tables=N} tries more.
 */
class ScannerDifferentialTest {
    private static final int TABLES = Integer.getInteger("tests.tables", 3000);
    private static final List<DateOrder> ORDERS = List.of(DateOrder.values());
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);

    /** One table, and how it is to be read. */
    private record Case(RandomCsv table, List<CellKind> kinds, int chunkBytes, int chunksMax) {
        static Case of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomCsv whole = RandomCsv.table(random, 24);
            RandomCsv table = random.nextInt(3) == 0 ? whole.mutated(random) : whole;
            List<CellKind> kinds = table.names().stream().map(_ -> kind(random)).toList();
            int size = table.text().length + 1;
            return new Case(
                    table,
                    kinds,
                    1 + random.nextInt(random.nextBoolean() ? size : Math.min(size, 40)),
                    1 + random.nextInt(5));
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
    }

    @AfterAll
    static void stop() {
        THREADS.shutdown();
    }

    @Test
    void scan_randomTables_isWhatCommonsCsvReads() {
        int[] refused = {0};
        int[] read = {0};
        Seeds.some(TABLES).forEach(seed -> {
            Case one = Case.of(seed);
            List<String> expected = new ArrayList<>();
            boolean faulty = expect(one, expected);
            List<String> found = new ArrayList<>();
            String fault = scan(one, found);
            String where = "%s of <%s>, chunks of %d bytes: %s"
                    .formatted(
                            one.table().dialect(),
                            new String(one.table().text(), StandardCharsets.UTF_8),
                            one.chunkBytes(),
                            Seeds.repeat(getClass(), seed));
            assertEquals(faulty, !fault.isEmpty(), () -> fault + where);
            if (!faulty) {
                assertEquals(String.join("\n", expected), String.join("\n", found), where);
            }
            refused[0] += faulty ? 1 : 0;
            read[0] += found.size();
        });
        if (TABLES >= 1000 && System.getProperty("tests.seed") == null) {
            assertTrue(refused[0] > 10 && read[0] > TABLES, "%d refused, %d rows".formatted(refused[0], read[0]));
        }
    }

    /** Reads the table with Commons CSV; true if it must be refused. */
    private static boolean expect(Case one, List<String> told) {
        Optional<List<Row>> rows = CsvOracle.rows(one.table());
        rows.ifPresent(all -> all.forEach(row -> told.add(
                switch (row) {
                    case Row.Good(long _, String[] cells) -> good(one, cells);
                    case Row.Bad(long line, int column, String reason, String text) -> bad(line, column, reason, text);
                })));
        return rows.isEmpty();
    }

    private static String bad(long line, int column, String reason, String text) {
        return "bad %d %d %s <%s>".formatted(line, column, reason, text);
    }

    private static String good(Case one, String[] cells) {
        return IntStream.range(0, cells.length)
                        .mapToObj(i -> switch (one.kinds().get(i)) {
                            case CellKind.Skip _ -> "";
                            case CellKind.Word _ -> MissingTokens.USUAL.holds(cells[i]) ? "" : cells[i];
                            case CellKind.Numeric(double pivot) ->
                                MissingTokens.USUAL.holds(cells[i])
                                        ? "NaN"
                                        : bits(Recoded.value(
                                                cells[i],
                                                pivot,
                                                one.table().dialect().decimal()));
                            case CellKind.Time(DateOrder order) -> Long.toString(Dates.parse(cells[i], order));
                        })
                        .toList()
                + " " + List.of(cells);
    }

    private static String bits(float value) {
        return Float.isNaN(value) ? "NaN" : Integer.toHexString(Float.floatToRawIntBits(value));
    }

    /** Returns why the table cannot be read, if it cannot. */
    private static String scan(Case one, List<String> told) {
        RandomCsv table = one.table();
        List<Scanned> columns = IntStream.range(0, one.kinds().size())
                .mapToObj(i -> new Scanned(i, one.kinds().get(i)))
                .toList();
        List<Integer> all = IntStream.range(0, columns.size()).boxed().toList();
        ChunkScanner keeping =
                new ChunkScanner(table.dialect(), columns.size(), columns, all, List.of(), all, MissingTokens.USUAL);
        ChunkScanner plain = new ChunkScanner(
                table.dialect(), columns.size(), columns, all, List.of(), List.of(), MissingTokens.USUAL);
        try (ChunkReader reader =
                new ChunkReader(TextTable.input(table.text()), table.dialect(), table.names(), one.chunkBytes())) {
            ChunkLine.forEach(reader, chunk -> told(chunk, plain, keeping), told::addAll, THREADS, one.chunksMax());
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
