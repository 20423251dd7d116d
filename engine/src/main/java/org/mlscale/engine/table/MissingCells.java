package org.mlscale.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.schema.MissingTokens;

/** The cells that mean "no value", as bytes. Thread-safe. */
final class MissingCells {
    private final MissingTokens tokens;
    private final List<byte[]> texts;
    private final int longest;

    MissingCells(MissingTokens tokens) {
        this.tokens = tokens;
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
    float[] numbers(DecimalSign decimal, double pivot) {
        float[] numbers = new float[texts.size()];
        int count = 0;
        for (String token : tokens.tokens()) {
            float number = Recoded.value(token, pivot, decimal);
            if (!Float.isNaN(number)) {
                numbers[count++] = number;
            }
        }
        return Arrays.copyOf(numbers, count);
    }
}
