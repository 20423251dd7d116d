package org.mlscale.engine.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.table.Draws;

/**
 * How sure the difference of two models' figures on the same rows is: the rows are drawn again with replacement many times, the same ones for both, and
 * the figures follow from their sums as ever. A pure function of rows and seed.
 *
 * @see "Efron and Tibshirani, An Introduction to the Bootstrap, 1993, the percentile interval"
 */
final class PairedBootstrap {
    /** Draws of a row in all: some seconds on two cores. */
    private static final long DRAWS_MAX = 100_000_000;

    private static final int RESAMPLES_MAX = 2_000;
    private static final int SHARES = 16; // whatever the number of threads
    private static final long SEED = 42;

    private final Side ours;
    private final Side theirs;

    /** {@code ours} and {@code theirs}: the same rows in the same order. */
    PairedBootstrap(Side ours, Side theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    /** How often {@code rowCount} rows are drawn again: 2,000 times up to 50,000 rows. */
    static int resamples(int rowCount) {
        return Math.clamp(DRAWS_MAX / Math.max(1, rowCount), 1, RESAMPLES_MAX);
    }

    /** The middle 95 % of our figures less theirs, one interval a figure; NaN where most resamples do not tell. */
    List<Comparison.Interval> intervals(ExecutorService executor) {
        int resamples = resamples(ours.rowCount());
        List<Callable<List<double[]>>> tasks = new ArrayList<>();
        for (int share = 0; share < SHARES; share++) {
            int first = resamples * share / SHARES;
            int end = resamples * (share + 1) / SHARES;
            tasks.add(() -> differences(first, end));
        }
        List<double[]> all = new ArrayList<>(); // [resamples][figures]
        try {
            for (Future<List<double[]>> share : executor.invokeAll(tasks)) {
                all.addAll(share.get());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were drawn again", interrupted);
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
        List<Comparison.Interval> intervals = new ArrayList<>();
        for (int figure = 0; figure < all.getFirst().length; figure++) {
            int place = figure;
            double[] known = all.stream()
                    .mapToDouble(differences -> differences[place])
                    .filter(Double::isFinite)
                    .sorted()
                    .toArray();
            intervals.add(interval(known, resamples));
        }
        return intervals;
    }

    private static Comparison.Interval interval(double[] sorted, int resamples) {
        if (2 * sorted.length <= resamples) {
            return new Comparison.Interval(Double.NaN, Double.NaN);
        }
        int tail = (int) (0.025 * sorted.length);
        return new Comparison.Interval(sorted[tail], sorted[sorted.length - 1 - tail]);
    }

    private List<double[]> differences(int first, int end) {
        List<double[]> differences = new ArrayList<>();
        int[] times = new int[ours.rowCount()];
        for (int resample = first; resample < end; resample++) {
            Arrays.fill(times, 0);
            for (int i = 0; i < times.length; i++) {
                times[(int) Math.unsignedMultiplyHigh(Draws.draw(SEED, resample, i), times.length)]++;
            }
            List<Figure> our = ours.figures(times);
            List<Figure> their = theirs.figures(times);
            double[] difference = new double[our.size()];
            for (int i = 0; i < difference.length; i++) {
                difference[i] = our.get(i).value() - their.get(i).value();
            }
            differences.add(difference);
        }
        return differences;
    }
}
