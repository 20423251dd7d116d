package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.List;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.NumberCells;

/** Reads numbers of one column that were quoted or padded, once they are not. One thread. */
final class LooseNumber {
    private static final int BYTES_FIRST = 64;

    private byte[] bytes = new byte[BYTES_FIRST + Chunk.PADDING];
    private final NumberCells cells;
    private final float[][] values = new float[1][1];

    LooseNumber(Dialect dialect, double pivot) {
        cells = new NumberCells(dialect, List.of(new NumberCells.Column(pivot, new float[0])));
    }

    /** Reads the number that {@code text} is from {@code from} to {@code to}; false if it is none. {@code before}: what {@link #hash} begins with. */
    boolean read(byte[] text, int from, int to, long before) {
        int length = to - from;
        if (bytes.length < length + Chunk.PADDING) {
            bytes = new byte[2 * length + Chunk.PADDING];
        }
        System.arraycopy(text, from, bytes, 0, length);
        Arrays.fill(bytes, length, length + Chunk.PADDING, (byte) '\n');
        long read = cells.read(bytes, 0, 0, values, 0, before);
        return NumberCells.count(read) == 1 && NumberCells.end(read) == length;
    }

    /** The number that was read, less the pivot. */
    float value() {
        return values[0][0];
    }

    /** What was given, and the number that was read folded into it. */
    long hash() {
        return cells.hash();
    }
}
