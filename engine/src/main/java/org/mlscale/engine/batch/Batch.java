package org.mlscale.engine.batch;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Encoded rows, ready for a net. The caller of {@link Feed} owns the arrays.
 *
 * @param features float32 [rowCount x featureCount], row-major
 * @param targets float32 [rowCount x targetCount], row-major: the standardised numbers, or the index of the class; NaN where there is none
 * @param weights float32 [rowCount]; empty when every row weighs 1
 * @param rowNumbers int64 [rowCount]: each row's number in the table, from 0
 * @param folds int8 [rowCount]: the fold of each row, which the ensemble's member of that number never learns from and alone judges; empty where the table has none
 */
public record Batch(
        float[] features, int featureCount, float[] targets, float[] weights, long[] rowNumbers, byte[] folds) {
    /** Of a table without folds. */
    public Batch(float[] features, int featureCount, float[] targets, float[] weights, long[] rowNumbers) {
        this(features, featureCount, targets, weights, rowNumbers, new byte[0]);
    }

    /** The same rows in these folds; the array becomes the batch's. */
    public Batch withFolds(byte[] ofRows) {
        return new Batch(features, featureCount, targets, weights, rowNumbers, ofRows);
    }

    public int rowCount() {
        return rowNumbers.length;
    }

    /** Targets a row. */
    public int targetCount() {
        return rowCount() == 0 ? 0 : targets.length / rowCount();
    }

    /** The sum of the rows' weights, added in row order. */
    public double weight() {
        if (weights.length == 0) {
            return rowCount();
        }
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** The rows for which {@code wanted} says so, in their order, as a batch of their own without folds. */
    public Batch only(IntPredicate wanted) {
        int[] rows = IntStream.range(0, rowCount()).filter(wanted).toArray();
        int targetCount = rowCount() == 0 ? 0 : targets.length / rowCount();
        float[] some = new float[rows.length * featureCount];
        float[] someTargets = new float[rows.length * targetCount];
        float[] someWeights = new float[weights.length == 0 ? 0 : rows.length];
        long[] numbers = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(features, rows[i] * featureCount, some, i * featureCount, featureCount);
            System.arraycopy(targets, rows[i] * targetCount, someTargets, i * targetCount, targetCount);
            numbers[i] = rowNumbers[rows[i]];
            if (someWeights.length > 0) {
                someWeights[i] = weights[rows[i]];
            }
        }
        return new Batch(some, featureCount, someTargets, someWeights, numbers);
    }
}
