package org.mlscale.engine.chunk;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The records of a chunk, read by Commons CSV, without {@link BlankTails}: the plain way, and the oracle of every faster one. */
public final class Rows {
    private Rows() {}

    /**
     * Hands every record of {@code chunk} to {@code consumer}, in order. Lines without a character are not records, unless the table
     * has only one column: there they are an empty cell.
     *
     * @throws org.mlscale.engine.fault.Fault DATA if the bytes are not UTF-8
     */
    public static void read(Chunk chunk, Dialect dialect, int columnCount, Consumer<Row> consumer) {
        String text = Utf8.text(chunk);
        BlankTails tails = new BlankTails(text, dialect);
        try (CSVParser parser = parser(text, dialect)) {
            Iterator<CSVRecord> records = parser.iterator();
            long linesBefore = 0;
            while (records.hasNext()) { // reads the record; next() only hands it out
                CSVRecord record = records.next();
                long line = chunk.firstLine() + linesBefore;
                long lines = parser.getCurrentLineNumber() - linesBefore;
                linesBefore += lines;
                int at = (int) record.getCharacterPosition();
                String[] cells = tails.without(record.values(), at);
                if (cells.length == columnCount) {
                    consumer.accept(new Row.Good(line, cells));
                } else if (!blank(cells)) {
                    String reason = "%,d %s where the table has %,d columns"
                            .formatted(cells.length, cells.length == 1 ? "cell" : "cells", columnCount);
                    int column = Math.min(cells.length, columnCount) + 1;
                    String whole = lines(text, at, lines);
                    consumer.accept(new Row.Bad(line, column, reason, whole));
                }
            }
            chunk.lines().counted(parser.getCurrentLineNumber());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // the text is in memory and trailing data is allowed
        }
    }

    /** The cells of the first {@code countMax} records of a text that may break off anywhere; blank lines left out. */
    static List<String[]> first(String text, Dialect dialect, int countMax) {
        List<String[]> rows = new ArrayList<>();
        BlankTails tails = new BlankTails(text, dialect);
        try (CSVParser parser = parser(text, dialect)) {
            for (CSVRecord record : parser) {
                String[] cells = tails.without(record.values(), (int) record.getCharacterPosition());
                if (!blank(cells)) {
                    rows.add(cells);
                }
                if (rows.size() == countMax) {
                    break;
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return rows;
    }

    /** The first record of a chunk that holds one. */
    static List<String> header(Chunk chunk, Dialect dialect) {
        List<String[]> rows = first(Utf8.text(chunk), dialect, 1);
        return rows.isEmpty() ? List.of() : ColumnNames.of(rows.getFirst());
    }

    private static CSVParser parser(String text, Dialect dialect) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(dialect.separator())
                .setQuote(dialect.quote().orElse(null))
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .setTrailingData(true)
                .setLenientEof(true)
                .get();
        return CSVParser.parse(new StringReader(text), format);
    }

    private static boolean blank(String[] cells) {
        return cells.length == 1 && cells[0].isEmpty();
    }

    /** {@code count} lines of {@code text} from {@code start}, without the last line end. */
    private static String lines(String text, int start, long count) {
        int end = start;
        for (long left = count; end < text.length() && left > 0; end++) {
            char c = text.charAt(end);
            boolean lineEnd = c == '\n' || c == '\r' && (end + 1 == text.length() || text.charAt(end + 1) != '\n');
            left -= lineEnd ? 1 : 0;
        }
        return text.substring(start, end).stripTrailing();
    }
}
