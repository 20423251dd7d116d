package org.mlscale.engine.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Commons CSV on a whole file in one go. What the chunks of the file give must be this. */
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
            long line = 1;
            int at = 0;
            int byteAt = 0;
            for (CSVRecord record : parser) {
                byteAt +=
                        text.substring(at, (int) record.getCharacterPosition()).getBytes(StandardCharsets.UTF_8).length;
                at = (int) record.getCharacterPosition();
                found.add(new Found(line, at, byteAt, Arrays.asList(record.values())));
                line = parser.getCurrentLineNumber() + 1;
            }
        } catch (UncheckedIOException unclosed) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Optional.of(found);
    }

    /** The rows of a whole table as Commons CSV reads it; nothing if it must be refused: no text, a quote that is not closed, another header. */
    public static Optional<List<Row>> rows(RandomCsv table) {
        String text;
        try (InputStream in = TextTable.input(table.text()).sources().getFirst().open()) {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        Optional<List<Found>> records = text.indexOf('\0') >= 0 ? Optional.empty() : records(text, table.dialect());
        if (records.isEmpty()) {
            return Optional.empty();
        }
        List<Found> all = records.get();
        int from = 0;
        if (table.dialect().header()) {
            while (from < all.size() && all.get(from).blank()) {
                from++;
            }
            List<String> names =
                    from < all.size() ? ColumnNames.of(all.get(from++).cells().toArray(String[]::new)) : List.of();
            if (!names.equals(table.names())) {
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

    /** What {@link TextTable#told} must be: {@code records} from the place {@code from} on. */
    static List<String> told(String text, List<Found> records, int from, int columnCount) {
        List<String> told = new ArrayList<>();
        for (int i = from; i < records.size(); i++) {
            Found record = records.get(i);
            int end = i + 1 < records.size() ? records.get(i + 1).at() : text.length();
            if (record.cells().size() == columnCount) {
                told.add("%d %s".formatted(record.line(), record.cells()));
            } else if (!record.blank()) {
                told.add("%d bad at cell %d: %,d %s where the table has %,d columns: %s"
                        .formatted(
                                record.line(),
                                Math.min(record.cells().size(), columnCount) + 1,
                                record.cells().size(),
                                record.cells().size() == 1 ? "cell" : "cells",
                                columnCount,
                                text.substring(record.at(), end).stripTrailing()));
            }
        }
        return told;
    }
}
