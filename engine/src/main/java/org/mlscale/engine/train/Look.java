package org.mlscale.engine.train;

import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.table.RowPlan;

/** A look at the hold-out: the averaged params are judged, with what training shifts in predictions shifted back. */
final class Look {
    private Look() {}

    /** A pure function of the state: redone whole if a rank is lost in it. */
    static History.Evaluation at(
            TrainJob job, Network net, TrainState state, Feed feed, LaneSet mine, RowPlan plan, Collective ranks) {
        double[] shifts = job.balance().shifts(job.nets().member().head());
        Metrics learned = mine.evaluate(net, job.nets().shifted(state.average(), shifts), feed, plan, ranks);
        double[] correction = learned.correction();
        if (correction.length == 0) {
            return History.Evaluation.of(state.step(), learned, learned, shifts);
        }
        // numbers have no balance, and only they are corrected: there is nothing to add the two up
        Metrics predicted = mine.evaluate(net, job.nets().shifted(state.average(), correction), feed, plan, ranks);
        return History.Evaluation.of(state.step(), learned, predicted, correction);
    }
}
