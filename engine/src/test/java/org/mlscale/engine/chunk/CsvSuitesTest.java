package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.fault.Fault;

/**
 * All cases of csv-spectrum and of JavaCsvComparison. Where a table is read otherwise on purpose, the case is listed here with what is read and why; a case that
 * is listed and need not be is as wrong as one that fails.
 */
class CsvSuitesTest {
    private static final String TRIMMED = "blanks around a cell are no part of it, unless they are quoted";
    private static final String QUOTE_AFTER_BLANK = "and so a quote after blanks opens a cell";
    private static final String BLANK_LINE = "a blank line of a table with one column is an empty cell";
    private static final String NO_COMMENTS = "tables have no comments: # is a character, as in comments-none";
    private static final String REFUSED = "a quote that is never closed swallows the rest of the table: refused";

    /** What is read instead, and why. */
    private record Otherwise(String why, List<List<String>> records) {
        static Otherwise rows(String why, String... rows) {
            return new Otherwise(
                    why, List.of(rows).stream().map(Otherwise::cells).toList());
        }

        /** A bar separates cells. */
        private static List<String> cells(String row) {
            return List.of(row.split("\\|", -1));
        }
    }

    /** By id; what stands behind a slash only says which line ends the case has. */
    private static final Map<String, Otherwise> OTHERWISE = Map.ofEntries(
            Map.entry("spaces-unquoted-1", Otherwise.rows(TRIMMED, "")),
            Map.entry("spaces-unquoted-2", Otherwise.rows(TRIMMED, "|")),
            Map.entry("spaces-unquoted-3", Otherwise.rows(TRIMMED, "|")),
            Map.entry("spaces-unquoted-4", Otherwise.rows(TRIMMED, "D")),
            Map.entry("spaces-unquoted-5", Otherwise.rows(TRIMMED, "A|B")),
            Map.entry("trailing-field-separator-2", Otherwise.rows(TRIMMED, "|")),
            Map.entry("trailing-field-separator-5", Otherwise.rows(TRIMMED, "|", "A|B")),
            Map.entry("comments-none-3", Otherwise.rows(TRIMMED, "#A", "#B", "C")),
            Map.entry("spaces-around-quotes-1", Otherwise.rows(TRIMMED, "D")),
            Map.entry("spaces-around-quotes-2", Otherwise.rows(TRIMMED, "A,B")),
            Map.entry("spaces-around-quotes-3", Otherwise.rows(QUOTE_AFTER_BLANK, "D")),
            Map.entry("spaces-around-quotes-4", Otherwise.rows(QUOTE_AFTER_BLANK, "D")),
            Map.entry("spaces-around-quotes-5", Otherwise.rows(QUOTE_AFTER_BLANK, "A,B")),
            Map.entry("skip-empty-lines-1", Otherwise.rows(BLANK_LINE, "", "A", "B")),
            Map.entry("skip-empty-lines-2", Otherwise.rows(BLANK_LINE, "", "A", "")),
            Map.entry("skip-empty-lines-3", Otherwise.rows(BLANK_LINE, "", "A", "")),
            Map.entry("open-quotation-1", Otherwise.rows(REFUSED)),
            Map.entry("open-quotation-2", Otherwise.rows(REFUSED)),
            Map.entry("comments-read-1", Otherwise.rows(NO_COMMENTS, "A", "#B|C", "D")),
            Map.entry("comments-read-2", Otherwise.rows(NO_COMMENTS, "#A", "#B", "C")),
            Map.entry("comments-read-3", Otherwise.rows(NO_COMMENTS, "#A", "#B", "C")),
            Map.entry("comments-read-4", Otherwise.rows(NO_COMMENTS, "#")),
            Map.entry("comments-read-5", Otherwise.rows(NO_COMMENTS, "#A", "#")),
            Map.entry("comments-read-6", Otherwise.rows(NO_COMMENTS, "#", "#A")),
            Map.entry("comments-read-7", Otherwise.rows(NO_COMMENTS, "#", "#", "#")),
            Map.entry("comments-skip-1", Otherwise.rows(NO_COMMENTS, "A", "#B|C", "D")),
            Map.entry("comments-skip-2", Otherwise.rows(NO_COMMENTS, "#A", "#B", "C")),
            Map.entry("comments-skip-3", Otherwise.rows(NO_COMMENTS, "#A", "#B", "C")),
            Map.entry("comments-skip-4", Otherwise.rows(NO_COMMENTS, "#")),
            Map.entry("comments-skip-5", Otherwise.rows(NO_COMMENTS, "#A", "#")),
            Map.entry("comments-skip-6", Otherwise.rows(NO_COMMENTS, "#", "#A")),
            Map.entry("comments-skip-7", Otherwise.rows(NO_COMMENTS, "#", "#", "#")));

