package org.mlscale.engine.chunk;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A table given as text: its chunks and rows. Its files are called {@code table.csv}, {@code table2.csv}, … */
public final class TextTable {
    public static final Dialect COMMA = new Dialect(',', Optional.of('"'), true, DecimalSign.POINT);
    public static final Dialect COMMA_NO_HEADER = COMMA.withHeader(false);

    private TextTable() {}

    /** To be read once. */
    public static Input input(String... texts) {
        return new Input(java.util.stream.IntStream.range(0, texts.length)
                .mapToObj(i -> source(
                        i == 0 ? "table.csv" : "table" + (i + 1) + ".csv", texts[i].getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    static Source source(String name, byte[] bytes) {
        return stream(name, new ByteArrayInputStream(bytes));
    }

    static Source stream(String name, InputStream in) {
        return Source.stream(name, in, StandardCharsets.UTF_8);
    }

    static List<Chunk> chunks(Input input, Dialect dialect, List<String> header, int chunkBytes) {
        List<Chunk> chunks = new ArrayList<>();
        try (ChunkReader reader = new ChunkReader(input, dialect, header, chunkBytes)) {
            for (Optional<Chunk> next = reader.next(); next.isPresent(); next = reader.next()) {
                chunks.add(next.get());
            }
        }
        return chunks;
    }

    static List<Row> rows(List<Chunk> chunks, Dialect dialect, int columnCount) {
        List<Row> rows = new ArrayList<>();
        chunks.forEach(chunk -> Rows.read(chunk, dialect, columnCount, rows::add));
        return rows;
    }

    /** Rows as text that can be compared: where they begin, and what their cells are. */
    static List<String> told(List<Row> rows) {
        return rows.stream()
                .map(row -> switch (row) {
                    case Row.Good(long line, String[] cells) -> "%d %s".formatted(line, Arrays.asList(cells));
                    case Row.Bad(long line, int column, String reason, String text) ->
                        "%d bad at cell %d: %s: %s".formatted(line, column, reason, text);
                })
                .toList();
    }

    /** A chunk of {@code text}, which begins at {@code firstLine} of {@code file}. */
    public static Chunk chunk(String file, long firstLine, String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Chunk(0, new ChunkCut(file, 0, bytes.length, firstLine), bytes);
    }
}
