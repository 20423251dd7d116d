package org.mlscale.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberJudgeTest {
    private static final double SCALE = 2.5;
    private static final float[] NONE = {};

    private static Figure figure(Metrics metrics, String name) {
        return metrics.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double mean(double[] values, float[] weights) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < values.length; i++) {
            sum += weights[i] * values[i];
            weight += weights[i];
        }
        return sum / weight;
    }

    @Test
    void figures_randomRows_areTheOnesByDefinition() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int rows = 2 + random.nextInt(200);
            float[] targets = new float[rows];
            float[] outputs = new float[rows];
            float[] weights = new float[rows];
            double[] squares = new double[rows];
            double[] absolutes = new double[rows];
            double[] plain = new double[rows];
            boolean weighted = seed % 2 == 1;
            for (int i = 0; i < rows; i++) {
                targets[i] = (float) random.nextGaussian();
                outputs[i] = (float) (targets[i] + 0.5 * random.nextGaussian());
                weights[i] = weighted ? random.nextInt(4) + (i == 0 ? 1 : 0) : 1;
                double error = (double) outputs[i] - targets[i];
                squares[i] = error * error;
                absolutes[i] = Math.abs(error);
                plain[i] = targets[i];
            }
            double mean = mean(plain, weights);
            double[] fromMean =
                    Arrays.stream(plain).map(y -> (y - mean) * (y - mean)).toArray();
            Metrics metrics = Metrics.of(new NumberJudge(SCALE), outputs, targets, weighted ? weights : NONE);
            double spread = mean(fromMean, weights);
            String where = "seed " + seed;
            assertEquals(mean(squares, weights), metrics.loss(), 1e-12, where);
            assertEquals(
                    SCALE * Math.sqrt(mean(squares, weights)),
                    figure(metrics, "rmse").value(),
                    1e-12,
                    where);
            assertEquals(SCALE * Math.sqrt(spread), figure(metrics, "rmse").baseline(), 1e-12, where);
            assertEquals(
                    SCALE * mean(absolutes, weights), figure(metrics, "mae").value(), 1e-12, where);
            if (spread > 1e-9) {
                double r2 = 1 - mean(squares, weights) / spread;
                assertEquals(r2, figure(metrics, "r2").value(), 1e-9 * Math.max(1, Math.abs(r2)), where);
            }
            assertEquals(rows, metrics.rows(), where);
        }
    }

    /** Always the weighted mean of the very rows is guessing, wherever that mean lies. */
    @Test
    void rmse_alwaysTheMean_isTheBaseline() {
        float[] targets = {2, 3, 7};
        float[] weights = {1, 2, 1}; // mean 15/4, squares 71/4
        Metrics metrics = Metrics.of(new NumberJudge(SCALE), new float[] {3.75f, 3.75f, 3.75f}, targets, weights);
        assertEquals(
                SCALE * Math.sqrt(71 / 4.0 - 3.75 * 3.75),
                figure(metrics, "rmse").baseline(),
                1e-14);
        assertEquals(figure(metrics, "rmse").baseline(), figure(metrics, "rmse").value(), 1e-14);
        assertEquals(figure(metrics, "r2").baseline(), figure(metrics, "r2").value(), 1e-14);
    }

    @Test
    void figures_names_areKnownToScripts() {
        List<Figure> figures = Metrics.none(new NumberJudge(1)).figures();
        assertEquals(
                List.of("rmse", "mae", "r2"), figures.stream().map(Figure::name).toList());
        assertFalse(figures.get(0).higherIsBetter());
        assertFalse(figures.get(1).higherIsBetter());
        assertTrue(figures.get(2).higherIsBetter());
        assertEquals(0, figures.get(2).baseline());
    }

    @Test
    void figures_perfectRows_areZeroAndOne() {
        float[] targets = {-1, 0, 1};
        Metrics metrics = Metrics.of(new NumberJudge(SCALE), targets, targets, NONE);
        assertEquals(0, metrics.loss());
        assertEquals(0, figure(metrics, "rmse").value());
        assertEquals(1, figure(metrics, "r2").value());
    }

    /** What share of no spread is explained? Nobody knows; rounding must not answer −10¹⁵. */
    @Test
    void figures_targetsAllAlike_r2IsUnknown() {
        for (float target : new float[] {0, 0.1f, 1, -3.3f}) {
            for (int rows : new int[] {1, 3, 7, 1000}) {
                float[] targets = new float[rows];
                Arrays.fill(targets, target);
                float[] outputs = new float[rows];
                Arrays.fill(outputs, 0.7f);
                Metrics metrics = Metrics.of(new NumberJudge(SCALE), outputs, targets, NONE);
                double r2 = figure(metrics, "r2").value();
                assertTrue(Double.isNaN(r2), "%d times %s: r2 is %s".formatted(rows, target, r2));
                assertEquals(0, figure(metrics, "rmse").baseline(), 1e-5, "%d times %s".formatted(rows, target));
            }
        }
    }

    @Test
    void figures_noRows_areUnknown() {
        Metrics none = Metrics.none(new NumberJudge(SCALE));
        assertTrue(Double.isNaN(none.loss()));
        none.figures().forEach(figure -> assertTrue(Double.isNaN(figure.value()), figure.name()));
        assertTrue(Double.isNaN(figure(none, "rmse").baseline()));
    }
}
