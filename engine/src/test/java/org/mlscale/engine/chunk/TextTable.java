package org.mlscale.engine.chunk;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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

    /** To be read once; called {@code table.csv}. */
    public static Input input(byte[] text) {
        return new Input(List.of(source("table.csv", text)));
    }

    static Source source(String name, byte[] bytes) {
        return stream(name, new ByteArrayInputStream(bytes));
    }

    static Source stream(String name, InputStream in) {
        return Source.stream(name, in, StandardCharsets.UTF_8);
    }

    /** All chunks, each with bytes of its own, read by as many threads as one. */
    static List<Chunk> chunks(Input input, Dialect dialect, List<String> header, int chunkBytes) {
        try (ChunkReader reader = new ChunkReader(input, dialect, header, chunkBytes)) {
            return chunks(reader, dialect);
        }
    }

    /** The same, of those that {@code reader} has yet to give. */
    static List<Chunk> chunks(ChunkReader reader, Dialect dialect) {
        List<Chunk> chunks = new ArrayList<>();
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            ChunkLine.forEach(reader, chunk -> passed(chunk, dialect), chunks::add, executor, 3);
        }
        return chunks;
    }

    /** Reads all cells of a chunk, as who looks for wrong cuts must; a copy outlives the reader. */
    static Chunk passed(Chunk chunk, Dialect dialect) {
        CellCursor.pass(chunk, dialect);
        chunk.counted(Utf8.lineEnds(chunk, chunk.length()));
        byte[] copy = Arrays.copyOf(chunk.bytes(), chunk.length() + Chunk.PADDING);
        return new Chunk(chunk.index(), chunk.cut(), copy, chunk.lines(), chunk.end());
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
        Chunk first = Chunk.of(file, text.getBytes(StandardCharsets.UTF_8));
        return new Chunk(0, first.cut(), first.bytes(), LineCount.first(firstLine - 1), first.end());
    }
}
