package org.mlscale.engine.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.fault.Joined;
import org.mlscale.engine.metrics.Judge;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.table.RowSample;
import org.mlscale.engine.table.Table;

/**
 * What a linear model would have done: ridge regression, or logistic regression, fitted on a sample of the training rows and judged on the held-out
 * rows, as the net is. A net without hidden layers is a linear model, so losses, heads and weights are the net's own.
 *
 * <p>A pure function of table, seed and kernel: its work is bounded by counts, never by the clock.
 *
 * @param metrics on the held-out rows
 * @param rows rows it was fitted on; with folds, one fit a fold, those of the largest
 */
public record LinearBaseline(Metrics metrics, int rows) {
    private static final String FITTING = "a linear model was fitted";

    /** Inputs of all its rows together: 32 MB. */
    private static final long CELLS_MAX = 1 << 23;

    /** Multiplications of one look at all its rows: some 20 ms on two cores. */
    private static final long PRODUCTS_MAX = 1 << 27;

    private static final int STEPS_MAX = 40;
    private static final int LOOKS_MAX = 50;

    /** Rows that are taken at a time: fixed, or the bits would depend on the machine. */
    private static final int BLOCK_ROWS = 1024;

    /** Shares of the held-out rows, whose metrics are merged in their order. */
    private static final int SHARES = 16;

    /** What there is to work with. {@code executor}: all its threads are used, by as many calls at once. */
    public record Bench(
            Table table, Feed feed, Judge judge, Function<Net, Network> networks, ExecutorService executor) {}

    /**
     * Fits and judges.
     *
     * @param like the net that it stands beside
     */
    public static LinearBaseline of(Bench bench, Net like, long seed) {
        int[] places = bench.table.schema().plainInputs().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        Net net = Net.mlp(places.length, List.of(), like.outputs(), like.head());
        Network network = bench.networks.apply(net);
        Metrics metrics = Metrics.none(bench.judge);
        int rows = 0;
        for (int fold = 0; fold < Math.max(1, bench.table.folds().count()); fold++) {
            List<Batch> blocks = blocks(bench, places, net, seed, fold);
            double[] fitted = new Minimiser(STEPS_MAX, LOOKS_MAX)
                    .minimise((x, slope) -> loss(bench, network, blocks, x, slope), new double[net.paramCount()]);
            metrics = metrics.merge(judged(bench, places, network, narrowed(fitted), fold));
            rows = Math.max(rows, blocks.stream().mapToInt(Batch::rowCount).sum());
        }
        return new LinearBaseline(metrics, rows);
    }

    /** In a table with folds, those that are learned from if {@code fold} is judged. */
    private static Batch outside(Batch batch, int fold) {
        return batch.folds().length == 0 ? batch : batch.only(row -> batch.folds()[row] != fold);
    }

    private static Batch inside(Batch batch, int fold) {
        return batch.folds().length == 0 ? batch : batch.only(row -> batch.folds()[row] == fold);
    }

    private static List<Batch> blocks(Bench bench, int[] places, Net net, long seed, int fold) {
        long rowsMax = Math.min(CELLS_MAX, PRODUCTS_MAX / net.outputs()) / net.inputs();
        long[] ordinals = RowSample.training(bench.table, Math.clamp(rowsMax, 1, RowSample.ROWS_MAX), seed);
        List<Callable<Batch>> tasks = new ArrayList<>();
        for (int from = 0; from < ordinals.length; from += BLOCK_ROWS) {
            long[] some = Arrays.copyOfRange(ordinals, from, Math.min(from + BLOCK_ROWS, ordinals.length));
            tasks.add(() -> only(outside(bench.feed.training(some), fold), places));
        }
        return all(bench.executor, tasks);
    }

    /** The mean loss of a row and its slope, and a little of the squared weights: as much as one row's, as scikit-learn's default has it. */
    private static double loss(Bench bench, Network network, List<Batch> blocks, double[] x, double[] slope) {
        float[] params = narrowed(x);
        record Part(double loss, float[] gradient) {}
        List<Callable<Part>> tasks = new ArrayList<>();
        for (Batch block : blocks) {
            tasks.add(() -> {
                float[] gradient = new float[params.length];
                return new Part(network.gradient(params, block, 0, gradient), gradient);
            });
        }
        double weight = blocks.stream().mapToDouble(Batch::weight).sum();
        double loss = 0;
        Arrays.fill(slope, 0);
        for (Part part : all(bench.executor, tasks)) { // in the order of the rows
            loss += part.loss;
            for (int i = 0; i < slope.length; i++) {
                slope[i] += part.gradient[i];
            }
        }
        int weights = x.length - network.net().outputs(); // the biases are not pulled to 0
        for (int i = 0; i < x.length; i++) {
            double pull = i < weights ? x[i] : 0;
            loss += pull * pull / 2;
            slope[i] = (slope[i] + pull) / weight;
        }
        return loss / weight;
    }

    private static Metrics judged(Bench bench, int[] places, Network network, float[] params, int fold) {
        long held = bench.table.holdout().rowCount();
        List<Callable<Metrics>> tasks = new ArrayList<>();
        for (int share = 0; share < SHARES; share++) {
            long first = RowPlan.cut(held, share, SHARES);
            long end = RowPlan.cut(held, share + 1, SHARES);
            tasks.add(() -> {
                Metrics metrics = Metrics.none(bench.judge);
                for (long from = first; from < end; from += BLOCK_ROWS) {
                    long[] ordinals = java.util.stream.LongStream.range(from, Math.min(from + BLOCK_ROWS, end))
                            .toArray();
                    Batch batch = only(inside(bench.feed.holdout(ordinals), fold), places);
                    metrics = metrics.merge(
                            Metrics.of(bench.judge, network.predict(params, batch), batch.targets(), batch.weights()));
                }
                return metrics;
            });
        }
        return all(bench.executor, tasks).stream().reduce(Metrics.none(bench.judge), Metrics::merge);
    }

    /** {@code batch} with the inputs at {@code places} alone. */
    private static Batch only(Batch batch, int[] places) {
        if (places.length == batch.featureCount()) {
            return batch;
        }
        float[] features = new float[batch.rowCount() * places.length];
        for (int i = 0; i < features.length; i++) {
            int row = i / places.length;
            features[i] = batch.features()[row * batch.featureCount() + places[i % places.length]];
        }
        return new Batch(features, places.length, batch.targets(), batch.weights(), batch.rowNumbers());
    }

    private static float[] narrowed(double[] x) {
        float[] narrow = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            narrow[i] = (float) x[i];
        }
        return narrow;
    }

    /** The results in the order of the tasks. */
    private static <T> List<T> all(ExecutorService executor, List<Callable<T>> tasks) {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : executor.invokeAll(tasks)) {
                results.add(Joined.result(future, FITTING));
            }
            return results;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + FITTING, interrupted);
        }
    }
}
