package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is found in the midst of a text are records that Commons CSV finds in the whole of it. */
class ExcerptsTest {
    /** What came of some spans: those looked at, those dropped, and those in which something else than records was found. */
    private record Tried(int spans, int dropped, List<String> wrong) {}

    private static Optional<Excerpt> between(String text, int from, int to) {
        try (Excerpts excerpts = new Excerpts(TextTable.input(text), 0, TextTable.COMMA_NO_HEADER, 3)) {
            return excerpts.between(from, to, false);
        }
    }

    private static Optional<String> found(String text, int from, int to) {
        return between(text, from, to)
                .map(excerpt -> excerpt.records() == 0
                        ? "none"
                        : "%d: %s"
                                .formatted(
                                        excerpt.records(),
                                        text.substring((int) excerpt.cut().start(), (int)
                                                excerpt.cut().end())));
    }

    @Test
    void between_plainText_recordsThatBeginThere() {
        String text = "1,2,3\n4,5,6\n7,8,9\n";
        assertEquals(Optional.of("1: 4,5,6\n"), found(text, 6, 7), "begins with the first byte");
        assertEquals(Optional.of("1: 4,5,6\n"), found(text, 1, 12));
        assertEquals(Optional.of("2: 4,5,6\n7,8,9\n"), found(text, 1, 13));
        assertEquals(Optional.of("none"), found(text, 7, 12), "none begins there");
        assertEquals(Optional.of("1: 7,8,9\n"), found(text, 7, 60), "the text ends before");
        assertEquals(Optional.of("none"), found(text, 13, 60));
    }

    @Test
    void between_carriageReturnBeforeSpan_itsLineFeedIsNoRecord() {
        String text = "1,2,3\r\n4,5,6\r\n\r\n7,8,9";
        assertEquals(Optional.of("2: 4,5,6\r\n\r\n7,8,9"), found(text, 6, 60));
        assertEquals(Optional.of("1: \r\n7,8,9"), found(text, 9, 60), "blank lines are none");
    }

    @Test
    void between_beginsInsideQuotes_takesRecordsBehind() {
        String text = "1,\"a\nb\n\",3\n4,5,6\n7,\"x\",9\n";
        assertEquals(Optional.of("2: 4,5,6\n7,\"x\",9\n"), found(text, 4, 60), "both ways agree on them");
    }

    @Test
    void between_tableInsideQuotes_isNotTakenForRows() {
        String table = "a,b,c\n".repeat(20);
        String text = "1,\"%s\",3\n4,\"x\",6\n7,8,9\n".formatted(table);
        assertEquals(Optional.of("1: 7,8,9\n"), found(text, 10, text.length()), "from where both ways agree");
        assertEquals(Optional.empty(), found(text + "1,\"", 10, text.length() + 3), "its last cell does not end");
    }

    @Test
    void between_recordLongerThanSpan_isWhole() {
        String text = "1,2,3\n4,\"%s\",6\n7,8,9\n".formatted("x\n".repeat(200_000));
        Excerpt found = between(text, 1, 10).orElseThrow();
        assertEquals(new ChunkCut("table.csv", 6, 400_013), found.cut());
        assertEquals(1, found.records());
    }

    @Test
    void between_tablesAsProgramsWriteThem_recordsOfTheOracle() {
        for (int kind = 0; kind < 3; kind++) {
            int spans = 0;
            int dropped = 0;
            for (long seed : Seeds.some(40).toArray()) {
                SplittableRandom random = new SplittableRandom(seed);
                Tried tried = tried(quoted(random, kind, 1500), random);
                assertEquals(List.of(), tried.wrong(), Seeds.repeat(ExcerptsTest.class, seed));
                spans += tried.spans();
                dropped += tried.dropped();
            }
            assertTrue(dropped <= spans / 100, "%d of %d dropped in tables of kind %d".formatted(dropped, spans, kind));
        }
    }

