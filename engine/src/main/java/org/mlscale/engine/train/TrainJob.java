package org.mlscale.engine.train;

import java.util.Optional;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.model.Ensemble;
import org.mlscale.engine.table.LaneShape;
import org.mlscale.engine.table.RowPlan;

/**
 * What to do, decided before the first step and never by the machine.
 *
 * @param balance how much the rows of each class weigh
 * @param evaluateEveryRows training rows between two looks at the hold-out
 * @param plateau what follows when the hold-out is judged no better any more
 * @param metric the held-out figure that tells which evaluation is best; absent: the loss
 */
public record TrainJob(
        Ensemble nets,
        LaneShape shape,
        Optimizer optimizer,
        Balance balance,
        int epochs,
        long evaluateEveryRows,
        Plateau plateau,
        Optional<Measure> metric) {
    /** All rows weigh the same, and the loss tells which evaluation is best. */
    public TrainJob(
            Ensemble nets, LaneShape shape, Optimizer optimizer, int epochs, long evaluateEveryRows, Plateau plateau) {
        this(nets, shape, optimizer, Balance.OFF, epochs, evaluateEveryRows, plateau, Optional.empty());
    }

    /** The learning rate grows to its full size over this share of all steps: Adam's first moments are guesses. */
    private static final double WARM_UP = 0.05;

    /** The same for other nets. */
    public TrainJob with(Ensemble others) {
        return new TrainJob(others, shape, optimizer, balance, epochs, evaluateEveryRows, plateau, metric);
    }

    /** The params to keep, of all members: those that were judged best, as they were judged; before anything was judged, the last. */
    public float[] result(TrainState state) {
        return state.history()
                .best()
                .map(best -> nets.shifted(
                        state.best(),
                        best.shifts().stream().mapToDouble(Double::doubleValue).toArray()))
                .orElseGet(() -> nets.shifted(
                        state.average(), balance.shifts(nets.member().head())));
    }

    /** True if the hold-out is to be scored before the next step is taken. Counted in rows, so at the same step everywhere. */
    boolean evaluationDue(TrainState state, RowPlan plan) {
        if (plan.holdoutRows() == 0 || state.step() == 0 || state.history().lastStep() == state.step()) {
            return false;
        }
        return rounds(plan, state.step()) > rounds(plan, state.step() - 1) || state.step() == steps(plan);
    }

    /** A pure function of the merged metrics and the step, so all ranks agree without asking. */
    boolean finished(TrainState state, RowPlan plan) {
        return state.step() >= steps(plan) || plateau.after(state.history()).over();
    }

    /** What the learning rate of the next step is multiplied by: a pure function of the cursor and the history. */
    double rate(TrainState state, RowPlan plan) {
        double warmUp = Math.max(1, WARM_UP * steps(plan));
        return Math.min(1, (state.step() + 1) / warmUp)
                * plateau.after(state.history()).rate();
    }

    public long steps(RowPlan plan) {
        return epochs * plan.stepsPerEpoch();
    }

    /**
     * Memory that training takes on {@code threads} threads of one rank besides the table, in bytes, about: params, their average, best and moments, their copy for a
     * checkpoint, the sums of slices, and what each thread holds of the net.
     */
    public long bytes(int threads) {
        long sums = (long) threads + Long.SIZE - Long.numberOfLeadingZeros(shape.laneCount());
        long copies = 2 * (3L + optimizer.momentCount(1)) + sums + 3L * threads;
        return copies * Float.BYTES * nets.paramCount();
    }

    private long rounds(RowPlan plan, long step) {
        return plan.rowsBefore(step) / evaluateEveryRows;
    }
}
