package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** The cells of a sample of rows, column by column. Columns that stand side by side are gathered in one pass over the table: whoever asks for them in their order has it read once. One thread. */
final class SampledCells {
    private static final int NOT_ASKED = -1;

    /** Of gathered cells: those of 128 columns of numbers of as large a sample as there is. */
    private static final long BYTES_MAX = 1 << 25;

    private final List<CachedChunk> chunks = new ArrayList<>(); // that have a sampled row
    private final List<int[]> rows = new ArrayList<>(); // of each
    private final ReadAhead reader;
    private final int rowCount;
    private int first; // of the columns gathered
    private List<List<Cells>> gathered = List.of(); // column by column what each chunk has of it

    SampledCells(List<CachedChunk> all, RowSample sample, ReadAhead reader) {
        for (int chunk = 0; chunk < all.size(); chunk++) {
            if (sample.rows().get(chunk).length > 0) {
                chunks.add(all.get(chunk));
                rows.add(sample.rows().get(chunk));
            }
        }
        this.reader = reader;
        this.rowCount = sample.rowCount();
    }

    int rowCount() {
        return rowCount;
    }

    /** What {@code idOf}, from 0 up, says of each row's word in the column at {@code place}; of "" where it is missing. */
    int[] words(int place, ToIntFunction<String> idOf) {
        int[] ids = new int[rowCount()];
        forEachChunk(place, (column, from, to) -> {
            Cells.Codes cells = (Cells.Codes) column;
            int[] known = new int[cells.words().size()];
            Arrays.fill(known, NOT_ASKED);
            for (int i = from; i < to; i++) {
                int code = cells.codes()[i - from];
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
                    case Cells.Floats(float[] values) -> values[i - from];
                    case Cells.Times(long[] seconds) ->
                        seconds[i - from] == Cells.Times.MISSING ? Float.NaN : seconds[i - from] / 86_400f;
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
                times[i] = ((Cells.Times) column).seconds()[i - from];
            }
        });
        return times;
    }

    /** Takes what the sampled rows of one chunk, numbers {@code from} up to {@code to}, have in a column. */
    private interface Taker {
        void take(Cells column, int from, int to);
    }

    private void forEachChunk(int place, Taker taker) {
        if (place < first || place >= first + gathered.size()) {
            gather(place);
        }
        int from = 0;
        for (int i = 0; i < rows.size(); i++) {
            int to = from + rows.get(i).length;
            taker.take(gathered.get(place - first).get(i), from, to);
            from = to;
        }
    }

    /** Gathers the column at {@code place} and as many of those behind it as there is room for. */
    private void gather(int place) {
        int columnCount = chunks.isEmpty() ? 0 : chunks.getFirst().columns().size();
        int most = Math.clamp(BYTES_MAX / Float.BYTES / Math.max(1, rowCount), 1, Math.max(1, columnCount - place));
        first = place;
        List<List<Cells>> columns = new ArrayList<>();
        IntStream.range(0, most).forEach(_ -> columns.add(new ArrayList<>()));
        List<List<Cells>> read =
                reader.map(chunks, chunk -> chunk.some(column -> column >= place && column < place + most));
        long bytes = 0;
        for (int i = 0; i < chunks.size(); i++) {
            List<Cells> cells = read.get(i);
            for (int column = 0; column < columns.size(); column++) {
                Cells some = cells.get(place + column).at(rows.get(i));
                columns.get(column).add(some);
                bytes += some.bytes();
            }
            while (bytes > BYTES_MAX && columns.size() > 1) { // words may be long
                bytes -= columns.removeLast().stream().mapToLong(Cells::bytes).sum();
            }
        }
        gathered = columns;
    }
}
