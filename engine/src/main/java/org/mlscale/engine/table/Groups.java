package org.mlscale.engine.table;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The columns that may tell which rows belong together, while the table is read: how many different cells they have. Their cells, as hashes, are in the chunks. One thread. */
final class Groups {
    private final List<String> names;
    private final List<DistinctCount> different;

    Groups(List<String> names) {
        this.names = names;
        this.different = names.stream().map(_ -> new DistinctCount()).toList();
    }

    List<String> names() {
        return names;
    }

    /** Adds the table's next chunk. */
    void add(List<Part> parts) {
        for (int column = 0; column < names.size(); column++) {
            different.get(column).merge(parts.get(column).different);
        }
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

    /**
     * One column in one chunk.
     *
     * @param buckets a 16-bit hash of each row's cell
     */
    record Part(DistinctCount different, char[] buckets) {
        /** Of 64-bit hashes of the cells. */
        static Part of(long[] hashes) {
            DistinctCount different = new DistinctCount();
            char[] buckets = new char[hashes.length];
            for (int row = 0; row < hashes.length; row++) {
                different.add(hashes[row]);
                buckets[row] = (char) (hashes[row] >>> 48);
            }
            return new Part(different, buckets);
        }
    }
}
