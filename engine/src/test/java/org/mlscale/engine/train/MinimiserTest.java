package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;

class MinimiserTest {
    private static final Minimiser MINIMISER = new Minimiser(200, 400);

    /** A bent valley whose lowest point is (1, 1). */
    private static double rosenbrock(double[] x, double[] slope) {
        double off = x[1] - x[0] * x[0];
        slope[0] = -2 * (1 - x[0]) - 400 * x[0] * off;
        slope[1] = 200 * off;
        return (1 - x[0]) * (1 - x[0]) + 100 * off * off;
    }

    @Test
    void minimise_bentValley_findsItsEnd() {
        double[] start = {-1.2, 1};
        double[] end = MINIMISER.minimise(MinimiserTest::rosenbrock, start);
        assertArrayEquals(new double[] {1, 1}, end, 1e-4);
        assertArrayEquals(new double[] {-1.2, 1}, start, "the start is left as it is");
    }

    /** Long and narrow bowls: curvatures from 1 to 10,000. */
    @Test
    void minimise_bowls_findsTheirLowestPoints() {
        Seeds.some(10).forEach(seed -> {
            Random random = new Random(seed);
            double[] middle = random.doubles(20, -5, 5).toArray();
            double[] bend =
                    random.doubles(20, 0, 4).map(power -> Math.pow(10, power)).toArray();
            double[] end = MINIMISER.minimise(
                    (x, slope) -> {
                        double value = 1;
                        for (int i = 0; i < x.length; i++) {
                            slope[i] = bend[i] * (x[i] - middle[i]);
                            value += slope[i] * (x[i] - middle[i]) / 2;
                        }
                        return value;
                    },
                    new double[20]);
            assertArrayEquals(middle, end, 0.05, Seeds.repeat(MinimiserTest.class, seed));
        });
    }

    @Test
    void minimise_noNumberAtTheStart_staysThere() {
        double[] end = MINIMISER.minimise(
                (_, slope) -> {
                    slope[0] = Double.NaN;
                    return Double.NaN;
                },
                new double[] {3});
        assertArrayEquals(new double[] {3}, end);
    }

    /** Defined up to 2 alone, falling towards it. */
    @Test
    void minimise_noNumberFurtherOn_staysBeforeIt() {
        double[] end = MINIMISER.minimise(
                (x, slope) -> {
                    slope[0] = x[0] < 2 ? -1000 : Double.NaN;
                    return x[0] < 2 ? -1000 * x[0] : Double.NaN;
                },
                new double[] {0});
        assertTrue(end[0] > 1.5 && end[0] < 2, "" + end[0]);
    }

    @Test
    void minimise_looksMax_isKept() {
        int[] looks = {0};
        new Minimiser(1000, 7)
                .minimise(
                        (x, slope) -> {
                            looks[0]++;
                            return rosenbrock(x, slope);
                        },
                        new double[] {-1.2, 1});
        assertEquals(7, looks[0]);
    }
}