    /** Text behind closing quotes, stray quotes and records of any width: then four records are all that can be gone by. */
    @Test
    void between_noise_hardlyEverSomethingElseThanRecords() {
        int spans = 0;
        List<String> wrong = new ArrayList<>();
        for (long seed : Seeds.some(60).toArray()) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomCsv table = RandomCsv.table(random, 2000);
            boolean marked = table.features()
                    .contains(RandomCsv.Feature.BYTE_ORDER_MARK); // places are those of the text behind it
            if (table.names().size() > 1 && !marked) {
                Tried tried = tried(
                        new Text(
                                table.dialect(),
                                table.names().size(),
                                new String(table.text(), StandardCharsets.UTF_8)),
                        random);
                spans += tried.spans();
                wrong.addAll(tried.wrong());
            }
        }
        assertTrue(100 * wrong.size() <= 2 * spans, "%d of %d: %s".formatted(wrong.size(), spans, wrong));
    }

    private record Text(Dialect dialect, int columnCount, String text) {}

    private static Tried tried(Text table, SplittableRandom random) {
        byte[] bytes = table.text().getBytes(StandardCharsets.UTF_8);
        NavigableMap<Long, Integer> begins = new TreeMap<>(); // where records begin: 1, blank ones: 0
        CsvOracle.records(table.text(), table.dialect())
                .orElseThrow()
                .forEach(record -> begins.put((long) record.byteAt(), record.blank() ? 0 : 1));
        begins.put((long) bytes.length, 0);
        int spans = 0;
        int dropped = 0;
        List<String> wrong = new ArrayList<>();
        try (Excerpts excerpts = new Excerpts(TextTable.input(bytes), 0, table.dialect(), table.columnCount())) {
            for (int from = 1; from < bytes.length; ) {
                int to = from + 2000 + random.nextInt(3000);
                Optional<Excerpt> found = excerpts.between(from, to, false);
                spans++;
                dropped += found.isEmpty() ? 1 : 0;
                found.filter(excerpt -> excerpt.records() > 0 && !right(excerpt, begins))
                        .ifPresent(excerpt -> wrong.add(excerpt.toString()));
                from = to + random.nextInt(1000);
            }
        }
        return new Tried(spans, dropped, wrong);
    }

    private static boolean right(Excerpt found, NavigableMap<Long, Integer> begins) {
        ChunkCut cut = found.cut();
        return begins.containsKey(cut.start())
                && begins.containsKey(cut.end())
                && begins.subMap(cut.start(), cut.end()).values().stream()
                                .mapToInt(Integer::intValue)
                                .sum()
                        == found.records();
    }

    /** Kind 0 quotes what must be, 1 every word, 2 has tables of the same width in its cells. */
    private static Text quoted(SplittableRandom random, int kind, int rows) {
        StringBuilder text = new StringBuilder();
        String lineEnd = random.nextBoolean() ? "\n" : "\r\n";
        for (int row = 0; row < rows; row++) {
            String cell = kind == 2 && random.nextInt(4) == 0 ? table(random) : sentence(random);
            boolean must = kind == 1 || cell.contains(",") || cell.contains("\"") || cell.contains("\n");
            String written = must ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
            text.append("%d,%s,%d%s".formatted(row, written, random.nextInt(100), lineEnd));
        }
        return new Text(TextTable.COMMA_NO_HEADER, 3, text.toString());
    }

    private static String table(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "a,b,c\n" : "");
        for (int i = 2 + random.nextInt(12); i > 0; i--) {
            text.append(
                    random.nextBoolean()
                            ? "\"%d\",\"%s\",7\n".formatted(i, sentence(random).replace("\"", "\"\""))
                            : "%d,x,7\n".formatted(i));
        }
        return text.toString();
    }

    private static String sentence(SplittableRandom random) {
        List<String> words = List.of("the", "a,", "\"so\"", "end.\n", ",", "5\"", "x", "", "\"", "é");
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(words.get(random.nextInt(words.size()))).append(random.nextInt(3) == 0 ? "" : " ");
        }
        return text.toString();
    }
}
