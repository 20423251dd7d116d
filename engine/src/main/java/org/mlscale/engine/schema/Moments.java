package org.mlscale.engine.schema;

/**
 * Count, mean, sum of squared deviations, smallest and largest of some numbers. Merged in chunk order, so the bits do not depend on
 * threads.
 *
 * @see "Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979"
 */
public record Moments(long count, double mean, double squares, double min, double max) {
    public static final Moments NONE = new Moments(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /** Of {@code values}; NaN is left out. */
    public static Moments of(float[] values) {
        return of(values, values.length);
    }

    /**
     * Of the first {@code length} of {@code values}, in one pass: sums of deviations from one of the numbers and of their squares. That one lies at most √n standard deviations from the
     * mean, so of the squares no more than log<sub>2</sub> n of 53 bits are lost.
     */
    public static Moments of(float[] values, int length) {
        int first = 0;
        while (first < length && Float.isNaN(values[first])) {
            first++;
        }
        if (first == length) {
            return NONE;
        }
        Lane even = new Lane(values[first]);
        Lane odd = new Lane(values[first]);
        int i = first;
        for (; i + 1 < length; i += 2) {
            even.add(values[i]);
            odd.add(values[i + 1]);
        }
        if (i < length) {
            even.add(values[i]);
        }
        return even.with(odd);
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

    /** Every other number: one sum waits for each addition to end, four times as long as it takes to begin another. */
    private static final class Lane {
        private final double origin;
        private double sum;
        private double squares;
        private float min = Float.POSITIVE_INFINITY;
        private float max = Float.NEGATIVE_INFINITY;
        private int count;

        Lane(double origin) {
            this.origin = origin;
        }

        void add(float value) {
            if (Float.isNaN(value)) {
                return;
            }
            double deviation = value - origin;
            sum += deviation;
            squares += deviation * deviation;
            min = value < min ? value : min;
            max = value > max ? value : max;
            count++;
        }

        Moments with(Lane other) {
            int all = count + other.count;
            double deviations = sum + other.sum;
            double mean = deviations / all;
            return new Moments(
                    all,
                    origin + mean,
                    Math.max(0, squares + other.squares - mean * deviations),
                    Math.min(min, other.min),
                    Math.max(max, other.max));
        }
    }
}
