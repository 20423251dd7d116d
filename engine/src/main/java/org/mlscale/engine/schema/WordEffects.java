package org.mlscale.engine.schema;

/**
 * How much the words of a column tell of the target, by an analysis of variance: {@code effects} is the variance of the words' own means, {@code noise} that of the
 * rows around the mean of their word. Classes count as a number each, 0 or 1.
 *
 * <p>What is learned of a word with n rows errs by {@code noise / n}: where that is more than {@code effects}, nothing had better be learned of it.
 *
 * @see "Searle, Casella and McCulloch, Variance components, 1992: the estimators of Henderson's method for one way"
 */
public final class WordEffects {
    private final int outputs;
    private final double[] sums; // [words x outputs]
    private final long[] counts;
    private double squares;

    /**
     * Of no rows yet.
     *
     * @param outputs numbers of a row's target: 1, or one a class
     */
    public WordEffects(int words, int outputs) {
        this.outputs = outputs;
        sums = new double[Math.multiplyExact(words, outputs)];
        counts = new long[words];
    }

    /** A row with {@code word} whose target has {@code value} in place {@code output} and 0 in the others. */
    public void add(int word, int output, double value) {
        counts[word]++;
        sums[word * outputs + output] += value;
        squares += value * value;
    }

    /** How many rows a word must have for more of it to be learned than is noise; infinite if the words tell nothing. */
    public double rowsToTell() {
        long rows = 0;
        double squaredCounts = 0;
        int words = 0;
        double within = squares;
        double[] totals = new double[outputs];
        double between = 0;
        for (int word = 0; word < counts.length; word++) {
            if (counts[word] > 0) {
                words++;
                rows += counts[word];
                squaredCounts += (double) counts[word] * counts[word];
                for (int output = 0; output < outputs; output++) {
                    double sum = sums[word * outputs + output];
                    totals[output] += sum;
                    between += sum * sum / counts[word];
                }
            }
        }
        if (words < 2 || rows == words) {
            return Double.POSITIVE_INFINITY;
        }
        within -= between;
        for (double total : totals) {
            between -= total * total / rows;
        }
        double noise = Math.max(0, within / (rows - words));
        double perWord = (rows - squaredCounts / rows) / (words - 1);
        double effects = (between / (words - 1) - noise) / perWord;
        return effects > 0 ? noise / effects : Double.POSITIVE_INFINITY;
    }
}
