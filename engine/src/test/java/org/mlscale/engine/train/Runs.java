package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.collective.LaneRange;
import org.mlscale.engine.model.Ensemble;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.model.PlainNetwork;
import org.mlscale.engine.table.LaneShape;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.table.Table;

/** What the tests train, and how they compare what came of it. */
final class Runs {
    static final Network NETWORK = new PlainNetwork(Net.mlp(3, List.of(9, 5), 1, Head.NUMBER));

    private Runs() {}

    static TrainJob job(LaneShape shape, int epochs) {
        return new TrainJob(new Ensemble(NETWORK.net(), 1), shape, Adam.of(0.01f), epochs, 150, Plateau.never());
    }

    /** On one machine. */
    static Outcome train(TrainJob job, Table table, Network network, TrainState state, int threads, Observer observer) {
        return train(
                job,
                table,
                network,
                state,
                threads,
                observer,
                LaneRange.all(job.shape().laneCount()),
                Collective.SINGLE);
    }

    /** As one rank of several. */
    static Outcome train(
            TrainJob job,
            Table table,
            Network network,
            TrainState state,
            int threads,
            Observer observer,
            LaneRange lanes,
            Collective ranks) {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            LaneSet mine = new LaneSet(lanes, Recipe.judge(table.schema()), threads, executor, new Work());
            RowPlan plan = RowPlan.of(table, job.shape());
            return Training.train(job, plan, state, network, new Feed(table), mine, ranks, observer);
        }
    }

    static TrainState trained(TrainJob job, Table table, Network network, int threads) {
        TrainState state = TrainState.fresh(job);
        assertEquals(Outcome.DONE, train(job, table, network, state, threads, Observer.NONE));
        return state;
    }

    static TrainState trained(TrainJob job, Table table, int threads) {
        return trained(job, table, NETWORK, threads);
    }

    /** All of a state, copied. */
    record Snapshot(
            float[] params,
            float[] moments,
            float[] average,
            float[] best,
            long step,
            List<History.Evaluation> history) {
        static Snapshot of(TrainState state) {
            return new Snapshot(
                    state.params().clone(),
                    state.moments().clone(),
                    state.average().clone(),
                    state.best().clone(),
                    state.step(),
                    state.history().evaluations());
        }

        /** The steps of the history. */
        List<Long> evaluated() {
            return history.stream().map(History.Evaluation::step).toList();
        }

        /** To the bit, but that a NaN is a NaN. */
        void assertSame(TrainState state, String where) {
            Snapshot actual = of(state);
            assertEquals(step, actual.step, where + ": step");
            assertEquals(evaluated(), actual.evaluated(), where + ": steps of the history");
            assertArrayEquals(params, actual.params, where + ": params");
            assertArrayEquals(moments, actual.moments, where + ": moments");
            assertArrayEquals(average, actual.average, where + ": average");
            assertArrayEquals(best, actual.best, where + ": best");
            assertEquals(history, actual.history, where + ": loss and figures of the history");
        }
    }
}
