package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Row;
import org.mlscale.engine.chunk.Rows;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Moments;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Words;

/**
 * Reads the records of a chunk into columns: in pass 0, and again wherever rows are scored.
 *
 * @param cellCount cells that a record of this file must have
 * @param columns what to read and where in a record it stands; in the order of the training table
 * @param hashed places of the cells that decide a row's bucket
 * @param grouped places of the cells that may tell which rows belong together
 * @param kept places of the cells whose text is wanted as it stands
 */
public record ChunkScanner(
        Dialect dialect,
        int cellCount,
        List<Scanned> columns,
        List<Integer> hashed,
        List<Integer> grouped,
        List<Integer> kept,
        MissingTokens missing) {
    /** Room for so many cells at first, then it doubles: a chunk of a table with 60,000 columns has a few dozen rows. */
    private static final int CELLS_FIRST = 64;

    /** One column: its place in the file's records. A column to be skipped may have any. */
    public record Scanned(int place, CellKind kind) {}

    /** A record that cannot be read, and how many records of its chunk come before it. */
    public record BadRecord(int before, SetAside.Example example) {}

    /**
     * What a chunk held.
     *
     * @param groups the grouped cells, column by column
     * @param kept the text of the kept cells, row by row
     */
    public record Scan(
            CachedChunk chunk,
            List<Tally> tallies,
            List<BadRecord> bad,
            List<Groups.Part> groups,
            List<List<String>> kept) {
        /** Records of the chunk, readable or not. */
        public long recordCount() {
            return (long) chunk.rowCount() + bad.size();
        }
    }

    public ChunkScanner {
        columns = List.copyOf(columns);
        hashed = List.copyOf(hashed);
        grouped = List.copyOf(grouped);
        kept = List.copyOf(kept);
    }

    /** Thread-safe; the chunk's first row is 0, for the caller to place. */
    public Scan scan(Chunk chunk) {
        List<Sink> sinks =
                columns.stream().map(column -> sink(column, chunk.file())).toList();
        Buckets buckets = new Buckets();
        List<Groups.Part> groups = grouped.stream().map(_ -> new Groups.Part()).toList();
        List<BadRecord> bad = new ArrayList<>();
        List<List<String>> texts = new ArrayList<>();
        Rows.read(chunk, dialect, cellCount, row -> {
            switch (row) {
                case Row.Good(long line, String[] cells) -> {
                    buckets.add(cells);
                    for (int i = 0; i < groups.size(); i++) {
                        String cell = cells[grouped.get(i)];
                        groups.get(i).add(missing.holds(cell) ? "" : cell);
                    }
                    sinks.forEach(sink -> sink.add(cells, line));
                    if (!kept.isEmpty()) {
                        texts.add(kept.stream().map(place -> cells[place]).toList());
                    }
                }
                case Row.Bad(long line, int column, String reason, String text) ->
                    bad.add(new BadRecord(
                            buckets.count + bad.size(),
                            new SetAside.Example(new Location(chunk.file(), line), column, reason, text)));
            }
        });
        CachedChunk cached = new CachedChunk(
                chunk.cut(), 0, sinks.stream().map(Sink::cells).toList(), Arrays.copyOf(buckets.values, buckets.count));
        return new Scan(cached, sinks.stream().map(Sink::tally).toList(), bad, groups, texts);
    }

    /** The number in a cell less its column's pivot; NaN if there is none, or it is beyond a float32. */
    static float value(String cell, double pivot, DecimalSign decimal) {
        float value = (float) (decimal.parse(cell) - pivot);
        return Float.isInfinite(value) ? Float.NaN : value;
    }

    private Sink sink(Scanned column, String file) {
        return switch (column.kind()) {
            case CellKind.Skip _ -> new NoSink();
            case CellKind.Numeric(double pivot) -> new FloatSink(column.place(), pivot, file);
            case CellKind.Time(DateOrder order) -> new TimeSink(column.place(), order, file, missing);
            case CellKind.Word _ -> new WordSink(column.place());
        };
    }

    private record NoSink() implements Sink {
        @Override
        public void add(String[] cells, long line) {}

        @Override
        public Cells cells() {
            return new Cells.None();
        }

        @Override
        public Tally tally() {
            return new Tally.Skipped();
        }
    }

    private final class FloatSink implements Sink {
        private final int place;
        private final double pivot;
        private final String file;
        private final List<Tally.Misfit> examples = new ArrayList<>();
        private float[] values = new float[CELLS_FIRST];
        private int count;
        private long misfits;

        FloatSink(int place, double pivot, String file) {
            this.place = place;
            this.pivot = pivot;
            this.file = file;
        }

        @Override
        public void add(String[] cells, long line) {
            String cell = cells[place];
            boolean absent = missing.holds(cell); // a number may stand for a missing one
            float value = absent ? Float.NaN : value(cell, pivot, dialect.decimal());
            if (Float.isNaN(value) && !absent) {
                misfits++;
                if (examples.size() < Tally.EXAMPLES_MAX) {
                    examples.add(new Tally.Misfit(new Location(file, line), cell));
                }
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        @Override
        public Cells cells() {
            return new Cells.Floats(Arrays.copyOf(values, count));
        }

        @Override
        public Tally tally() {
            Moments moments = Moments.of(Arrays.copyOf(values, count));
            return new Tally.Numbers(moments, count - moments.count() - misfits, misfits, examples);
        }
    }

    private final class WordSink implements Sink {
        private final int place;
        private final Map<String, Integer> codeOf = new HashMap<>();
        private final List<String> words = new ArrayList<>(List.of(""));
        private int[] codes = new int[CELLS_FIRST];
        private int count;

        WordSink(int place) {
            this.place = place;
        }

        @Override
        public void add(String[] cells, long line) {
            if (count == codes.length) {
                codes = Arrays.copyOf(codes, 2 * count);
            }
            codes[count++] = code(cells[place]);
        }

        private int code(String cell) {
            if (missing.holds(cell)) {
                return Cells.Codes.MISSING;
            }
            Integer known = codeOf.putIfAbsent(cell, words.size());
            if (known != null) {
                return known;
            }
            words.add(cell);
            return words.size() - 1;
        }

        @Override
        public Cells cells() {
            return new Cells.Codes(Arrays.copyOf(codes, count), List.copyOf(words));
        }

        @Override
        public Tally tally() {
            long[] counts = new long[words.size()];
            for (int i = 0; i < count; i++) {
                counts[codes[i]]++;
            }
            Words vocabulary = new Words(dialect.decimal());
            for (int code = 1; code < counts.length; code++) {
                vocabulary.add(words.get(code), counts[code]);
            }
            return new Tally.Vocabulary(vocabulary, counts[Cells.Codes.MISSING]);
        }
    }

    private final class Buckets {
        private final int[] places = hashed.stream().mapToInt(Integer::intValue).toArray();
        private char[] values = new char[CELLS_FIRST];
        private int count;

        void add(String[] cells) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            long hash = 0;
            for (int place : places) {
                hash = Draws.mix(hash ^ cells[place].hashCode()); // String.hashCode is specified: the same in every JVM
            }
            values[count++] = (char) (hash >>> 48);
        }
    }
}
