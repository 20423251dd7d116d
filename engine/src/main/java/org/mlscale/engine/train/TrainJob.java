package org.mlscale.engine.train;

import java.util.OptionalInt;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.table.LaneShape;
import org.mlscale.engine.table.RowPlan;

/**
 * What to do, decided before the first step and never by the machine.
 *
 * @param balance how much the rows of each class weigh
 * @param evaluateEveryRows training rows between two looks at the hold-out
 * @param patience evaluations without a better one before training stops early; absent: it never does
 */
public record TrainJob(
        Net net,
        LaneShape shape,
        Optimizer optimizer,
        Balance balance,
        int epochs,
        long evaluateEveryRows,
        OptionalInt patience) {
    /** All rows weigh the same. */
    public TrainJob(
            Net net, LaneShape shape, Optimizer optimizer, int epochs, long evaluateEveryRows, OptionalInt patience) {
        this(net, shape, optimizer, Balance.OFF, epochs, evaluateEveryRows, patience);
    }

    /** The params to keep: those that were judged best; before anything was judged, the last. */
    public float[] result(TrainState state) {
        return state.history().evaluations().isEmpty() ? balance.shiftedBack(net, state.params()) : state.best();
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
        return state.step() >= steps(plan)
                || patience.isPresent() && state.history().sinceBest() >= patience.getAsInt();
    }

    public long steps(RowPlan plan) {
        return epochs * plan.stepsPerEpoch();
    }

    /**
     * Memory that training takes on {@code threads} threads of one rank besides the table, in bytes, about: params, best and moments, the sums of
     * slices, and what each thread holds of the net.
     */
    public long bytes(int threads) {
        long sums = (long) threads + Long.SIZE - Long.numberOfLeadingZeros(shape.laneCount());
        long copies = 2L + optimizer.momentCount(1) + sums + 3L * threads;
        return copies * Float.BYTES * net.paramCount();
    }

    private long rounds(RowPlan plan, long step) {
        return plan.rowsBefore(step) / evaluateEveryRows;
    }
}
