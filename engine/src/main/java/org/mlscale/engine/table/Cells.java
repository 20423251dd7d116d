package org.mlscale.engine.table;

import java.util.List;
import org.mlscale.engine.schema.Dates;

/** The cells of one column in one chunk. The arrays are the chunk's own and are not written after the freeze. */
public sealed interface Cells {
    /** Bytes of memory, about. */
    long bytes();

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

        @Override
        public long bytes() {
            return 4L * codes.length
                    + words.stream().mapToLong(word -> 64L + word.length()).sum();
        }
    }
}
