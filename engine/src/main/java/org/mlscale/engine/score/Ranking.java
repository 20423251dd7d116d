package org.mlscale.engine.score;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Measure;

/**
 * How well the probability of the second class puts rows in order, exactly: sorted once, counted anew for each weighting. The judge's histograms tie
 * rows that are close, which alone would tell apart two models that rank alike.
 */
final class Ranking {
    private final int[] order; // rows by falling probability
    private final boolean[] tied; // with the next one in that order
    private final boolean[] happened; // in that order, as is
    private final double[] weights;

    /** {@code outputs}, {@code targets} and {@code weights}: float32 [rowCount]. */
    Ranking(float[] outputs, float[] targets, float[] weights) {
        int rowCount = outputs.length;
        order = IntStream.range(0, rowCount)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -outputs[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        tied = new boolean[rowCount];
        happened = new boolean[rowCount];
        this.weights = new double[rowCount];
        for (int i = 0; i < rowCount; i++) {
            tied[i] = i + 1 < rowCount && outputs[order[i]] == outputs[order[i + 1]];
            happened[i] = targets[order[i]] == 1;
            this.weights[i] = weights[order[i]];
        }
    }

    /** {@code figures} with those of the order replaced by the exact ones, each row taken so many {@code times}. */
    List<Figure> exact(List<Figure> figures, int[] times) {
        double yes = 0; // above the tie that is being counted
        double no = 0;
        double yesTied = 0;
        double noTied = 0;
        double pairs = 0;
        double precision = 0;
        for (int i = 0; i < order.length; i++) {
            double weight = times[order[i]] * weights[i];
            yesTied += happened[i] ? weight : 0;
            noTied += happened[i] ? 0 : weight;
            if (!tied[i]) {
                pairs += noTied * (yes + yesTied / 2);
                yes += yesTied;
                no += noTied;
                precision += yesTied == 0 ? 0 : yesTied * yes / (yes + no);
                yesTied = 0;
                noTied = 0;
            }
        }
        double area = pairs / (yes * no);
        double average = precision / yes;
        return figures.stream()
                .map(figure -> figure.name().equals(Measure.AUC.text())
                        ? with(figure, area)
                        : figure.name().equals(Measure.AVERAGE_PRECISION.text()) ? with(figure, average) : figure)
                .toList();
    }

    private static Figure with(Figure figure, double value) {
        return new Figure(figure.name(), value, figure.baseline(), figure.higherIsBetter());
    }
}
