package org.mlscale.engine.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Judges numbers, one or several a row, as they are predicted: in units of the table. The loss alone is of the numbers as they are learned, which
 * is what training makes smaller. Guessing is the best constant answer on the same rows: their mean.
 *
 * <p>The mean of logarithms stands for less than the mean. What is missing is measured on the judged rows, as the mean of what they are times the
 * prediction; a row counts as at most {@code e^}{@value #EXCESS_MAX} = 20 times, or one row in a thousand would raise all predictions.
 *
 * @param yardsticks one a target, in the order of the net's outputs
 * @see "Duan, Smearing estimate: a nonparametric retransformation method, JASA 1983"
 */
public record NumberJudge(List<Yardstick> yardsticks) implements Judge {
    private static final int WEIGHT = 0;
    private static final int LOSS = 1;
    private static final int PER_TARGET = 2; // then these of each target:
    private static final int ABSOLUTE = 0;
    private static final int SQUARED = 1;
    private static final int TARGET = 2;
    private static final int TARGET_SQUARED = 3;
    private static final int EXCESS = 4;
    private static final int SUMS_A_TARGET = 5;

    private static final int EXCESS_MAX = 3;

    /** A smaller share of the targets' squares than this is rounding: the targets are all alike. */
    private static final double SPREAD_MIN = 1e-12;

    public NumberJudge {
        yardsticks = List.copyOf(yardsticks);
    }

    /** The same for predictions that are judged as they are, wherever they fall. */
    public NumberJudge unlimited() {
        return new NumberJudge(yardsticks.stream().map(Yardstick::unlimited).toList());
    }

    @Override
    public int targetCount() {
        return yardsticks.size();
    }

    @Override
    public int width() {
        return PER_TARGET + SUMS_A_TARGET * targetCount();
    }

    @Override
    public void add(Sums sums, float[] outputs, float[] targets, float[] weights) {
        int count = targetCount();
        for (int row = 0; row * count < targets.length; row++) {
            double weight = weights.length == 0 ? 1 : weights[row];
            sums.add(WEIGHT, weight);
            for (int i = 0; i < count; i++) {
                add(sums, i, outputs[row * count + i], targets[row * count + i], weight);
            }
        }
    }

    private void add(Sums sums, int index, float output, float target, double weight) {
        Yardstick yardstick = yardsticks.get(index);
        int at = at(index);
        double missed = (double) target - output;
        double actual = yardstick.actual(target);
        double error = yardstick.predicted(output) - actual;
        sums.add(LOSS, weight * missed * missed / targetCount());
        sums.add(at + ABSOLUTE, weight * Math.abs(error));
        sums.add(at + SQUARED, weight * error * error);
        sums.add(at + TARGET, weight * actual);
        sums.add(at + TARGET_SQUARED, weight * actual * actual);
        sums.add(at + EXCESS, weight * StrictMath.exp(Math.min(EXCESS_MAX, missed * yardstick.logUnit())));
    }

    private static int at(int index) {
        return PER_TARGET + SUMS_A_TARGET * index;
    }

    @Override
    public double loss(double[] sums) {
        return sums[LOSS] / sums[WEIGHT];
    }

    @Override
    public double[] correction(double[] sums) {
        if (sums[WEIGHT] == 0 || yardsticks.stream().allMatch(yardstick -> yardstick.logUnit() == 0)) {
            return new double[0];
        }
        double[] correction = new double[targetCount()];
        for (int i = 0; i < correction.length; i++) {
            double logUnit = yardsticks.get(i).logUnit();
            double times = sums[at(i) + EXCESS] / sums[WEIGHT];
            correction[i] = logUnit == 0 ? 0 : StrictMath.log(times) / logUnit;
        }
        return correction;
    }

    @Override
    public List<Figure> figures(double[] sums) {
        if (targetCount() == 1) {
            return figures(sums, 0, "");
        }
        List<Figure> figures = new ArrayList<>();
        double explained = 0;
        for (int i = 0; i < targetCount(); i++) {
            figures.addAll(figures(sums, i, "_" + yardsticks.get(i).name()));
            explained += figures.getLast().value();
        }
        figures.addFirst(new Figure("r2", explained / targetCount(), 0, true));
        return figures;
    }

    private List<Figure> figures(double[] sums, int index, String suffix) {
        int at = at(index);
        double unit = yardsticks.get(index).unit();
        double rows = sums[WEIGHT];
        double mean = sums[at + TARGET] / rows;
        double square = sums[at + TARGET_SQUARED] / rows;
        double spread = square - mean * mean; // targets are standardised, or spread wide: nothing cancels
        boolean alike = spread <= SPREAD_MIN * square;
        double squared = sums[at + SQUARED] / rows;
        return List.of(
                new Figure("rmse" + suffix, unit * Math.sqrt(squared), alike ? 0 : unit * Math.sqrt(spread), false),
                new Figure("mae" + suffix, unit * sums[at + ABSOLUTE] / rows, Double.NaN, false),
                new Figure("r2" + suffix, alike ? Double.NaN : 1 - squared / spread, 0, true));
    }
}
