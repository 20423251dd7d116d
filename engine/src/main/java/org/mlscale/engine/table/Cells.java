package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mlscale.engine.schema.Dates;

/** The cells of one column in one chunk. The arrays are the chunk's own and are not written after the freeze. */
public sealed interface Cells {
    /** Bytes of memory, about. */
    long bytes();

    /** Those of the rows from {@code from} up to {@code to}; words that they have not are left out. */
    default Cells part(int from, int to) {
        return switch (this) {
            case None none -> none;
            case Floats(float[] values) -> new Floats(Arrays.copyOfRange(values, from, to));
            case Times(long[] seconds) -> new Times(Arrays.copyOfRange(seconds, from, to));
            case Codes codes -> codes.narrowed(Arrays.copyOfRange(codes.codes, from, to));
        };
    }

    /** Those of the rows at {@code places}; words that they have not are left out. */
    default Cells at(int[] places) {
        return switch (this) {
            case None none -> none;
            case Floats(float[] values) -> {
                float[] some = new float[places.length];
                for (int i = 0; i < some.length; i++) {
                    some[i] = values[places[i]];
                }
                yield new Floats(some);
            }
            case Times(long[] seconds) ->
                new Times(
                        Arrays.stream(places).mapToLong(place -> seconds[place]).toArray());
            case Codes codes ->
                codes.narrowed(
                        Arrays.stream(places).map(place -> codes.codes[place]).toArray());
        };
    }

    /** A column that is not read. */
    record None() implements Cells {
        @Override
        public long bytes() {
            return 0;
        }
    }

    /** float32 [rowCount]: the number less the column's pivot; NaN where there is none. */
    record Floats(float[] values) implements Cells {
        @Override
        public long bytes() {
            return 4L * values.length;
        }
    }

    /** int64 [rowCount]: seconds since 1970-01-01T00:00:00; {@link #MISSING} where there is no date. */
    record Times(long[] seconds) implements Cells {
        public static final long MISSING = Dates.NONE;

        @Override
        public long bytes() {
            return 8L * seconds.length;
        }
    }

    /** int32 [rowCount] codes into {@code words}, a dictionary of this chunk alone; word 0 is empty and stands for missing. */
    record Codes(int[] codes, List<String> words) implements Cells {
        public static final int MISSING = 0;

        private static final int UNSEEN = -1;

        /** {@code some} of its codes, with the words that are left, in the order in which they come: as if nothing else had been read. */
        private Codes narrowed(int[] some) {
            int[] codeOf = new int[words.size()];
            Arrays.fill(codeOf, UNSEEN);
            codeOf[MISSING] = MISSING;
            List<String> left = new ArrayList<>(List.of(words.get(MISSING)));
            int[] codes = new int[some.length];
            for (int row = 0; row < codes.length; row++) {
                int code = some[row];
                if (codeOf[code] == UNSEEN) {
                    codeOf[code] = left.size();
                    left.add(words.get(code));
                }
                codes[row] = codeOf[code];
            }
            return new Codes(codes, left);
        }

        @Override
        public long bytes() {
            return 4L * codes.length
                    + words.stream().mapToLong(word -> 64L + word.length()).sum();
        }
    }
}
