package org.mlscale.engine.train;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.model.Ensemble;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.table.LaneShape;

/**
 * mlscale's nets, as training runs them: {@code NetBench 28-300-2 THREADS WARM SECONDS TASK…}, a task being the rows of a step, or {@code predict}. Prints a line of JSON for each,
 * of the steps that SECONDS of the process's CPU time were enough for, after WARM of them.
 *
 * <p>A step is all that {@link Training} does between two batches: threads claim slices of a {@link SumTree} and add their gradients, {@link Adam} applies the sum, and the state's
 * average follows. It is done here once more, since {@link LaneSet} takes encoded rows from a table only, and rows are in memory here. Params and rows are those of torch_bench.py,
 * which computes them by the same formula.
 */
public final class NetBench {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int ROWS = 1 << 14;
    private static final int PREDICTED_ROWS = 1024; // as LaneSet does
    private static final int CHECKED_STEP = 20;
    private static final float LEARNING_RATE = 0.001f;
    private static final float SPREAD = 1.7f; // of features: about ±√3, so their variance is 1
    private static final long PARAMS_FROM = 1 << 24; // of what signed() is called with; features are below

    private final Net net;
    private final Network network;
    private final int threads;
    private final ExecutorService executor;

    private NetBench(Net net, int threads, ExecutorService executor) {
        this.net = net;
        this.network = Networks.of(net);
        this.threads = threads;
        this.executor = executor;
    }