    /** One line of the file. */
    record Case(String suite, String id, String input, List<List<String>> records) {
        private String listedAs() {
            return id.replaceFirst("/.*", "");
        }
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : CsvSuites.lines("cases.jsonl")) {
            cases.add(JSON.std.beanFrom(Case.class, line));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.chunk.CsvWay#all")
    void read_allCases_inChunksOfAnySize(CsvWay way) throws IOException {
        List<Case> cases = cases();
        assertEquals(119, cases.size());
        Set<String> left = new TreeSet<>(OTHERWISE.keySet());
        cases.forEach(one -> left.remove(one.listedAs()));
        assertEquals(Set.of(), left, "listed, and not in the suites");
        assertAll(cases.stream().map(one -> check(way, one)));
    }

    private static Executable check(CsvWay way, Case one) {
        return () -> {
            byte[] text = one.input().getBytes(StandardCharsets.UTF_8);
            Otherwise otherwise = OTHERWISE.get(one.listedAs());
            for (int chunkBytes = 1; chunkBytes <= text.length + 1; chunkBytes++) {
                int size = chunkBytes;
                String where = "%s in chunks of %d bytes".formatted(one, size);
                if (otherwise != null && otherwise.why().equals(REFUSED)) {
                    Fault fault = assertThrows(
                            Fault.class, () -> way.reader().read(text, TextTable.COMMA_NO_HEADER, size), where);
                    assertEquals("the file ends inside a quoted cell", fault.getMessage(), where);
                    assertEquals(Fault.Kind.DATA, fault.kind(), where);
                } else {
                    List<List<String>> read = way.reader().read(text, TextTable.COMMA_NO_HEADER, size);
                    if (otherwise == null) {
                        assertEquals(one.records(), read, where);
                    } else {
                        assertNotEquals(one.records(), read, () -> "need not be listed: " + where);
                        assertEquals(otherwise.records(), read, () -> where + ": " + otherwise.why());
                    }
                }
            }
        };
    }

    /** Cells as the suites' authors wrote them down keep their meaning in the other dialects. */
    @ParameterizedTest
    @MethodSource("org.mlscale.engine.chunk.CsvWay#all")
    void read_allCasesWithOtherSeparatorsAndQuotes_givesTheSame(CsvWay way) throws IOException {
        for (Case one : cases()) {
            Otherwise otherwise = OTHERWISE.get(one.listedAs());
            boolean refused = otherwise != null && otherwise.why().equals(REFUSED);
            for (char separator : new char[] {';', '|', '\t'}) {
                Dialect dialect = new Dialect(separator, java.util.Optional.of('\''), false, DecimalSign.POINT);
                byte[] text = swapped(one.input(), separator).getBytes(StandardCharsets.UTF_8);
                if (!refused) {
                    List<List<String>> expected = (otherwise == null ? one.records() : otherwise.records())
                            .stream()
                                    .map(record -> record.stream()
                                            .map(cell -> swapped(cell, separator))
                                            .toList())
                                    .toList();
                    assertEquals(expected, way.reader().read(text, dialect, 7), () -> one + " with " + dialect);
                }
            }
        }
    }

    /** Each sign for the other. */
    private static String swapped(String text, char separator) {
        return text.chars()
                .map(c -> switch (c) {
                    case ',' -> separator;
                    case '"' -> '\'';
                    case '\'' -> '"';
                    default -> c == separator ? ',' : c;
                })
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
