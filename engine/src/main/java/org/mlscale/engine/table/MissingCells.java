package org.mlscale.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.schema.MissingTokens;

/** The cells that mean "no value", as bytes. Thread-safe. */
final class MissingCells {
    private static final float[] NONE = new float[0];

    private final List<byte[]> texts;
    private final int longest;
    private final double[] numbers;

    /** {@code decimal}: how the table writes numbers. */
    MissingCells(MissingTokens tokens, DecimalSign decimal) {
        numbers = tokens.tokens().stream()
                .mapToDouble(decimal::parse)
                .filter(number -> !Double.isNaN(number))
                .toArray();
        texts = tokens.tokens().stream()
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toList();
        longest = texts.stream().mapToInt(text -> text.length).max().orElse(0);
    }

    boolean holds(byte[] text, int from, int to) {
        if (to - from > longest) {
            return false;
        }
        for (byte[] token : texts) {
            if (Arrays.equals(token, 0, token.length, text, from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Those that are numbers, less {@code pivot}. */
    float[] numbers(double pivot) {
        if (numbers.length == 0) {
            return NONE; // a table may have tens of thousands of columns
        }
        float[] past = new float[numbers.length];
        for (int i = 0; i < past.length; i++) {
            past[i] = (float) (numbers[i] - pivot);
        }
        return past;
    }
}
