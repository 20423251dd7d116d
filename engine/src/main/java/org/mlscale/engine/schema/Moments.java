package org.mlscale.engine.schema;

import java.util.Arrays;

/**
 * Count, mean, sum of squared deviations, smallest and largest of some numbers. Merged in chunk order, so the bits do not depend on
 * threads.
 *
 * @see "Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979"
 */
public record Moments(long count, double mean, double squares, double min, double max) {
    /** Sums that are added to in turn: one sum waits for each addition to end, four times as long as it takes to begin another. */
    private static final int LANES = 8;

    public static final Moments NONE = new Moments(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /** Of {@code values}; NaN is left out. Two passes: the mean, then the deviations from it. */
    public static Moments of(float[] values) {
        return of(values, values.length);
    }

    /** Of the first {@code length} of {@code values}. */
    public static Moments of(float[] values, int length) {
        double[] sums = new double[LANES];
        int count = 0;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            float value = values[i];
            boolean there = !Float.isNaN(value);
            count += there ? 1 : 0;
            sums[i % LANES] += there ? value : 0;
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        double mean = count == 0 ? 0 : Arrays.stream(sums).sum() / count;
        double[] squares = new double[LANES];
        for (int i = 0; i < length; i++) {
            double deviation = Float.isNaN(values[i]) ? 0 : values[i] - mean;
            squares[i % LANES] += deviation * deviation;
        }
        return new Moments(count, mean, Arrays.stream(squares).sum(), min, max);
    }

    public Moments merge(Moments later) {
        if (count == 0 || later.count == 0) {
            return count == 0 ? later : this;
        }
        long total = count + later.count;
        double shift = later.mean - mean;
        double share = (double) later.count / total;
        return new Moments(
                total,
                mean + shift * share,
                squares + later.squares + shift * shift * share * count,
                Math.min(min, later.min),
                Math.max(max, later.max));
    }

    /** Square root of the mean squared deviation; 0 for numbers that are all alike. */
    public double deviation() {
        return count == 0 || min == max ? 0 : Math.sqrt(squares / count);
    }
}
