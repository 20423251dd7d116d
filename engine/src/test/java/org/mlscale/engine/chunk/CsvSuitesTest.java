package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mlscale.engine.fault.Fault;

/** The cases of csv-spectrum and of JavaCsvComparison that a reader of plain RFC 4180 has an answer to. */
class CsvSuitesTest {
    /** No comments in a table: a {@code #} is a character. */
    private static final Set<String> COMMENTS =
            Set.of("JavaCsvComparison/comments-read", "JavaCsvComparison/comments-skip");

    /** A quote that is never closed is refused: it swallows the rest of the table. */
    private static final Set<String> REFUSED = Set.of("open-quotation-1", "open-quotation-2");

    /** Where a table is read otherwise on purpose. */
    private static final Map<String, List<List<String>>> OTHERWISE = Map.ofEntries(
            // blanks around a cell are no part of it, unless they are quoted
            Map.entry("spaces-unquoted-1", List.of(List.of(""))),
            Map.entry("spaces-unquoted-2", List.of(List.of("", ""))),
            Map.entry("spaces-unquoted-3", List.of(List.of("", ""))),
            Map.entry("spaces-unquoted-4", List.of(List.of("D"))),
            Map.entry("spaces-unquoted-5", List.of(List.of("A", "B"))),
            Map.entry("trailing-field-separator-2", List.of(List.of("", ""))),
            Map.entry("trailing-field-separator-5/eol='\\n'", List.of(List.of("", ""), List.of("A", "B"))),
            Map.entry("trailing-field-separator-5/eol='\\r\\n'", List.of(List.of("", ""), List.of("A", "B"))),
            Map.entry("trailing-field-separator-5/eol='\\r'", List.of(List.of("", ""), List.of("A", "B"))),
            Map.entry("comments-none-3/eol='\\n'", List.of(List.of("#A"), List.of("#B"), List.of("C"))),
            Map.entry("comments-none-3/eol='\\r\\n'", List.of(List.of("#A"), List.of("#B"), List.of("C"))),
            Map.entry("comments-none-3/eol='\\r'", List.of(List.of("#A"), List.of("#B"), List.of("C"))),
            // so a quote after a blank opens a cell; blanks after a closing quote are text
            Map.entry("spaces-around-quotes-3", List.of(List.of("D"))),
            Map.entry("spaces-around-quotes-4", List.of(List.of("D "))),
            Map.entry("spaces-around-quotes-5", List.of(List.of("A,B "))),
            // a blank line of a table with one column is an empty cell
            Map.entry("skip-empty-lines-1", List.of(List.of(""), List.of("A"), List.of("B"))),
            Map.entry("skip-empty-lines-2", List.of(List.of(""), List.of("A"), List.of(""))),
            Map.entry("skip-empty-lines-3", List.of(List.of(""), List.of("A"), List.of(""))));

    /** One line of the file. */
    record Case(String suite, String id, String input, List<List<String>> records) {
        int columnCount() {
            return records.isEmpty() ? 1 : records.getFirst().size();
        }

        List<List<String>> expected() {
            return OTHERWISE.getOrDefault(id, records).stream()
                    .map(record -> record.size() == columnCount() ? record : List.of("<bad>"))
                    .toList();
        }
    }

    @Test
    void read_casesOfPublicSuites_inChunksOfAnySize() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : CsvSuites.lines("cases.jsonl")) {
            cases.add(JSON.std.beanFrom(Case.class, line));
        }
        List<Case> plain =
                cases.stream().filter(one -> !COMMENTS.contains(one.suite())).toList();
        CsvSuites.say("%d of %d cases run; %d not run, because tables have no comments"
                .formatted(plain.size(), cases.size(), cases.size() - plain.size()));
        assertTrue(plain.size() > 70, () -> "only %d cases".formatted(plain.size()));
        assertAll(plain.stream().map(CsvSuitesTest::check));
    }

    private static Executable check(Case one) {
        return () -> {
            for (int chunkBytes = 1; chunkBytes <= one.input().length() + 1; chunkBytes++) {
                int size = chunkBytes;
                String where = "%s in chunks of %d bytes".formatted(one, size);
                if (REFUSED.contains(one.id())) {
                    Fault fault = assertThrows(Fault.class, () -> read(one, size), where);
                    assertEquals("the file ends inside a quoted cell", fault.getMessage(), where);
                } else {
                    assertEquals(one.expected(), read(one, size), where);
                }
            }
        };
    }

    private static List<List<String>> read(Case one, int chunkBytes) {
        List<Chunk> chunks =
                TextTable.chunks(TextTable.input(one.input()), TextTable.COMMA_NO_HEADER, List.of(), chunkBytes);
        return TextTable.rows(chunks, TextTable.COMMA_NO_HEADER, one.columnCount()).stream()
                .map(row -> row instanceof Row.Good(long _, String[] cells) ? Arrays.asList(cells) : List.of("<bad>"))
                .toList();
    }
}
