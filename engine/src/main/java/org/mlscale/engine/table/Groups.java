package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The columns that may tell which rows belong together, while the table is read: their cells as hashes. One thread. */
public final class Groups {
    private final List<String> names;
    private final List<DistinctCount> different;
    private final List<List<char[]>> buckets; // [column][chunk]

    Groups(List<String> names) {
        this.names = names;
        this.different = names.stream().map(_ -> new DistinctCount()).toList();
        this.buckets = names.stream().<List<char[]>>map(_ -> new ArrayList<>()).toList();
    }

    List<String> names() {
        return names;
    }

    /** Adds the table's next chunk. */
    void add(List<Part> parts) {
        for (int column = 0; column < names.size(); column++) {
            different.get(column).merge(parts.get(column).different);
            buckets.get(column).add(parts.get(column).buckets());
        }
    }

    /** For each chunk a 16-bit hash of each row's cell: alike cells have alike hashes. */
    List<char[]> buckets(int column) {
        return buckets.get(column);
    }

    DistinctCount different(int column) {
        return different.get(column);
    }

    /** The columns, those with the fewest groups first. */
    List<Integer> byCount() {
        return IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparingLong(column -> different.get(column).count()))
                .toList();
    }

    long bytes() {
        return buckets.stream()
                .flatMap(List::stream)
                .mapToLong(part -> 2L * part.length)
                .sum();
    }

    /** One column in one chunk, cell by cell. */
    public static final class Part {
        private static final long FNV_BASIS = 0xCBF29CE484222325L;
        private static final long FNV_PRIME = 0x100000001B3L;

        private final DistinctCount different = new DistinctCount();
        private char[] buckets = new char[64];
        private int count;

        /** Cells without a value, which are to be given as "", make one group. */
        void add(String cell) {
            if (count == buckets.length) {
                buckets = Arrays.copyOf(buckets, 2 * count);
            }
            long hash = hash(cell);
            different.add(hash);
            buckets[count++] = (char) (hash >>> 48);
        }

        /** {@link String#hashCode} has 32 bits, of which a hundred million ids would share many. */
        private static long hash(String cell) {
            long hash = FNV_BASIS;
            for (int i = 0; i < cell.length(); i++) {
                hash = (hash ^ cell.charAt(i)) * FNV_PRIME;
            }
            return Draws.mix(hash);
        }

        /** Bytes of its hashes. */
        long bytes() {
            return 2L * count;
        }

        char[] buckets() {
            return Arrays.copyOf(buckets, count);
        }
    }
}
