package org.mlscale.engine.table;

import java.util.BitSet;
import java.util.List;

/**
 * The rows kept out of training: those whose hash bucket is among {@code buckets}, so that rows alike fall on one side. Decided after the
 * count.
 *
 * @param buckets of 65,536; the holder does not change it
 */
public record HoldOut(BitSet buckets) {
    /** More rows than this say nothing more about a model. */
    public static final long ROWS_MAX = 1_000_000;

    private static final int BUCKETS = 1 << 16;

    /** Holds nothing. */
    public static HoldOut none() {
        return new HoldOut(new BitSet());
    }

    /**
     * Takes whole buckets, in an order drawn from {@code seed}, wherever one still fits into {@code fraction} of the usable rows: so one
     * row, or all rows alike, hold out nothing, and a row that comes ten thousand times stays in training.
     */
    static HoldOut of(List<CachedChunk> chunks, List<BitSet> usable, double fraction, long seed) {
        long[] histogram = new long[BUCKETS];
        long total = 0;
        for (int i = 0; i < chunks.size(); i++) {
            char[] rows = chunks.get(i).buckets();
            total += usable.get(i).cardinality();
            usable.get(i).stream().forEach(row -> histogram[rows[row]]++);
        }
        long room = Math.min(ROWS_MAX, (long) (total * fraction));
        BitSet taken = new BitSet(BUCKETS);
        Permutation order = new Permutation(BUCKETS, seed);
        for (int place = 0; place < BUCKETS && room > 0; place++) {
            int bucket = (int) order.at(place);
            if (histogram[bucket] <= room) {
                taken.set(bucket);
                room -= histogram[bucket];
            }
        }
        return new HoldOut(taken);
    }

    boolean holds(char bucket) {
        return buckets.get(bucket);
    }
}
