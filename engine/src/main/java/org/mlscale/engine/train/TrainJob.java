package org.mlscale.engine.train;

import java.util.Optional;
import java.util.OptionalInt;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.table.LaneShape;
import org.mlscale.engine.table.RowPlan;

/**
 * What to do, decided before the first step and never by the machine.
 *
 * @param evaluateEveryRows training rows between two looks at the hold-out
 * @param patience evaluations without a better one before training stops early; absent: it never does
 * @param metric the held-out figure that tells which evaluation is best; absent: the loss
 */
public record TrainJob(
        Net net,
        LaneShape shape,
        Optimizer optimizer,
        int epochs,
        long evaluateEveryRows,
        OptionalInt patience,
        Optional<Measure> metric) {
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
