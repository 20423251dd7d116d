package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows to judge by, side by side. They are looked at again and again, and there are at most a million of them: where a large table lies in a file they would be a few in
 * every piece, and each look would read all of it.
 */
final class Gathered {
    private final CellStore store;
    private final List<CachedChunk> chunks = new ArrayList<>();
    private final List<List<Cells>> waiting = new ArrayList<>(); // parts of the next chunk
    private final int rowsEach;
    private int rows;
    private boolean fit = true;

    private Gathered(CellStore store, int rowsEach) {
        this.store = store;
        this.rowsEach = rowsEach;
    }

    /** What the rows of {@code side} take of memory side by side, about. */
    static long bytes(List<CachedChunk> chunks, RowIndex side) {
        long bytes = 0;
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            CachedChunk all = chunks.get(chunk);
            long cells = all.inMemory() ? all.bytes() : all.loadedBytes();
            bytes += side.rowCount(chunk) == 0 ? 0 : cells * side.rowCount(chunk) / all.rowCount();
        }
        return bytes;
    }

    /**
     * The rows of {@code side} in their order, in chunks of as many rows each, the last with what is left; none if all of them are in memory where they are, or nothing has
     * room for them side by side: they are then read where they are.
     */
    static List<CachedChunk> of(List<CachedChunk> chunks, RowIndex side, CellStore store, ReadAhead reader) {
        boolean elsewhere = false;
        for (int chunk = 0; chunk < chunks.size() && !elsewhere; chunk++) {
            elsewhere = side.rowCount(chunk) > 0 && !chunks.get(chunk).inMemory();
        }
        if (!elsewhere) {
            return List.of();
        }
        Gathered gathered =
                new Gathered(store, Pieces.rowsMax(chunks.getFirst().columns().size()));
        int[] wanted = IntStream.range(0, chunks.size())
                .filter(chunk -> side.rowCount(chunk) > 0)
                .toArray();
        List<List<Cells>> columns =
                reader.map(Arrays.stream(wanted).mapToObj(chunks::get).toList(), CachedChunk::loaded);
        for (int i = 0; i < wanted.length && gathered.fit; i++) {
            gathered.add(
                    chunks.get(wanted[i]),
                    columns.get(i),
                    side.rows(wanted[i]).stream().toArray());
        }
        if (gathered.rows > 0) {
            gathered.close(chunks.getLast());
        }
        if (!gathered.fit) {
            gathered.chunks.forEach(store::forget);
            return List.of();
        }
        return gathered.chunks;
    }

    private void add(CachedChunk chunk, List<Cells> columns, int[] places) {
        for (int from = 0; from < places.length; ) {
            int end = Math.min(places.length, from + rowsEach - rows);
            int[] some = Arrays.copyOfRange(places, from, end);
            waiting.add(columns.stream().map(column -> column.at(some)).toList());
            rows += some.length;
            if (rows == rowsEach) {
                close(chunk);
            }
            from = end;
        }
    }

    private void close(CachedChunk last) {
        List<Cells> columns = new ArrayList<>();
        for (int column = 0; column < waiting.getFirst().size(); column++) {
            int place = column;
            columns.add(joined(waiting.stream().map(part -> part.get(place)).toList()));
        }
        Optional<CachedChunk> kept =
                store.tryKeep(new CachedChunk(last.cut(), 0, rows, new InMemory(columns, List.of())));
        kept.ifPresent(chunks::add);
        fit &= kept.isPresent();
        waiting.clear();
        rows = 0;
    }

    /** All of one kind. */
    private Cells joined(List<Cells> parts) {
        return switch (parts.getFirst()) {
            case Cells.None none -> none;
            case Cells.Floats _ -> {
                float[] all = new float[rows];
                int count = 0;
                for (Cells part : parts) {
                    float[] values = ((Cells.Floats) part).values();
                    System.arraycopy(values, 0, all, count, values.length);
                    count += values.length;
                }
                yield new Cells.Floats(all);
            }
            case Cells.Times _ -> {
                long[] all = new long[rows];
                int count = 0;
                for (Cells part : parts) {
                    long[] seconds = ((Cells.Times) part).seconds();
                    System.arraycopy(seconds, 0, all, count, seconds.length);
                    count += seconds.length;
                }
                yield new Cells.Times(all);
            }
            case Cells.Codes _ -> words(parts);
        };
    }

    private Cells.Codes words(List<Cells> parts) {
        int[] all = new int[rows];
        List<String> words = new ArrayList<>();
        Map<String, Integer> known = new HashMap<>();
        int count = 0;
        for (Cells part : parts) {
            Cells.Codes codes = (Cells.Codes) part;
            int[] codeOf = new int[codes.words().size()]; // the first word is the missing one in all of them
            for (int code = 0; code < codeOf.length; code++) {
                String word = codes.words().get(code);
                Integer before = known.putIfAbsent(word, words.size());
                codeOf[code] = before == null ? words.size() : before;
                if (before == null) {
                    words.add(word);
                }
            }
            for (int code : codes.codes()) {
                all[count++] = codeOf[code];
            }
        }
        return new Cells.Codes(all, words);
    }
}
