package org.mlscale.engine.chunk;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Commons CSV on a whole file in one go. What the chunks of the file give must be this. */
final class CsvOracle {
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

    /** The chunks as the documentation of {@link ChunkReader} cuts them: by the multiple of {@code chunkBytes} in which a record begins. */
    static List<String> cuts(String text, List<Found> records, int from, int chunkBytes) {
        List<String> cuts = new ArrayList<>();
        for (int i = from; i < records.size(); i++) {
            int start = i;
            while (i + 1 < records.size()
                    && records.get(i + 1).byteAt() / chunkBytes
                            == records.get(start).byteAt() / chunkBytes) {
                i++;
            }
            int end = i + 1 < records.size() ? records.get(i + 1).at() : text.length();
            cuts.add("line %d: %s"
                    .formatted(
                            records.get(start).line(),
                            text.substring(records.get(start).at(), end)));
        }
        return cuts;
    }
}
