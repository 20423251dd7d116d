package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.chunk.Seeds;

class ScalingTest {
    private static final Column.Numeric COLUMN = new Column.Numeric("a", 100, 101, 7, 50, 150, 3);

    private static Column.Numeric fit(int bins, float... sample) {
        return Scaling.fit(COLUMN, sample, bins);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000000, 32",
        "1, 1000000, 32",
        "1, 640, 32",
        "1, 639, 31",
        "1, 59, 2",
        "1, 1, 2",
        "32, 1000000, 32",
        "33, 1000000, 31",
        "512, 1000000, 2",
        "513, 1000000, 2",
        "100000, 1000000, 2",
        "1, 9223372036854775807, 32"
    })
    void bins_byColumnsAndRows_areBounded(int columns, long rows, int bins) {
        assertEquals(bins, Scaling.bins(columns, rows));
    }

    @Test
    void fit_sample_hasItsMedianAndTheSpreadOfItsMiddleHalf() {
        Column.Numeric fitted = fit(2, 2, Float.NaN, -2, 0, 1, -1);
        double[] sorted = {98, 99, 100, 101, 102};
        assertEquals(
                new Column.Numeric("a", 100, 100, 2 / 1.349, 50, 150, Ramps.of(sorted, 1, 2, 0.3), 3),
                fitted,
                "pivot, bounds and missing cells are those of the whole column");
        assertEquals(2, fitted.ramps().count());
    }

    /** What outliers there are, the middle stays. */
    @Test
    void fit_normalCells_hasTheirDeviationWhateverTheOutliers() {
        Seeds.some(3).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            float[] sample = new float[20_000];
            for (int i = 0; i < sample.length; i++) {
                sample[i] = i % 100 == 0 ? 1e30f * i : (float) (5 + 3 * random.nextGaussian());
            }
            Column.Numeric fitted = fit(32, sample);
            String where = Seeds.repeat(getClass(), seed);
            assertEquals(105, fitted.center(), 0.15, where);
            assertEquals(3, fitted.scale(), 0.15, where);
        });
    }

    @Test
    void fit_middleHalfAllAlike_takesHalfTheRange() {
        Column.Numeric fitted = fit(2, 0, 0, 0, 0, 0, 0, 0, 4, 10);
        assertEquals(100, fitted.center());
        assertEquals(5, fitted.scale());
    }

    @Test
    void fit_nothingThatDiffersInTheSample_leavesTheColumnAsItWas() {
        assertSame(COLUMN, fit(32));
        assertSame(COLUMN, fit(32, Float.NaN, Float.NaN));
        assertSame(COLUMN, fit(32, 7));
        assertSame(COLUMN, fit(32, 7, Float.NaN, 7));
    }

    @Test
    void fit_greatestAndLeastFloats_hasAScaleAboveZero() {
        assertEquals(
                Float.MAX_VALUE / 1.349 * 2,
                fit(2, -Float.MAX_VALUE, Float.MAX_VALUE).scale(),
                1e30);
        Column.Numeric least = Scaling.fit(
                new Column.Numeric("a", 0, 0, 1, 0, 1, 0), new float[] {0, Float.MIN_VALUE, 2 * Float.MIN_VALUE}, 2);
        assertTrue(least.scale() > 0, least::toString);
        assertEquals(2, least.ramps().count());
    }

    @Test
    void fit_anyOrderOfTheSample_isTheSame() {
        float[] up = new float[1000];
        float[] down = new float[1000];
        IntStream.range(0, 1000).forEach(i -> {
            up[i] = i * i;
            down[999 - i] = i * i;
        });
        assertEquals(fit(32, up), fit(32, down));
    }
}
