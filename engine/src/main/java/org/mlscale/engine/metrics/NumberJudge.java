package org.mlscale.engine.metrics;

import java.util.List;

/**
 * Judges numbers, which the net learns standardised. Guessing is the best constant answer on the same rows: their mean.
 *
 * @param scale what one unit of output is worth in units of the target
 */
public record NumberJudge(double scale) implements Judge {
    private static final int WEIGHT = 0;
    private static final int ABSOLUTE = 1;
    private static final int SQUARED = 2;
    private static final int TARGET = 3;
    private static final int TARGET_SQUARED = 4;

    /** A smaller share of the targets' squares than this is rounding: the targets are all alike. */
    private static final double SPREAD_MIN = 1e-12;

    @Override
    public int width() {
        return 5;
    }

    @Override
    public void add(Sums sums, float[] outputs, float[] targets, float[] weights) {
        for (int row = 0; row < targets.length; row++) {
            double weight = weights.length == 0 ? 1 : weights[row];
            double target = targets[row];
            double error = outputs[row] - target;
            sums.add(WEIGHT, weight);
            sums.add(ABSOLUTE, weight * Math.abs(error));
            sums.add(SQUARED, weight * error * error);
            sums.add(TARGET, weight * target);
            sums.add(TARGET_SQUARED, weight * target * target);
        }
    }

    @Override
    public double loss(double[] sums) {
        return sums[SQUARED] / sums[WEIGHT];
    }

    @Override
    public List<Figure> figures(double[] sums) {
        double rows = sums[WEIGHT];
        double mean = sums[TARGET] / rows;
        double spread = sums[TARGET_SQUARED] / rows - mean * mean; // targets are standardised: nothing cancels
        boolean alike = spread <= SPREAD_MIN * sums[TARGET_SQUARED] / rows;
        double explained = alike ? Double.NaN : 1 - sums[SQUARED] / rows / spread;
        double guess = alike ? 0 : scale * Math.sqrt(spread);
        return List.of(
                Measure.RMSE.of(scale * Math.sqrt(sums[SQUARED] / rows), guess),
                Measure.MAE.of(scale * sums[ABSOLUTE] / rows, Double.NaN),
                Measure.R2.of(explained, 0));
    }
}
