package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A small table parted so that all of its rows judge and all are learned from: each row is judged by the one net of an ensemble that does not learn from its
 * fold.
 *
 * @param count of folds; 0 if the table has none
 * @param of for each chunk the fold of each row, -1 of a row that is not used; empty where none is
 */
public record Folds(int count, List<byte[]> of) {
    public static final Folds NONE = new Folds(0, List.of());

    /** As many as there are nets in the ensemble that is usual for small tables, and one more: each net learns from four fifths of the rows. */
    static final int COUNT = 5;

    private static final byte UNUSED = -1;

    public Folds {
        of = List.copyOf(of);
    }

    public boolean any() {
        return count > 0;
    }

    /**
     * Deals whole buckets, in an order drawn from {@code seed}, each to the fold that has the fewest rows of its stratum: so rows alike share a fold, and each
     * class has its share in all.
     *
     * @return empty where a fold would have no row
     */
    static Optional<Folds> deal(List<char[]> buckets, List<RowSet> usable, Strata strata, long seed) {
        long[][] counts = HoldOut.counts(buckets, usable, strata);
        long[][] dealt = new long[COUNT][strata.counts().length];
        byte[] foldOf = new byte[counts.length];
        Permutation order = new Permutation(counts.length, seed);
        for (int place = 0; place < counts.length; place++) {
            int bucket = (int) order.at(place);
            if (counts[bucket].length > 0) {
                int fold = emptiest(dealt, commonest(counts[bucket]));
                foldOf[bucket] = (byte) fold;
                for (int stratum = 0; stratum < counts[bucket].length; stratum++) {
                    dealt[fold][stratum] += counts[bucket][stratum];
                }
            }
        }
        if (Arrays.stream(dealt).anyMatch(fold -> Arrays.stream(fold).sum() == 0)) {
            return Optional.empty();
        }
        List<byte[]> of = new ArrayList<>();
        for (int chunk = 0; chunk < buckets.size(); chunk++) {
            char[] part = buckets.get(chunk);
            byte[] folds = new byte[usable.get(chunk).count() == 0 ? 0 : part.length];
            Arrays.fill(folds, UNUSED);
            usable.get(chunk).stream().forEach(row -> folds[row] = foldOf[part[row]]);
            of.add(folds);
        }
        return Optional.of(new Folds(COUNT, of));
    }

    private static int commonest(long[] counts) {
        int most = 0;
        for (int stratum = 1; stratum < counts.length; stratum++) {
            most = counts[stratum] > counts[most] ? stratum : most;
        }
        return most;
    }

    /** The fold with the fewest rows of {@code stratum}; among equals that with the fewest rows, then the first. */
    private static int emptiest(long[][] dealt, int stratum) {
        int least = 0;
        for (int fold = 1; fold < dealt.length; fold++) {
            long fewer = dealt[fold][stratum] - dealt[least][stratum];
            if (fewer < 0
                    || fewer == 0
                            && Arrays.stream(dealt[fold]).sum()
                                    < Arrays.stream(dealt[least]).sum()) {
                least = fold;
            }
        }
        return least;
    }
}
