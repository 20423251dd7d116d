package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The rows kept out of training. Decided after the count.
 *
 * @param rows for each chunk, those that are held
 * @param folds if there are any, all usable rows are held and learned from
 */
record HoldOut(List<RowSet> rows, Split split, Folds folds) {
    /** More rows than this say nothing more about a model. */
    static final long ROWS_MAX = 1_000_000;

    private static final int BUCKETS = 1 << 16;

    HoldOut {
        rows = List.copyOf(rows);
    }

    HoldOut(List<RowSet> rows, Split split) {
        this(rows, split, Folds.NONE);
    }

    /** Holds nothing of {@code chunkCount} chunks. */
    static HoldOut none(int chunkCount, Split split) {
        return new HoldOut(Collections.nCopies(chunkCount, RowSet.of()), split);
    }

    long rowCount() {
        return count(rows);
    }

    static long count(List<RowSet> rows) {
        return rows.stream().mapToLong(RowSet::count).sum();
    }

    /**
     * Takes whole buckets, in an order drawn from {@code seed}, wherever one still fits into every stratum's share of {@code room}: so one
     * row, or all rows alike, hold out nothing, and a row that comes ten thousand times stays in training.
     *
     * @param buckets for each chunk the 16-bit bucket of each row
     */
    static List<RowSet> wholeBuckets(List<char[]> buckets, List<RowSet> usable, Strata strata, long room, long seed) {
        long[][] counts = counts(buckets, usable, strata);
        long[] left = strata.shares(room);
        BitSet taken = new BitSet(BUCKETS);
        Permutation order = new Permutation(BUCKETS, seed);
        for (int place = 0; place < BUCKETS; place++) {
            int bucket = (int) order.at(place);
            if (counts[bucket].length > 0 && fits(counts[bucket], left)) {
                taken.set(bucket);
                for (int stratum = 0; stratum < left.length; stratum++) {
                    left[stratum] -= counts[bucket][stratum];
                }
            }
        }
        List<RowSet> rows = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            char[] part = buckets.get(i);
            rows.add(usable.get(i).only(row -> taken.get(part[row]), part.length));
        }
        return rows;
    }

    /** The usable rows of each bucket by stratum; an empty array for a bucket without any. */
    static long[][] counts(List<char[]> buckets, List<RowSet> usable, Strata strata) {
        long[][] counts = new long[BUCKETS][0];
        for (int i = 0; i < buckets.size(); i++) {
            char[] part = buckets.get(i);
            IntUnaryOperator stratum = strata.of().get(i);
            usable.get(i).stream().forEach(row -> {
                if (counts[part[row]].length == 0) {
                    counts[part[row]] = new long[strata.counts().length];
                }
                counts[part[row]][stratum.applyAsInt(row)]++;
            });
        }
        return counts;
    }

    private static boolean fits(long[] counts, long[] left) {
        for (int stratum = 0; stratum < left.length; stratum++) {
            if (counts[stratum] > left[stratum]) {
                return false;
            }
        }
        return true;
    }

    /** Usable rows of the smallest bucket that has some. */
    static long smallestBucket(List<char[]> buckets, List<RowSet> usable) {
        long[] counts = new long[BUCKETS];
        for (int i = 0; i < buckets.size(); i++) {
            char[] part = buckets.get(i);
            usable.get(i).stream().forEach(row -> counts[part[row]]++);
        }
        return Arrays.stream(counts).filter(count -> count > 0).min().orElse(0);
    }
}
