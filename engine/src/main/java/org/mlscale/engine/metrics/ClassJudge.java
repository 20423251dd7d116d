package org.mlscale.engine.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Judges classes: from one probability of the second class, or one of each.
 *
 * <p>Ranking and calibration are those of the probability of the second class; of more than two, the calibration is that of the probability of
 * the class predicted.
 *
 * <p>Guessing is the best constant answer on the same rows: the commonest class, or the shares of the classes.
 */
public record ClassJudge(int classCount) implements Judge {
    /** A probability of 0 that comes true is not infinitely wrong: float32 and the net's own loss end here. */
    private static final double PROBABILITY_MIN = 1e-7;

    private static final int WEIGHT = 0;
    private static final int LOSS = 1;
    private static final int PER_CLASS = 2; // then hits, predicted and actual weight of each class, then the histograms

    private boolean binary() {
        return classCount == 2;
    }

    private OddsHistogram odds() {
        return new OddsHistogram(PER_CLASS + 3 * classCount);
    }

    @Override
    public int width() {
        return PER_CLASS + 3 * classCount + OddsHistogram.WIDTH;
    }

    @Override
    public void add(Sums sums, float[] outputs, float[] targets, float[] weights) {
        add(sums, predicted(outputs, targets.length), outputs, targets, weights);
    }

    /** The same with classes that were predicted by another rule, int32 [rowCount]. */
    public void add(Sums sums, int[] predicted, float[] outputs, float[] targets, float[] weights) {
        int columns = binary() ? 1 : classCount;
        OddsHistogram odds = odds();
        for (int row = 0; row < targets.length; row++) {
            double weight = weights.length == 0 ? 1 : weights[row];
            int actual = (int) targets[row];
            boolean hit = actual == predicted[row];
            double probability =
                    binary() ? (actual == 1 ? outputs[row] : 1.0 - outputs[row]) : outputs[row * columns + actual];
            sums.add(WEIGHT, weight);
            sums.add(LOSS, -weight * Math.log(Math.max(PROBABILITY_MIN, probability)));
            sums.add(hits(actual), hit ? weight : 0);
            sums.add(predictedAs(predicted[row]), weight);
            sums.add(actually(actual), weight);
            if (binary()) {
                odds.add(sums, outputs[row], actual == 1, weight);
            } else {
                odds.add(sums, outputs[row * columns + predicted[row]], hit, weight);
            }
        }
    }

    /** Of each row the class of the largest probability, the first among equals; of two classes the second from ½ on. */
    public int[] predicted(float[] outputs, int rowCount) {
        int[] predicted = new int[rowCount];
        for (int row = 0; row < rowCount; row++) {
            predicted[row] = binary() ? (outputs[row] >= 0.5f ? 1 : 0) : largest(outputs, row * classCount);
        }
        return predicted;
    }

    private int largest(float[] outputs, int at) {
        int best = 0;
        for (int i = 1; i < classCount; i++) {
            best = outputs[at + i] > outputs[at + best] ? i : best;
        }
        return best;
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
        figures.add(Measure.ACCURACY.of(hits / rows, commonest / rows));
        figures.add(Measure.LOG_LOSS.of(loss(sums), rows == 0 ? Double.NaN : guessLoss));
        if (binary()) {
            figures.add(Measure.AUC.of(odds().areaUnderCurve(sums), 0.5));
            figures.add(Measure.AVERAGE_PRECISION.of(odds().averagePrecision(sums), sums[actually(1)] / rows));
        }
        figures.add(macroF1(sums, commonest));
        // a constant share of the classes is calibrated by definition: it says nothing to compare with
        figures.add(Measure.ECE.of(odds().calibrationError(sums), Double.NaN));
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
        return Measure.MACRO_F1.of(f1 / occurring, 2 * commonest / (sums[WEIGHT] + commonest) / guessable);
    }
}
