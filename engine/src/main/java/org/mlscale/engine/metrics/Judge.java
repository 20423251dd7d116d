package org.mlscale.engine.metrics;

import java.util.List;

/** What is summed up over rows for one kind of answer, and the figures that follow from the sums. */
public sealed interface Judge permits NumberJudge, ClassJudge {
    /** Targets a row. */
    default int targetCount() {
        return 1;
    }

    /** Sums that it keeps. */
    int width();

    /**
     * Adds rows to {@code sums}, in row order.
     *
     * @param outputs float32 [rowCount x outputs], past the net's head
     * @param targets float32 [rowCount x targetCount], row-major, as the net learns them
     * @param weights float32 [rowCount], or empty: all rows weigh 1
     */
    void add(Sums sums, float[] outputs, float[] targets, float[] weights);

    /** The same to {@code sums} [width]. */
    default void add(double[] sums, float[] outputs, float[] targets, float[] weights) {
        add((index, value) -> sums[index] += value, outputs, targets, weights);
    }

    /** What training makes smaller: the mean loss a row. */
    double loss(double[] sums);

    /**
     * What, added to the net's outputs before the head, would make predictions right in the mean; float64 [outputs], or empty where nothing is
     * learned but means.
     */
    default double[] correction(double[] sums) {
        return new double[0];
    }

    /** For people and scripts; the first is the one to look at. The same names in the same order, whatever the sums. */
    List<Figure> figures(double[] sums);
}
