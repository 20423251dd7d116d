package org.mlscale.engine.schema;

/**
 * Count, mean, sum of squared deviations, smallest and largest of some numbers. Merged in chunk order, so the bits do not depend on
 * threads.
 *
 * @see "Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979"
 */
public record Moments(long count, double mean, double squares, double min, double max) {
    public static final Moments NONE = new Moments(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /** Of {@code values}; NaN is left out. Two passes: the mean, then the deviations from it. */
    public static Moments of(float[] values) {
        long count = 0;
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                count++;
                sum += value;
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                squares += (value - mean) * (value - mean);
            }
        }
        return new Moments(count, mean, squares, min, max);
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