    public static void main(String[] args) throws InterruptedException, ExecutionException {
        List<Integer> widths =
                Stream.of(args[0].split("-")).map(Integer::valueOf).toList();
        int outputs = widths.getLast();
        Net net = Net.mlp(
                widths.getFirst(),
                widths.subList(1, widths.size() - 1),
                outputs,
                outputs == 1 ? Head.YES_NO : Head.CLASSES);
        int threads = Integer.parseInt(args[1]);
        double warm = Double.parseDouble(args[2]);
        double seconds = Double.parseDouble(args[3]);
        System.out.printf("{\"version\": \"Java %s, %s\"}%n", Runtime.version(), Networks.engine());
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            NetBench bench = new NetBench(net, threads, executor);
            for (String task : List.of(args).subList(4, args.length)) {
                Run run = task.equals("predict") ? bench.predicting() : bench.training(Integer.parseInt(task));
                measure(task, run, warm, seconds);
            }
        }
    }

    /** Something to do again and again. */
    private interface Run {
        int rows();

        void once() throws InterruptedException, ExecutionException;

        /** What shows that the peer does the same. */
        double answer();
    }

    private static void measure(String task, Run run, double warm, double seconds)
            throws InterruptedException, ExecutionException {
        for (int i = 0; i < CHECKED_STEP; i++) {
            run.once();
        }
        double answer = run.answer();
        repeat(run, warm);
        double cpu = cpuSeconds();
        long wall = System.nanoTime();
        long times = repeat(run, seconds);
        System.out.printf(
                Locale.ROOT,
                "{\"task\": \"%s\", \"rows\": %d, \"cpu\": %.4f, \"wall\": %.4f, \"answer\": %.9g}%n",
                task,
                times * run.rows(),
                cpuSeconds() - cpu,
                (System.nanoTime() - wall) / 1e9,
                answer);
    }

    private static long repeat(Run run, double seconds) throws InterruptedException, ExecutionException {
        double end = cpuSeconds() + seconds;
        long times = 0;
        for (; cpuSeconds() < end; times++) {
            run.once();
        }
        return times;
    }

    /** Of the whole process, in steps of 10 ms. */
    private static double cpuSeconds() {
        return SYSTEM.getProcessCpuTime() / 1e9;
    }

    /** A step of {@code batchRows} rows. Its answer is the mean loss of its rows. */
    private Run training(int batchRows) {
        LaneShape shape = LaneShape.of(batchRows, 0, net.inputs());
        TrainJob job = new TrainJob(new Ensemble(net, 1), shape, Adam.of(LEARNING_RATE), 1, 1, Plateau.never());
        TrainState state = TrainState.fresh(job);
        System.arraycopy(params(), 0, state.params(), 0, net.paramCount());
        List<Batch> slices = new ArrayList<>();
        for (int row = 0; row < ROWS; row += shape.sliceRows()) {
            slices.add(rows(row, shape.sliceRows()));
        }
        int batches = ROWS / shape.batchRows();
        Deque<StepSum> spares = new ArrayDeque<>();
        return new Run() {
            private double loss;

            @Override
            public int rows() {
                return shape.batchRows();
            }

            @Override
            public void once() throws InterruptedException, ExecutionException {
                int first = (int) (state.step() % batches) * shape.laneCount();
                SumTree tree = new SumTree(shape.laneCount(), threads, spares, () -> new StepSum(network.paramCount()));
                List<Future<?>> others = new ArrayList<>();
                for (int i = 1; i < threads; i++) {
                    others.add(executor.submit(() -> pull(tree, state, slices, first)));
                }
                pull(tree, state, slices, first);
                for (Future<?> other : others) {
                    other.get();
                }
                StepSum sum = tree.root();
                job.optimizer().apply(state, sum, 1);
                state.stepped();
                loss = sum.loss() / sum.weight();
                spares.push(sum);
            }

            @Override
            public double answer() {
                return loss;
            }
        };
    }

    private void pull(SumTree tree, TrainState state, List<Batch> slices, int first) {
        try {
            for (var claim = tree.claim(); claim.isPresent(); claim = tree.claim()) {
                int lane = claim.get().lane();
                StepSum sum = claim.get().sum();
                Batch slice = slices.get(first + lane);
                double loss = network.gradient(state.params(), slice, 0, sum.gradient());
                sum.count(loss, slice.weight(), slice.rowCount(), 0);
                tree.finish(lane, sum);
            }
        } catch (InterruptedException interrupted) {
            tree.fail();
            throw new IllegalStateException(interrupted);
        } catch (RuntimeException | Error failure) {
            tree.fail();
            throw failure;
        }
    }

    /** The answer is the mean of the first output. */
    private Run predicting() {
        float[] params = params();
        List<Batch> batches = new ArrayList<>();
        for (int row = 0; row < ROWS; row += PREDICTED_ROWS) {
            batches.add(rows(row, PREDICTED_ROWS));
        }
        return new Run() {
            private int times;
            private float[] predictions = new float[0];

            @Override
            public int rows() {
                return PREDICTED_ROWS;
            }

            @Override
            public void once() {
                predictions = network.predict(params, batches.get(times++ % batches.size()));
            }

            @Override
            public double answer() {
                double sum = 0;
                for (int row = 0; row < PREDICTED_ROWS; row++) {
                    sum += predictions[row * net.outputs()];
                }
                return sum / PREDICTED_ROWS;
            }
        };
    }

    /** Weights uniform in ±√(6 / (inputs + outputs)) of the layer; biases 0. */
    private float[] params() {
        float[] params = new float[net.paramCount()];
        int at = 0;
        for (Layer layer : net.layers()) {
            if (layer instanceof Layer.Dense dense) {
                float bound = (float) Math.sqrt(6.0 / (dense.inputs() + dense.outputs()));
                for (int i = at; i < at + dense.inputs() * dense.outputs(); i++) {
                    params[i] = bound * signed(PARAMS_FROM + i);
                }
            }
            at += layer.paramCount();
        }
        return params;
    }

    /** The target is the place of the greatest of the first inputs, as many as there are classes. */
    private Batch rows(int first, int count) {
        float[] features = new float[count * net.inputs()];
        for (int i = 0; i < features.length; i++) {
            features[i] = SPREAD * signed((long) first * net.inputs() + i);
        }
        float[] targets = new float[count];
        for (int row = 0; row < count; row++) {
            int at = row * net.inputs();
            int greatest = 0;
            for (int i = 1; i < Math.max(2, net.outputs()); i++) {
                greatest = features[at + i] > features[at + greatest] ? i : greatest;
            }
            targets[row] = greatest;
        }
        return new Batch(features, net.inputs(), targets, new float[0], new long[count]);
    }

    /** A number in [-1, 1] that looks drawn. */
    private static float signed(long i) {
        long bits = i * 2654435761L & 0xFFFFFFFFL;
        bits ^= bits >> 16;
        bits = bits * 2246822519L & 0xFFFFFFFFL;
        bits ^= bits >> 13;
        return (float) (bits / 0x1p31 - 1);
    }
}
