package org.mlscale.engine.batch;

/**
 * Encoded rows, ready for a net. The caller of {@link Feed} owns the arrays.
 *
 * @param features float32 [rowCount x featureCount], row-major
 * @param targets float32 [rowCount x targetCount], row-major: the standardised numbers, or the index of the class; NaN where there is none
 * @param weights float32 [rowCount]; empty when every row weighs 1
 * @param rowNumbers int64 [rowCount]: each row's number in the table, from 0
 */
public record Batch(float[] features, int featureCount, float[] targets, float[] weights, long[] rowNumbers) {
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
}
