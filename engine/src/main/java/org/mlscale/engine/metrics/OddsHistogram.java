package org.mlscale.engine.metrics;

/**
 * How often something happened, by the probability it was given: two histograms of the log-odds, of the rows where it happened and of the
 * others, {@value #BINS} bins 1/128 wide. Rows that close count as tied. They lie in a vector of sums, from {@code start} on.
 */
record OddsHistogram(int start) {
    private static final int BINS = 4096;
    private static final double BINS_PER_UNIT = 128;

    /** Sums that it takes. */
    static final int WIDTH = 2 * BINS;

    /** The customary number; each holds a fifteenth of the rows, by their probability. */
    private static final int GROUPS = 15;

    void add(Sums sums, float probability, boolean happened, double weight) {
        sums.add(start + (happened ? BINS : 0) + bin(probability), weight);
    }

    private static int bin(float probability) {
        double logOdds = Math.log(probability / (1.0 - probability));
        return (int) Math.clamp(BINS / 2 + Math.floor(logOdds * BINS_PER_UNIT), 0.0, BINS - 1.0);
    }

    /** That in the middle of the bin: off by 0.001 at most. */
    private static double probability(int bin) {
        return 1 / (1 + Math.exp((BINS / 2 - bin - 0.5) / BINS_PER_UNIT));
    }

    private double happened(double[] sums, int bin) {
        return sums[start + BINS + bin];
    }

    private double others(double[] sums, int bin) {
        return sums[start + bin];
    }

    /** The share of pairs, one of each kind, that the probability puts in order, ties half; NaN where one kind does not occur. */
    double areaUnderCurve(double[] sums) {
        double happened = 0;
        double below = 0;
        double pairs = 0;
        for (int bin = 0; bin < BINS; bin++) {
            pairs += happened(sums, bin) * (below + others(sums, bin) / 2);
            below += others(sums, bin);
            happened += happened(sums, bin);
        }
        return pairs / (below * happened);
    }

    /** The precision at each threshold, weighted by what it adds to the recall, as scikit-learn has it; NaN where nothing happened. */
    double averagePrecision(double[] sums) {
        double happened = 0;
        double others = 0;
        double precision = 0;
        for (int bin = BINS - 1; bin >= 0; bin--) {
            double here = happened(sums, bin);
            happened += here;
            others += others(sums, bin);
            precision += here == 0 ? 0 : here * happened / (happened + others);
        }
        return precision / happened;
    }

    /**
     * How far the probability is from how often it happened, on average over {@value #GROUPS} groups of equal mass. Groups of equal width, the
     * other custom, put nearly all rows into one where what is predicted is rare, and see nothing there.
     *
     * @see "Roelofs et al., Mitigating bias in calibration error estimation, AISTATS 2022"
     */
    double calibrationError(double[] sums) {
        double all = 0;
        for (int i = start; i < start + WIDTH; i++) {
            all += sums[i];
        }
        double[] gaps = new double[GROUPS];
        double before = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double rows = happened(sums, bin) + others(sums, bin);
            if (rows > 0) {
                int group = (int) Math.min(GROUPS - 1, GROUPS * (before + rows / 2) / all);
                gaps[group] += happened(sums, bin) - rows * probability(bin);
                before += rows;
            }
        }
        double error = 0;
        for (double gap : gaps) {
            error += Math.abs(gap);
        }
        return error / all;
    }
}
