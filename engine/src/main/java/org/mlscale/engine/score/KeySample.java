package org.mlscale.engine.score;

import org.mlscale.engine.table.Draws;

/** One key in {@code oneIn}, a power of two, by its hash: the same keys wherever they stand, and fewer of the same when it grows. */
record KeySample(long oneIn) {
    private static final long SEED = 42;

    static final KeySample ALL = new KeySample(1);

    boolean takes(String key) {
        return (Draws.draw(SEED, key.hashCode()) & oneIn - 1) == 0;
    }

    KeySample half() {
        return new KeySample(2 * oneIn);
    }
}
