package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;

class MomentsTest {
    @Test
    void merge_randomPartsAndOffsets_equalsTwoPassesOverAll() {
        Seeds.some(500).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            double offset = random.nextBoolean() ? 0 : Math.pow(10, random.nextInt(8));
            float[] values = new float[1 + random.nextInt(3000)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(20) == 0 ? Float.NaN : (float) (offset + random.nextGaussian());
            }
            Moments merged = Moments.NONE;
            for (int from = 0; from < values.length; ) {
                int to = Math.min(values.length, from + random.nextInt(1 + values.length / 3));
                merged = merged.merge(Moments.of(Arrays.copyOfRange(values, from, to)));
                from = to;
            }
            assertNear(values, merged, Seeds.repeat(getClass(), seed));
        });
    }

    @Test
    void merge_manyPartsFarFromZero_losesNothing() {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[200_000];
        Moments merged = Moments.NONE;
        for (int i = 0; i < values.length; i++) {
            values[i] = 16_000_000f + random.nextInt(3);
            merged = merged.merge(Moments.of(new float[] {values[i]}));
        }
        assertNear(values, merged, "200,000 parts of one number");
    }

    @Test
    void of_nothingOrOnlyNaN_isNone() {
        assertEquals(Moments.NONE, Moments.of(new float[0]));
        assertEquals(Moments.NONE, Moments.of(new float[] {Float.NaN, Float.NaN}));
        assertEquals(0, Moments.NONE.deviation());
    }

    @Test
    void merge_withNone_changesNothing() {
        Moments some = Moments.of(new float[] {1, 2, 4});
        assertEquals(some, some.merge(Moments.NONE));
        assertEquals(some, Moments.NONE.merge(some));
    }

    @Test
    void deviation_isThePopulations() {
        assertEquals(2, Moments.of(new float[] {2, 4, 4, 4, 5, 5, 7, 9}).deviation());
        assertEquals(new Moments(8, 5, 32, 2, 9), Moments.of(new float[] {2, 4, 4, 4, 5, 5, 7, 9}));
    }

    @Test
    void deviation_numbersAllAlike_isExactlyZero() {
        Moments parts = Moments.of(new float[] {0.1f})
                .merge(Moments.of(new float[] {0.1f, 0.1f}))
                .merge(Moments.of(new float[] {0.1f}));
        assertEquals(0, parts.deviation());
    }

    private static void assertNear(float[] values, Moments merged, String where) {
        double[] numbers = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .filter(x -> !Double.isNaN(x))
                .toArray();
        double mean = Arrays.stream(numbers).average().orElse(0); // sums with compensation
        double squares =
                Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
        assertEquals(numbers.length, merged.count(), where);
        double size = Math.abs(mean) + Math.sqrt(squares / Math.max(1, numbers.length));
        assertEquals(mean, merged.mean(), 1e-15 * size * Math.sqrt(1 + numbers.length), where);
        assertTrue(
                Math.abs(squares - merged.squares()) <= 1e-8 * squares,
                () -> "%s for %s: %s".formatted(merged.squares(), squares, where));
        assertEquals(Arrays.stream(numbers).min().orElse(Double.POSITIVE_INFINITY), merged.min(), where);
        assertEquals(Arrays.stream(numbers).max().orElse(Double.NEGATIVE_INFINITY), merged.max(), where);
    }
}
