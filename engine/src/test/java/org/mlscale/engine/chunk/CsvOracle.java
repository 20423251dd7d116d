package org.mlscale.engine.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.mlscale.engine.fault.Fault;

/** Commons CSV on a whole file in one go; blanks alone behind a closing quote are padding, which it does not know. What the chunks of the file give must be this. */
public final class CsvOracle {
    /** A record: the line, the character and the byte of UTF-8 where it begins, and its cells. Blank lines are records here. */
    record Found(long line, int at, int byteAt, List<String> cells) {
        boolean blank() {
            return cells.size() == 1 && cells.getFirst().isEmpty();
        }
    }

    private CsvOracle() {}

    /** All records; nothing if a quote is not closed. */
    static Optional<List<Found>> records(String text, Dialect dialect) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(dialect.separator())
                .setQuote(dialect.quote().orElse(null))
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .setTrailingData(true)
                .setLenientEof(false)
                .get();
        List<Found> found = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            BlankTails tails = new BlankTails(text, dialect);
            long line = 1;
            int at = 0;
            int byteAt = 0;
            for (CSVRecord record : parser) {
                byteAt +=
                        text.substring(at, (int) record.getCharacterPosition()).getBytes(StandardCharsets.UTF_8).length;
                at = (int) record.getCharacterPosition();
                found.add(new Found(line, at, byteAt, Arrays.asList(tails.without(record.values(), at))));
                line = parser.getCurrentLineNumber() + 1;
            }
        } catch (UncheckedIOException unclosed) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Optional.of(found);
    }

    /** What there is behind a byte order mark; nothing if it is no text. */
    static Optional<String> text(RandomCsv table) {
        try (InputStream in = TextTable.input(table.text()).sources().getFirst().open()) {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
        } catch (IOException | Fault noText) { // a fault: packed and damaged
            return Optional.empty();
        }
    }

    /** The names in the first line that is not blank; none if there is no such line. */
    static List<String> header(RandomCsv table) {
        return text(table).flatMap(text -> records(text, table.dialect())).stream()
                .flatMap(List::stream)
                .filter(record -> !record.blank())
                .findFirst()
                .map(record -> ColumnNames.of(record.cells().toArray(String[]::new)))
                .orElse(List.of());
    }

    /** The rows of a whole table as Commons CSV reads it; nothing if it must be refused: no text, a quote that is not closed, another header. */
    public static Optional<List<Row>> rows(RandomCsv table) {
        Optional<String> read = text(table);
        Optional<List<Found>> records = read.flatMap(text -> records(text, table.dialect()));
        if (records.isEmpty()) {
            return Optional.empty();
        }
        String text = read.get();
        List<Found> all = records.get();
        int from = 0;
        if (table.dialect().header()) {
            while (from < all.size() && all.get(from++).blank()) {}
            if (!header(table).equals(table.names())) {
                return Optional.empty();
            }
        }
        int width = table.names().size();
        List<Row> rows = new ArrayList<>();
        for (int i = from; i < all.size(); i++) {
            Found record = all.get(i);
            int count = record.cells().size();
            int end = i + 1 < all.size() ? all.get(i + 1).at() : text.length();
            if (count == width) {
                rows.add(new Row.Good(record.line(), record.cells().toArray(String[]::new)));
            } else if (!record.blank()) {
                rows.add(new Row.Bad(
                        record.line(),
                        Math.min(count, width) + 1,
                        "%,d %s where the table has %,d columns".formatted(count, count == 1 ? "cell" : "cells", width),
                        text.substring(record.at(), end).stripTrailing()));
            }
        }
        return Optional.of(rows);
    }
}
