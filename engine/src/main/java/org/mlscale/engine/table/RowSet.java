package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Some rows of a chunk, as small as that can be: the list of those that are in or of those that are out, where that is short, else a bit each.
 *
 * @see "Chambi, Lemire, Kaser and Godin, Better bitmap performance with Roaring bitmaps, Software: Practice and Experience 2016"
 */
public sealed interface RowSet {
    /** Of rows 0 to {@code rowCount - 1}, those that are set. */
    static RowSet of(BitSet rows, int rowCount) {
        int in = rows.cardinality();
        int out = rowCount - in;
        int few = rowCount / Integer.SIZE; // a list of more takes more than bits do
        if (in <= few) {
            return new Listed(rows.stream().toArray());
        }
        if (out <= few) {
            BitSet others = new BitSet(rowCount);
            others.set(0, rowCount);
            others.andNot(rows);
            return new Gaps(others.stream().toArray(), in);
        }
        return Bits.of(rows.toLongArray());
    }

    /** Those in {@code rows}, ascending; the array becomes its own. */
    static RowSet of(int... rows) {
        return new Listed(rows);
    }

    /** The rows for which {@code wanted} says so. */
    default RowSet only(IntPredicate wanted, int rowCount) {
        BitSet some = new BitSet(rowCount);
        stream().filter(wanted).forEach(some::set);
        return of(some, rowCount);
    }

    int count();

    /** Ascending. */
    IntStream stream();

    boolean has(int row);

    /** The row before which there are {@code rank} others, of those that are in. */
    int select(int rank);

    /** How many rows that are in come before {@code row}. */
    int rank(int row);

    /** Bytes of memory, about. */
    long bytes();

    /** Those that are in. */
    record Listed(int[] rows) implements RowSet {
        @Override
        public int count() {
            return rows.length;
        }

        @Override
        public IntStream stream() {
            return Arrays.stream(rows);
        }

        @Override
        public boolean has(int row) {
            return Arrays.binarySearch(rows, row) >= 0;
        }

        @Override
        public int select(int rank) {
            return rows[rank];
        }

        @Override
        public int rank(int row) {
            return before(rows, row);
        }

        @Override
        public long bytes() {
            return 40 + 4L * rows.length;
        }
    }

    /** All but those in {@code out}. */
    record Gaps(int[] out, int count) implements RowSet {
        @Override
        public IntStream stream() {
            return out.length == 0
                    ? IntStream.range(0, count)
                    : IntStream.range(0, count).map(this::select);
        }

        @Override
        public boolean has(int row) {
            return row < count + out.length && Arrays.binarySearch(out, row) < 0;
        }

        @Override
        public int select(int rank) {
            int low = 0;
            int high = out.length; // how many gaps lie before the row: the most with out[i] - i <= rank
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (out[middle] - middle <= rank) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return rank + low;
        }

        @Override
        public int rank(int row) {
            return row - before(out, row);
        }

        @Override
        public long bytes() {
            return 40 + 4L * out.length;
        }
    }

    /** A bit for each; {@code ranks}: how many are in before each word. */
    record Bits(long[] words, int[] ranks) implements RowSet {
        static Bits of(long[] words) {
            int[] ranks = new int[words.length + 1];
            for (int i = 0; i < words.length; i++) {
                ranks[i + 1] = ranks[i] + Long.bitCount(words[i]);
            }
            return new Bits(words, ranks);
        }

        @Override
        public int count() {
            return ranks[words.length];
        }

        @Override
        public IntStream stream() {
            return BitSet.valueOf(words).stream();
        }

        @Override
        public boolean has(int row) {
            return row >>> 6 < words.length && (words[row >>> 6] >>> row & 1) != 0;
        }

        @Override
        public int select(int rank) {
            int word = before(ranks, rank + 1) - 1;
            long left = words[word];
            for (int i = ranks[word]; i < rank; i++) {
                left &= left - 1;
            }
            return word << 6 | Long.numberOfTrailingZeros(left);
        }

        @Override
        public int rank(int row) {
            int word = Math.min(row >>> 6, words.length);
            return ranks[word] + (word == words.length ? 0 : Long.bitCount(words[word] & (1L << row) - 1));
        }

        @Override
        public long bytes() {
            return 64 + 8L * words.length + 4L * ranks.length;
        }
    }

    /** How many of {@code ascending} are less than {@code limit}. */
    private static int before(int[] ascending, int limit) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
