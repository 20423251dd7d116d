package org.mlscale.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the text of cells as it stands, unquoted. */
final class TextTaker extends CellTaker {
    private String[] texts = new String[ROWS_FIRST];

    String text(int row) {
        return texts[row];
    }

    @Override
    void add(byte[] text, int from, int to, int row) {
        texts[row] = new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    void grow(int rows) {
        texts = Arrays.copyOf(texts, rows);
    }
}
