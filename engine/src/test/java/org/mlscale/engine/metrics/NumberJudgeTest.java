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

    private static NumberJudge judge(double unit) {
        return new NumberJudge(List.of(Yardstick.standardised("y", unit)));
    }

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
            Metrics metrics = Metrics.of(judge(SCALE), outputs, targets, weighted ? weights : NONE);
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
        Metrics metrics = Metrics.of(judge(SCALE), new float[] {3.75f, 3.75f, 3.75f}, targets, weights);
        assertEquals(
                SCALE * Math.sqrt(71 / 4.0 - 3.75 * 3.75),
                figure(metrics, "rmse").baseline(),
                1e-14);
        assertEquals(figure(metrics, "rmse").baseline(), figure(metrics, "rmse").value(), 1e-14);
        assertEquals(figure(metrics, "r2").baseline(), figure(metrics, "r2").value(), 1e-14);
    }

    @Test
    void figures_names_areKnownToScripts() {
        List<Figure> figures = Metrics.none(judge(1)).figures();
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
        Metrics metrics = Metrics.of(judge(SCALE), targets, targets, NONE);
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
                Metrics metrics = Metrics.of(judge(SCALE), outputs, targets, NONE);
                double r2 = figure(metrics, "r2").value();
                assertTrue(Double.isNaN(r2), "%d times %s: r2 is %s".formatted(rows, target, r2));
                assertEquals(0, figure(metrics, "rmse").baseline(), 1e-5, "%d times %s".formatted(rows, target));
            }
        }
    }

    /** Two at once are what each is alone, with the mean of their r2 before them. */
    @Test
    void figures_severalTargets_areThoseOfEachAlone() {
        Random random = new Random(7);
        float[][] targets = new float[2][50];
        float[][] outputs = new float[2][50];
        float[] allTargets = new float[100];
        float[] allOutputs = new float[100];
        float[] weights = new float[50];
        for (int row = 0; row < 50; row++) {
            weights[row] = random.nextFloat();
            for (int i = 0; i < 2; i++) {
                allTargets[2 * row + i] = targets[i][row] = (float) random.nextGaussian();
                allOutputs[2 * row + i] = outputs[i][row] = (float) random.nextGaussian();
            }
        }
        Yardstick a = Yardstick.standardised("a", SCALE);
        Yardstick b = new Yardstick("b", 10, StrictMath::expm1, -0.5, 2, 1);
        Metrics both = Metrics.of(new NumberJudge(List.of(a, b)), allOutputs, allTargets, weights);
        Metrics first = Metrics.of(new NumberJudge(List.of(a)), outputs[0], targets[0], weights);
        Metrics second = Metrics.of(new NumberJudge(List.of(b)), outputs[1], targets[1], weights);
        assertEquals(50, both.rows());
        assertEquals((first.loss() + second.loss()) / 2, both.loss(), 1e-12);
        assertEquals(
                List.of("r2", "rmse_a", "mae_a", "r2_a", "rmse_b", "mae_b", "r2_b"),
                both.figures().stream().map(Figure::name).toList());
        for (String name : List.of("rmse", "mae", "r2")) {
            assertEquals(figure(first, name).value(), figure(both, name + "_a").value(), 1e-12);
            assertEquals(figure(second, name).value(), figure(both, name + "_b").value(), 1e-12);
            assertEquals(
                    figure(second, name).baseline(), figure(both, name + "_b").baseline(), 1e-12);
        }
        assertEquals(
                (figure(first, "r2").value() + figure(second, "r2").value()) / 2,
                figure(both, "r2").value(),
                1e-12);
        assertEquals(0, both.correction()[0], "nothing is bent");
        assertEquals(second.correction()[0], both.correction()[1], 1e-12);
    }

    /** By hand: learned are logarithms of 1 + y; 10 is 1 unit, and what is predicted ends at 2 units. */
    @Test
    void figures_logarithm_areOfWhatIsPredicted() {
        Yardstick log = new Yardstick("y", 10, StrictMath::expm1, 0, 2, 1);
        float[] targets = {(float) Math.log(2), (float) Math.log(4)}; // 10, 30
        float[] outputs = {(float) Math.log(1.5), 50}; // 5, 20 for it ends there
        Metrics metrics = Metrics.of(new NumberJudge(List.of(log)), outputs, targets, NONE);
        assertEquals(7.5, figure(metrics, "mae").value(), 1e-5);
        assertEquals(Math.sqrt(62.5), figure(metrics, "rmse").value(), 1e-5);
        assertEquals(10, figure(metrics, "rmse").baseline(), 1e-5);
        double squares = Math.pow(Math.log(2) - Math.log(1.5), 2) + Math.pow(50 - Math.log(4), 2);
        assertEquals(squares / 2, metrics.loss(), 1e-3, "the loss is of what is learned");
    }

    /** Rows that come out twice and half as large as predicted are 1.25 times as large in the mean; one a million times as large counts 20 times. */
    @Test
    void correction_logarithm_isThatOfTheMean() {
        Yardstick log = new Yardstick("y", 1, StrictMath::expm1, 0, 1e9, 0.5);
        float shift = (float) (2 * Math.log(2)); // an output of 1 is half a logarithm
        float[] outputs = {0, 0, 3};
        float[] weights = {1, 1, 0};
        Metrics even = Metrics.of(new NumberJudge(List.of(log)), outputs, new float[] {shift, -shift, 99}, weights);
        assertEquals(Math.log(1.25) / 0.5, even.correction()[0], 1e-6);
        Metrics far = Metrics.of(new NumberJudge(List.of(log)), new float[2], new float[] {0, 28}, NONE);
        assertEquals(Math.log((1 + Math.exp(3)) / 2) / 0.5, far.correction()[0], 1e-12);
        assertEquals(0, judge(SCALE).correction(new double[7]).length);
        assertEquals(0, Metrics.none(new NumberJudge(List.of(log))).correction().length);
    }

    @Test
    void figures_noRows_areUnknown() {
        Metrics none = Metrics.none(judge(SCALE));
        assertTrue(Double.isNaN(none.loss()));
        none.figures().forEach(figure -> assertTrue(Double.isNaN(figure.value()), figure.name()));
        assertTrue(Double.isNaN(figure(none, "rmse").baseline()));
    }
}
