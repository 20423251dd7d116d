package org.mlscale.engine.chunk;

import java.util.stream.LongStream;

/** The seeds of random tests: 1, 2, 3, … in every run, so that a red test stays red; or the one that {@code -Dtests.seed=N} names. */
public final class Seeds {
    private Seeds() {}

    /** {@code count} seeds; {@code -Dtests.count=N} asks for more of them. */
    public static LongStream some(int count) {
        Long one = Long.getLong("tests.seed");
        return one == null ? LongStream.rangeClosed(1, Integer.getInteger("tests.count", count)) : LongStream.of(one);
    }

    /** What a failed assertion says of its seed. */
    public static String repeat(Class<?> test, long seed) {
        return "seed %d; repeat with: mvn -pl engine test -Dtest=%s -Dtests.seed=%d"
                .formatted(seed, test.getSimpleName(), seed);
    }
}
