package org.mlscale.engine.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.collective.LaneRange;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.fault.Joined;
import org.mlscale.engine.metrics.Judge;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.table.Draws;
import org.mlscale.engine.table.RowPlan;

/**
 * The lanes of one rank and the threads that pull them. Whatever the number of threads, sums have the same bits.
 *
 * <p>Called by the loop's thread only, which works as one of the threads. The sum returned is valid until the next call.
 */
public final class LaneSet {
    /** Rows that are predicted at a time: bounds what an evaluation holds in memory. */
    private static final int EVALUATED_ROWS = 1024;

    private final LaneRange lanes;
    private final Judge judge;
    private final int threads;
    private final ExecutorService executor;
    private final Work work;
    private final Deque<StepSum> spares = new ArrayDeque<>();
    private StepSum lent = new StepSum(0);

    /** {@code executor} has at least {@code threads - 1} threads free. */
    public LaneSet(LaneRange lanes, Judge judge, int threads, ExecutorService executor, Work work) {
        this.lanes = lanes;
        this.judge = judge;
        this.threads = Math.clamp(lanes.laneCount(), 1, threads);
        this.executor = executor;
        this.work = work;
    }

    /** This rank's share of the step; all zero if it owns no lane. */
    StepSum sum(Network net, TrainState state, Feed feed, RowPlan plan) {
        int paramCount = net.paramCount();
        if (lent.gradient().length == paramCount) {
            spares.push(lent);
            lent = new StepSum(0); // if this step fails, it is not lent twice
        }
        if (lanes.laneCount() == 0) {
            lent = spares.isEmpty() ? new StepSum(paramCount) : spares.pop();
            lent.clear();
        } else {
            SumTree tree = new SumTree(lanes.laneCount(), threads, spares, () -> new StepSum(paramCount));
            together(() -> pull(tree, net, state, feed, plan));
            lent = tree.root();
        }
        return lent;
    }

    /** The hold-out's metrics of {@code params} over all ranks, merged in lane order. */
    Metrics evaluate(Network net, float[] params, Feed feed, RowPlan plan, Collective ranks) {
        Metrics[] parts = new Metrics[lanes.laneCount()];
        AtomicInteger next = new AtomicInteger();
        together(() -> {
            for (int i = next.getAndIncrement(); i < parts.length; i = next.getAndIncrement()) {
                parts[i] = judged(net, params, feed, plan.holdout(lanes.first() + i));
            }
        });
        double[] packed = ranks.allgather(Metrics.pack(Arrays.asList(parts)));
        return Metrics.mergePacked(judge, packed);
    }

    private Metrics judged(Network net, float[] params, Feed feed, long[] ordinals) {
        Metrics metrics = Metrics.none(judge);
        for (int from = 0; from < ordinals.length; from += EVALUATED_ROWS) {
            Batch batch =
                    feed.holdout(Arrays.copyOfRange(ordinals, from, Math.min(from + EVALUATED_ROWS, ordinals.length)));
            metrics = metrics.merge(Metrics.of(judge, net.predict(params, batch), batch.targets(), batch.weights()));
        }
        return metrics;
    }

    private void pull(SumTree tree, Network net, TrainState state, Feed feed, RowPlan plan) {
        try {
            for (var claim = tree.claim(); claim.isPresent(); claim = tree.claim()) {
                int lane = claim.get().lane();
                StepSum sum = claim.get().sum();
                Batch slice = work.time(
                        Work.Part.ENCODE, () -> feed.training(plan.slice(state.step(), lanes.first() + lane)));
                double loss = work.time(
                        Work.Part.GRADIENT,
                        () -> net.gradient(state.params(), slice, plan.epoch(state.step()), sum.gradient()));
                sum.count(loss, slice.weight(), slice.rowCount(), rowHash(slice));
                tree.finish(lane, sum);
            }
        } catch (InterruptedException interrupted) {
            tree.fail();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a buffer", interrupted);
        } catch (RuntimeException | Error failure) {
            tree.fail();
            throw failure;
        }
    }

    private static long rowHash(Batch slice) {
        long hash = 0;
        for (long row : slice.rowNumbers()) {
            hash += Draws.mix(row);
        }
        return hash;
    }

    /** Runs {@code task} on every thread, this one included; when all have ended, throws the first failure as it is. */
    private void together(Runnable task) {
        List<Future<?>> others = new ArrayList<>();
        try {
            for (int i = 1; i < threads; i++) {
                others.add(executor.submit(task));
            }
            task.run();
        } finally {
            others.forEach(LaneSet::awaitEnd);
        }
        others.forEach(LaneSet::surface);
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted while waiting for a lane");
        }
    }

    /** Waits even if this thread is interrupted meanwhile: the task works on what is ours. */
    private static void awaitEnd(Future<?> task) {
        boolean interrupted = false;
        while (!task.isDone()) {
            try {
                task.get();
            } catch (InterruptedException again) {
                interrupted = true;
            } catch (ExecutionException failure) {
                break; // surfaces when all have ended
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void surface(Future<?> task) {
        if (task.state() == Future.State.FAILED) {
            throw Joined.failure(task.exceptionNow());
        }
    }
}
