package org.mlscale.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mlscale.engine.schema.Tally;

/** Keeps the text of cells as it stands, unquoted. For {@link SharedSink}. */
final class TextSink extends Sink {
    private String[] texts = new String[ROWS_FIRST];

    String text(int row) {
        return texts[row];
    }

    @Override
    int read(byte[] bytes, int at, int row) {
        throw new IllegalStateException("it shares the column");
    }

    @Override
    void add(byte[] text, int from, int to, int row) {
        texts[row] = new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    void grow(int rows) {
        texts = Arrays.copyOf(texts, rows);
    }

    @Override
    void forget(int row) {}

    @Override
    Cells cells(int rows) {
        return new Cells.None();
    }

    @Override
    Tally tally(int rows) {
        return new Tally.Skipped();
    }
}
