package org.mlscale.engine.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Judges classes: from one probability of the second class, or one of each.
 *
 * <p>The area under the ROC curve comes from two histograms of the log-odds, {@value #BINS} bins 1/128 wide: exact but for pairs that close.
 *
 * <p>Guessing is the best constant answer on the same rows: the commonest class, or the shares of the classes.
 */
public record ClassJudge(int classCount) implements Judge {
    private static final int BINS = 4096;
    private static final double BINS_PER_UNIT = 128;

    /** A probability of 0 that comes true is not infinitely wrong: float32 and the net's own loss end here. */
    private static final double PROBABILITY_MIN = 1e-7;

    private static final int WEIGHT = 0;
    private static final int LOSS = 1;
    private static final int PER_CLASS = 2; // then hits, predicted and actual weight of each class, then the histograms

    private boolean binary() {
        return classCount == 2;
    }

    @Override
    public int width() {
        return PER_CLASS + 3 * classCount + (binary() ? 2 * BINS : 0);
    }

    @Override
    public void add(double[] sums, float[] outputs, float[] targets, float[] weights) {
        int columns = binary() ? 1 : classCount;
        for (int row = 0; row < targets.length; row++) {
            double weight = weights.length == 0 ? 1 : weights[row];
            int actual = (int) targets[row];
            int predicted = predicted(outputs, row * columns);
            double probability =
                    binary() ? (actual == 1 ? outputs[row] : 1.0 - outputs[row]) : outputs[row * columns + actual];
            sums[WEIGHT] += weight;
            sums[LOSS] -= weight * Math.log(Math.max(PROBABILITY_MIN, probability));
            sums[hits(actual)] += actual == predicted ? weight : 0;
            sums[predictedAs(predicted)] += weight;
            sums[actually(actual)] += weight;
            if (binary()) {
                sums[PER_CLASS + 3 * classCount + actual * BINS + bin(outputs[row])] += weight;
            }
        }
    }

    /** The class of the largest probability, the first among equals; for two classes the second from ½ on. */
    private int predicted(float[] outputs, int at) {
        if (binary()) {
            return outputs[at] >= 0.5f ? 1 : 0;
        }
        int best = 0;
        for (int i = 1; i < classCount; i++) {
            best = outputs[at + i] > outputs[at + best] ? i : best;
        }
        return best;
    }

    private static int bin(float probability) {
        double logOdds = Math.log(probability / (1.0 - probability));
        return (int) Math.clamp(BINS / 2 + Math.floor(logOdds * BINS_PER_UNIT), 0.0, BINS - 1.0);
    }

    private int hits(int index) {
        return PER_CLASS + index;
    }

    private int predictedAs(int index) {
        return PER_CLASS + classCount + index;
    }

    private int actually(int index) {
        return PER_CLASS + 2 * classCount + index;
    }

    @Override
    public double loss(double[] sums) {
        return sums[LOSS] / sums[WEIGHT];
    }

    @Override
    public List<Figure> figures(double[] sums) {
        double rows = sums[WEIGHT];
        double hits = 0;
        double commonest = 0;
        double guessLoss = 0;
        for (int i = 0; i < classCount; i++) {
            double actual = sums[actually(i)];
            hits += sums[hits(i)];
            commonest = Math.max(commonest, actual);
            guessLoss -= actual == 0 ? 0 : actual / rows * Math.log(actual / rows);
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("accuracy", hits / rows, commonest / rows, true));
        figures.add(new Figure("log_loss", loss(sums), rows == 0 ? Double.NaN : guessLoss, false));
        if (binary()) {
            figures.add(new Figure("auc", areaUnderCurve(sums), 0.5, true));
        } else {
            figures.add(macroF1(sums, commonest));
        }
        return figures;
    }

    /** The mean over the classes that occur among targets or predictions, as scikit-learn has it. */
    private Figure macroF1(double[] sums, double commonest) {
        double f1 = 0;
        int occurring = 0;
        int guessable = 0;
        for (int i = 0; i < classCount; i++) {
            double both = sums[predictedAs(i)] + sums[actually(i)];
            f1 += both == 0 ? 0 : 2 * sums[hits(i)] / both;
            occurring += both == 0 ? 0 : 1;
            guessable += sums[actually(i)] > 0 ? 1 : 0;
        }
        return new Figure("macro_f1", f1 / occurring, 2 * commonest / (sums[WEIGHT] + commonest) / guessable, true);
    }

    /** Unknown, NaN, where one of the two classes does not occur. */
    private double areaUnderCurve(double[] sums) {
        int negatives = PER_CLASS + 3 * classCount;
        int positives = negatives + BINS;
        double below = 0;
        double pairs = 0;
        for (int bin = 0; bin < BINS; bin++) {
            pairs += sums[positives + bin] * (below + sums[negatives + bin] / 2);
            below += sums[negatives + bin];
        }
        return pairs / (sums[actually(0)] * sums[actually(1)]);
    }
}
