package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.fault.Fault;

/** The files that Commons CSV is tested with: its control files, and those of its bug reports. */
class CommonsCsvFilesTest {
    private static final String FOLDER = "commons-csv/org/apache/commons/csv/";

    private static final int[] CHUNK_BYTES = {1, 2, 3, 7, 64, 1000, 1 << 20};

    /** The control files with other settings than a table has, and why they differ. */
    private static final Map<String, String> OTHER_SETTINGS = Map.of(
            "test_rfc4180.txt", "blanks are kept",
            "test_default.txt", "blanks are kept",
            "test_default_comment.txt", "comments",
            "testCSV85_default.txt", "comments",
            "testCSV85_ignoreEmpty.txt", "comments",
            "testCSV246_checkWithNoComment.txt", "comments");

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.chunk.CsvWay#all")
    void read_controlFileWithBlanksIgnored_givesItsRecordsButTheBlankLines(CsvWay way) throws IOException {
        List<String> expected = controlled("test_rfc4180_trim.txt").stream()
                .filter(record -> !record.equals("1:[]"))
                .toList();
        assertEquals(16 - 3, expected.size(), "all but three blank lines");
        assertEquals(expected, read(way, "CSVFileParser/test.csv"));
    }

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.chunk.CsvWay#all")
    void read_controlFilesWithOtherSettings_giveOtherRecords(CsvWay way) throws IOException {
        for (Map.Entry<String, String> other : OTHER_SETTINGS.entrySet()) {
            String csv = CsvSuites.lines(FOLDER + "CSVFileParser/" + other.getKey())
                    .getFirst()
                    .replaceFirst(" .*", "");
            assertNotEquals(controlled(other.getKey()), read(way, "CSVFileParser/" + csv), other.toString());
        }
    }

    /** {@code 2:[a, b]}, without the comments behind it. */
    private static List<String> controlled(String file) throws IOException {
        return CsvSuites.lines(FOLDER + "CSVFileParser/" + file).stream()
                .skip(2)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("]#.*", "]"))
                .toList();
    }

    private static List<String> read(CsvWay way, String file) throws IOException {
        return way.reader().read(CsvSuites.bytes(FOLDER + file), TextTable.COMMA_NO_HEADER, 16).stream()
                .map(record -> record.size() + ":" + record)
                .toList();
    }

    /** A file of a bug report; {@code rows}: its records where they are few, their cells parted by bars. */
    record Reported(String file, char separator, List<String> rows) {
        static Reported of(String file, char separator, String... rows) {
            return new Reported(file, separator, List.of(rows));
        }
    }

    static Stream<Reported> reported() {
        return Stream.of(
                Reported.of("CSV-196/emoji.csv", ','),
                Reported.of("CSV-196/japanese.csv", ','),
                Reported.of("CSVFileParser/bom.csv", ','),
                Reported.of("CSVFileParser/test.csv", ','),
                Reported.of("CSVFileParser/testCSV85.csv", ','),
                Reported.of("csv-167/sample1.csv", ','),
                Reported.of("empty.txt", ','),
                Reported.of("CSV-213/999751170.patch.csv", ';', "CHANELID|ADDRESS", "27|"),
                Reported.of("CSV-254/csv-254.csv", ',', "AA|33|", "AA||", "|33|CC"),
                Reported.of("CSV-259/sample.txt", ',', "x|y|z"),
                Reported.of(
                        "CSV-290/psql.csv",
                        ',',
                        "1|abc|test line 1\ntest line 2||",
                        "2|xyz|\\b:\b \\t:\t \\n:\n \\r:\r|a|b",
                        "3|a|b,c,d|\"quoted\"|e"),
                Reported.of(
                        "CSV-290/psql.tsv",
                        '\t',
                        "1|abc|test line 1\\ntest line 2|\\N|",
                        "2|xyz|\\\\b:\\b \\\\t:\\t \\\\n:\\n \\\\r:\\r|a|b",
                        "3|a|b,c,d|quoted|e"));
    }

    @ParameterizedTest
    @MethodSource("reported")
    void read_filesOfBugReports_givesWhatCommonsCsvGivesForTheWholeFile(Reported reported) throws IOException {
        byte[] bytes = CsvSuites.bytes(FOLDER + reported.file());
        Dialect dialect = new Dialect(reported.separator(), Optional.of('"'), false, DecimalSign.POINT);
        String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
        List<List<String>> whole = CsvOracle.records(text, dialect).orElseThrow().stream()
                .filter(record -> !record.blank())
                .map(CsvOracle.Found::cells)
                .toList();
        if (!reported.rows().isEmpty()) {
            List<List<String>> written = reported.rows().stream()
                    .map(row -> List.of(row.split("\\|", -1)))
                    .toList();
            assertEquals(written, whole, reported::toString);
        }
        for (CsvWay way : CsvWay.all().toList()) {
            for (int chunkBytes : CHUNK_BYTES) {
                assertEquals(
                        whole,
                        way.reader().read(bytes, dialect, chunkBytes),
                        () -> "%s by %s in chunks of %d bytes".formatted(reported, way, chunkBytes));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.chunk.CsvWay#all")
    void read_filesThatAreNoTables_areRefused(CsvWay way) throws IOException {
        assertRefused("the file ends inside a quoted cell", way, "CSV-141/csv-141.csv");
        assertRefused("the text is not UTF-8: byte 0xAC does not fit", way, "CSV-248/csvRecord.bin");
    }

    private static void assertRefused(String message, CsvWay way, String file) throws IOException {
        byte[] bytes = CsvSuites.bytes(FOLDER + file);
        for (int chunkBytes : CHUNK_BYTES) {
            Fault fault = assertThrows(
                    Fault.class, () -> way.reader().read(bytes, TextTable.COMMA_NO_HEADER, chunkBytes), file);
            assertEquals(message, fault.getMessage());
            assertEquals(Fault.Kind.DATA, fault.kind());
        }
    }
}
