package org.mlscale.engine.train;

import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.collective.LostRank;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.table.RowPlan;

/** The loop: the same for one core and for many hosts. */
public final class Training {
    private Training() {}

    /**
     * Trains from {@code state} until the job is finished or all ranks leave together.
     *
     * @throws LostRank with {@code state} as its last committed step or evaluation left it
     */
    public static Outcome train(
            TrainJob job,
            RowPlan plan,
            TrainState state,
            Network net,
            Feed feed,
            LaneSet mine,
            Collective ranks,
            Observer observer) {
        StepSum sum = new StepSum(0);
        for (; ; ) {
            if (job.evaluationDue(state, plan)) {
                History.Evaluation evaluation = mine.evaluate(
                        net, state, feed, plan,
                        ranks); // a pure function of the state: redone whole if a rank is lost in it
                state.evaluated(evaluation, job.plateau());
            } else if (job.finished(state, plan)) {
                ranks.barrier(); // nobody leaves while another may still need the last sum
                return Outcome.DONE;
            } else {
                sum = mine.sum(net, state, feed, plan);
                sum.raise(observer.wishes());
                ranks.allreduce(sum);
                if (!Double.isFinite(sum.loss())) { // all ranks see the same sum, so all leave together
                    return diverged(state);
                }
                job.optimizer().apply(state, sum, job.rate(state, plan));
                state.stepped();
            }
            observer.committed(state, sum);
            if (sum.asks(StepSum.STOP)) { // read from the reduced sum, never from one rank's wish
                return Outcome.STOPPED;
            }
            if (sum.asks(StepSum.REBALANCE)) {
                return Outcome.REBALANCE;
            }
        }
    }

    private static Outcome diverged(TrainState state) {
        if (state.history().evaluations().isEmpty()) {
            throw Fault.data(
                    "the loss is no number any more in step %,d: the net has diverged".formatted(state.step() + 1),
                    "a smaller learning rate: --lr 0.0001");
        }
        return Outcome.DIVERGED;
    }
}
