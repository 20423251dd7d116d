package org.mlscale.engine.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * A number as a row of ramps between knots: input t is {@code gain · (clip((x − knot[t]) / (knot[t+1] − knot[t]), 0, 1) − mean[t])}. A net learns steps and
 * plateaus from it that a single standardised input hides.
 *
 * @param knots ascending; none, or at least three
 * @param means of each ramp in training, 0 to 1, a missing cell counted as 0; one fewer than knots
 * @param gain how loud the ramps are, above 0
 * @see "Gorishniy, Rubachev and Babenko, On embeddings for numerical features in tabular deep learning, NeurIPS 2022"
 */
public record Ramps(List<Double> knots, List<Double> means, double gain) {
    public static final Ramps NONE = new Ramps(List.of(), List.of(), 1);

    public Ramps {
        knots = List.copyOf(knots);
        means = List.copyOf(means);
        if (knots.isEmpty() ? !means.isEmpty() : knots.size() < 3 || means.size() != knots.size() - 1) {
            throw new IllegalArgumentException("%d knots, %d means".formatted(knots.size(), means.size()));
        }
        for (int i = 1; i < knots.size(); i++) {
            if (!(knots.get(i) > knots.get(i - 1))) {
                throw new IllegalArgumentException("knots do not ascend: " + knots);
            }
        }
        for (double mean : means) {
            if (!(mean >= 0 && mean <= 1)) {
                throw new IllegalArgumentException("the mean of a ramp is " + mean);
            }
        }
        if (!(gain > 0)) {
            throw new IllegalArgumentException("ramps with gain " + gain);
        }
    }

    /**
     * At most {@code bins} ramps over {@code sorted}: values with more than 1/bins of the cells have a knot each, so that capital gains of 0 are one; then come
     * quantiles of the other cells, then of the other distinct values, for the tail.
     *
     * @param sorted cells, ascending, all finite
     * @param missing cells without a value beside {@code sorted}
     * @param bins at least 2
     */
    public static Ramps of(double[] sorted, long missing, int bins, double gain) {
        double[] knots = knots(sorted, bins);
        if (knots.length < 3) {
            return NONE;
        }
        double[] means = new double[knots.length - 1];
        long[] within = new long[means.length];
        int ramp = 0;
        for (double x : sorted) {
            while (ramp < means.length - 1 && x >= knots[ramp + 1]) {
                ramp++;
            }
            means[ramp] += (x - knots[ramp]) / (knots[ramp + 1] - knots[ramp]);
            within[ramp]++;
        }
        long past = 0; // cells beyond a ramp's end: 1 on it
        for (int t = means.length - 1; t >= 0; t--) {
            means[t] = (means[t] + past) / (sorted.length + missing);
            past += within[t];
        }
        return new Ramps(boxed(knots), boxed(means), gain);
    }

    /** At most bins + 1, and as many if there are as many distinct values; the least and the greatest are among them. */
    private static double[] knots(double[] sorted, int bins) {
        double[] distinct = new double[sorted.length];
        double[] rest = new double[sorted.length];
        TreeSet<Double> chosen = new TreeSet<>();
        int distinctCount = 0;
        int restCount = 0;
        for (int from = 0, to; from < sorted.length; from = to) {
            double value = sorted[from] + 0.0; // -0 equals 0 and must not be a second knot
            to = from + 1;
            while (to < sorted.length && sorted[to] == value) {
                to++;
            }
            distinct[distinctCount++] = value;
            if ((long) (to - from) * bins > sorted.length) {
                chosen.add(value);
            } else {
                Arrays.fill(rest, restCount, restCount + to - from, value);
                restCount += to - from;
            }
        }
        if (distinctCount <= bins + 1) {
            return Arrays.copyOf(distinct, distinctCount);
        }
        int quantiles =
                bins + 1 - chosen.size(); // at least 2: fewer than bins values have more than 1/bins of the cells
        for (int i = 0; i < quantiles; i++) {
            chosen.add(rest[(int) Math.round((double) i * (restCount - 1) / (quantiles - 1))]);
        }
        int left = bins + 1 - chosen.size();
        double[] others = Arrays.stream(distinct, 0, distinctCount)
                .filter(x -> !chosen.contains(x))
                .toArray(); // more than are left to choose
        for (int i = 0; i < left; i++) {
            chosen.add(others[(int) Math.round((i + 0.5) / left * (others.length - 1))]);
        }
        return chosen.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<Double> boxed(double[] numbers) {
        List<Double> list = new ArrayList<>(numbers.length);
        for (double number : numbers) {
            list.add(number);
        }
        return list;
    }

    /** Ramps, each of which is an input of the net. */
    public int count() {
        return means.size();
    }
}
