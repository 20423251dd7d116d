package org.mlscale.engine.train;

import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.table.RowPlan;

/**
 * One look at the hold-out.
 *
 * @param params those that were judged and may be saved: the trained ones with what training shifts in predictions shifted back; a new array
 */
record Judged(History.Evaluation evaluation, float[] params) {
    /** A pure function of the state: redone whole if a rank is lost in it. */
    static Judged of(
            TrainJob job, Network net, TrainState state, Feed feed, LaneSet mine, RowPlan plan, Collective ranks) {
        float[] params = job.balance().shiftedBack(job.net(), state.params());
        Metrics learned = mine.evaluate(net, params, feed, plan, ranks);
        double[] correction = learned.correction();
        Metrics predicted = learned;
        if (correction.length > 0) {
            params = job.net().shifted(params, correction);
            predicted = mine.evaluate(net, params, feed, plan, ranks);
        }
        return new Judged(History.Evaluation.of(state.step(), learned, predicted), params);
    }
}
