package org.mlscale.engine.table;

import java.util.HashSet;
import java.util.Set;

/**
 * How many different cells a column has, from their 64-bit hashes: exact up to 65,536, beyond it within half a percent or so. Only the
 * hashes that end in so many zero bits are kept that they are few enough; what is kept does not depend on the order of the cells.
 *
 * @see "Flajolet, On adaptive sampling, Computing 34 (1990): the standard error is 1.2 / sqrt(kept)"
 */
final class DistinctCount {
    static final int KEPT_MAX = 1 << 16;

    private final Set<Long> kept = new HashSet<>();
    private int zeros;

    void add(long hash) {
        if (Long.numberOfTrailingZeros(hash) < zeros) {
            return;
        }
        kept.add(hash);
        while (kept.size() > KEPT_MAX) {
            keepEndingIn(zeros + 1);
        }
    }

    void merge(DistinctCount other) {
        keepEndingIn(Math.max(zeros, other.zeros));
        other.kept.forEach(this::add);
    }

    private void keepEndingIn(int zeroBits) {
        zeros = zeroBits;
        kept.removeIf(hash -> Long.numberOfTrailingZeros(hash) < zeroBits);
    }

    boolean exact() {
        return zeros == 0;
    }

    long count() {
        return (long) kept.size() << zeros;
    }
}
