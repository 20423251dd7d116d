package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** The cells of a sample of rows, column by column. */
final class SampledCells {
    private static final int NOT_ASKED = -1;

    private final List<CachedChunk> chunks;
    private final int[] chunkOf;
    private final int[] rowOf;

    SampledCells(List<CachedChunk> chunks, RowSample sample) {
        this.chunks = chunks;
        chunkOf = new int[sample.rowCount()];
        rowOf = new int[sample.rowCount()];
        int count = 0;
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            for (int row : sample.rows().get(chunk)) {
                chunkOf[count] = chunk;
                rowOf[count++] = row;
            }
        }
    }

    int rowCount() {
        return rowOf.length;
    }

    /** What {@code idOf}, from 0 up, says of each row's word in the column at {@code place}; of "" where it is missing. */
    int[] words(int place, ToIntFunction<String> idOf) {
        int[] ids = new int[rowCount()];
        forEachChunk(place, (column, from, to) -> {
            Cells.Codes cells = (Cells.Codes) column;
            int[] known = new int[cells.words().size()];
            Arrays.fill(known, NOT_ASKED);
            for (int i = from; i < to; i++) {
                int code = cells.codes()[rowOf[i]];
                if (known[code] == NOT_ASKED) {
                    known[code] = idOf.applyAsInt(cells.words().get(code));
                }
                ids[i] = known[code];
            }
        });
        return ids;
    }

    /** Each row's number in the column at {@code place}, or the day of its date; NaN where it is missing. */
    float[] numbers(int place) {
        float[] numbers = new float[rowCount()];
        forEachChunk(place, (column, from, to) -> {
            for (int i = from; i < to; i++) {
                numbers[i] = switch (column) {
                    case Cells.Floats(float[] values) -> values[rowOf[i]];
                    case Cells.Times(long[] seconds) ->
                        seconds[rowOf[i]] == Cells.Times.MISSING ? Float.NaN : seconds[rowOf[i]] / 86_400f;
                    case Cells.Codes _, Cells.None _ -> throw new IllegalArgumentException("no numbers were read");
                };
            }
        });
        return numbers;
    }

    /** Each row's date in the column at {@code place}, in seconds since 1970; {@link Cells.Times#MISSING} where there is none. */
    long[] times(int place) {
        long[] times = new long[rowCount()];
        forEachChunk(place, (column, from, to) -> {
            for (int i = from; i < to; i++) {
                times[i] = ((Cells.Times) column).seconds()[rowOf[i]];
            }
        });
        return times;
    }

    /** Takes what a column has in one chunk, of which the sampled rows are numbers {@code from} up to {@code to}. */
    private interface Taker {
        void take(Cells column, int from, int to);
    }

    /** Asks each chunk once. */
    private void forEachChunk(int place, Taker taker) {
        int from = 0;
        for (int i = 1; i <= rowOf.length; i++) {
            if (i == rowOf.length || chunkOf[i] != chunkOf[from]) {
                taker.take(chunks.get(chunkOf[from]).columns().get(place), from, i);
                from = i;
            }
        }
    }
}
