package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.fault.Fault;

/** Chunks of any size give the records that Commons CSV finds in the whole file. */
class ChunkCutTest {
    @Test
    void read_everyChunkSizeOfSmallTables_sameRecordsAsWholeFile() {
        Seeds.some(50).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            RandomCsv table = RandomCsv.table(random, 6);
            for (int chunkBytes = 1; chunkBytes <= table.text().length + 1; chunkBytes++) {
                assertSameAsOracle(table, chunkBytes, seed);
            }
        });
    }

    @Test
    void read_everyChunkSizeOfNoise_sameRecordsAsWholeFile() {
        int[] closed = {0};
        Seeds.some(3000).forEach(seed -> {
            RandomCsv noise = RandomCsv.noise(new SplittableRandom(seed));
            if (CsvOracle.rows(noise).isPresent()) {
                closed[0]++;
                for (int chunkBytes = 1; chunkBytes <= noise.text().length; chunkBytes++) {
                    assertSameAsOracle(noise, chunkBytes, seed);
                }
            } else {
                assertThrows(
                        Fault.class, () -> chunks(noise, 1 + noise.text().length / 2, seed), () -> told(noise, seed));
            }
        });
        assertTrue(closed[0] > 0, "no noise without an open quote");
    }

    @Test
    void read_randomChunkSizesOfLargerTables_sameRecordsAsWholeFile() {
        Seeds.some(20).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            RandomCsv table = RandomCsv.table(random, 4000);
            for (int i = 0; i < 3; i++) {
                assertSameAsOracle(table, 1 + random.nextInt(1 << random.nextInt(1, 18)), seed);
            }
        });
    }

    @Test
    void read_quotedNewlineAtCut_staysInOneChunk() {
        String text = "a,b\n1,\"x\ny\"\n2,z\n";
        List<Chunk> chunks = TextTable.chunks(TextTable.input(text), TextTable.COMMA, List.of("a", "b"), 8);
        assertEquals(
                List.of("1,\"x\ny\"\n", "2,z\n"),
                chunks.stream().map(ChunkCutTest::text).toList());
        assertEquals(List.of(2L, 4L), chunks.stream().map(Chunk::firstLine).toList());
        assertEquals(List.of(0, 1), chunks.stream().map(Chunk::index).toList());
    }

    @Test
    void read_carriageReturnAndLineFeedAtCut_stayTogether() {
        List<Chunk> chunks = TextTable.chunks(TextTable.input("ab\r\ncd\r\n"), TextTable.COMMA_NO_HEADER, List.of(), 3);
        assertEquals(
                List.of("ab\r\n", "cd\r\n"),
                chunks.stream().map(ChunkCutTest::text).toList());
    }

    private void assertSameAsOracle(RandomCsv table, int chunkBytes, long seed) {
        List<Row> rows = CsvOracle.rows(table).orElseThrow(() -> new AssertionError(told(table, seed)));
        List<Chunk> chunks = chunks(table, chunkBytes, seed);
        assertEquals(
                TextTable.told(rows),
                TextTable.told(
                        TextTable.rows(chunks, table.dialect(), table.names().size())),
                () -> "rows in chunks of %d bytes: %s".formatted(chunkBytes, told(table, seed)));
        String where = "cuts in chunks of %d bytes: %s".formatted(chunkBytes, told(table, seed));
        String text = CsvOracle.text(table).orElseThrow();
        List<CsvOracle.Found> records = CsvOracle.records(text, table.dialect()).orElseThrow();
        int from = 0;
        while (table.dialect().header() && records.get(from++).blank()) {}
        Map<Long, Long> lineOf = new HashMap<>(); // by the byte where a record begins
        records.forEach(record -> lineOf.put((long) record.byteAt(), record.line()));
        long at = from < records.size() ? records.get(from).byteAt() : chunks.isEmpty() ? 0 : -1;
        for (Chunk chunk : chunks) {
            assertEquals(at, chunk.cut().start(), where);
            assertEquals(lineOf.get(at), chunk.firstLine(), where);
            boolean last = chunk.index() == chunks.size() - 1;
            assertTrue(last || chunk.cut().end() >= (at / chunkBytes + 1) * chunkBytes, where);
            at = chunk.cut().end();
        }
        assertEquals(chunks.isEmpty() ? 0 : text.getBytes(StandardCharsets.UTF_8).length, at, where);
    }

    /** Read from a stream that gives few bytes at a time, for every other chunk size. */
    private static List<Chunk> chunks(RandomCsv table, int chunkBytes, long seed) {
        ByteArrayInputStream whole = new ByteArrayInputStream(table.text());
        Source source = TextTable.stream("random.csv", chunkBytes % 2 == 0 ? whole : new ShortReads(whole, seed, 7));
        return TextTable.chunks(new Input(List.of(source)), table.dialect(), table.names(), chunkBytes);
    }

    private static String told(RandomCsv table, long seed) {
        return "%s of <%s>, %s"
                .formatted(
                        table.dialect(),
                        new String(table.text(), StandardCharsets.UTF_8),
                        Seeds.repeat(ChunkCutTest.class, seed));
    }

    private static String text(Chunk chunk) {
        return new String(chunk.bytes(), 0, chunk.length(), StandardCharsets.UTF_8);
    }
}
