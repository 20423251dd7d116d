package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.fault.Fault;

/** Random tables give what was written into them. */
class RandomCsvTest {
    private static final int RECORDS = 8;

    @Test
    void read_wellFormedTables_givesWhatWasWritten() {
        Seeds.some(3000).forEach(seed -> {
            RandomCsv table = RandomCsv.table(new SplittableRandom(seed), 3 * RECORDS);
            List<List<String>> written = table.records().orElseThrow().stream()
                    .map(record -> record.size() == table.names().size() ? record : List.of("<bad>"))
                    .toList();
            List<List<String>> read =
                    TextTable.rows(
                                    chunks(table, 1 + (int) (seed % 100)),
                                    table.dialect(),
                                    table.names().size())
                            .stream()
                            .map(row -> row instanceof Row.Good(long _, String[] cells)
                                    ? Arrays.asList(cells)
                                    : List.of("<bad>"))
                            .toList();
            assertEquals(written, read, () -> told(table, seed));
        });
    }

    /** Where several things are wrong, the size of the chunks decides which is told; whether something is, it does not. */
    @Test
    void read_everyChunkSizeOfDamagedTables_sameRowsAsOneChunkOrRefused() {
        int[] refused = {0};
        Seeds.some(100).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            RandomCsv table = RandomCsv.table(random, RECORDS).mutated(random);
            List<String> whole = read(table, table.text().length + 1);
            boolean fault = isRefused(whole);
            refused[0] += fault ? 1 : 0;
            for (int chunkBytes = 1; chunkBytes <= table.text().length; chunkBytes++) {
                int size = chunkBytes;
                List<String> read = read(table, size);
                assertEquals(
                        fault && !isText(table.text()) ? "refused" : whole,
                        fault && isRefused(read) && !isText(table.text()) ? "refused" : read,
                        () -> "chunks of %d bytes of %s".formatted(size, told(table, seed)));
            }
        });
        assertTrue(refused[0] > 0, "none was refused");
    }

    @Test
    void table_overAllSeeds_hasEveryFeature() {
        Set<RandomCsv.Feature> missing = EnumSet.allOf(RandomCsv.Feature.class);
        for (long seed = 1; seed <= 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomCsv table = RandomCsv.table(random, 3 * RECORDS);
            missing.removeAll(table.features());
            missing.removeAll(table.mutated(random).features());
            missing.removeAll(RandomCsv.noise(random).features());
        }
        assertEquals(Set.of(), missing);
    }

    /** What a whole reading gives: rows, or what is wrong. */
    private static List<String> read(RandomCsv table, int chunkBytes) {
        try {
            return TextTable.told(TextTable.rows(
                    chunks(table, chunkBytes), table.dialect(), table.names().size()));
        } catch (Fault fault) {
            return List.of("refused", fault.getMessage(), fault.location().toString());
        }
    }

    private static boolean isRefused(List<String> read) {
        return read.size() == 3 && read.getFirst().equals("refused");
    }

    private static boolean isText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) && text.indexOf('\0') < 0;
    }

    private static List<Chunk> chunks(RandomCsv table, int chunkBytes) {
        List<Source> sources = new ArrayList<>();
        sources.add(TextTable.stream("random.csv", new ByteArrayInputStream(table.text())));
        return TextTable.chunks(new Input(sources), table.dialect(), table.names(), chunkBytes);
    }

    private static String told(RandomCsv table, long seed) {
        return "%s of <%s>, %s"
                .formatted(
                        table.dialect(),
                        new String(table.text(), StandardCharsets.UTF_8),
                        Seeds.repeat(RandomCsvTest.class, seed));
    }
}
