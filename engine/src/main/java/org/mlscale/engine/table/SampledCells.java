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
        int[] known = new int[0];
        for (int i = 0; i < ids.length; i++) {
            Cells.Codes cells = (Cells.Codes) chunks.get(chunkOf[i]).columns().get(place);
            if (i == 0 || chunkOf[i] != chunkOf[i - 1]) {
                known = new int[cells.words().size()];
                Arrays.fill(known, NOT_ASKED);
            }
            int code = cells.codes()[rowOf[i]];
            if (known[code] == NOT_ASKED) {
                known[code] = idOf.applyAsInt(cells.words().get(code));
            }
            ids[i] = known[code];
        }
        return ids;
    }

    /** Each row's number in the column at {@code place}, or the day of its date; NaN where it is missing. */
    float[] numbers(int place) {
        float[] numbers = new float[rowCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (chunks.get(chunkOf[i]).columns().get(place)) {
                case Cells.Floats(float[] values) -> values[rowOf[i]];
                case Cells.Times(long[] seconds) ->
                    seconds[rowOf[i]] == Cells.Times.MISSING ? Float.NaN : seconds[rowOf[i]] / 86_400f;
                case Cells.Codes _, Cells.None _ -> throw new IllegalArgumentException("no numbers were read");
            };
        }
        return numbers;
    }

    /** Each row's date in the column at {@code place}, in seconds since 1970; {@link Cells.Times#MISSING} where there is none. */
    long[] times(int place) {
        long[] times = new long[rowCount()];
        for (int i = 0; i < times.length; i++) {
            times[i] = ((Cells.Times) chunks.get(chunkOf[i]).columns().get(place)).seconds()[rowOf[i]];
        }
        return times;
    }
}
