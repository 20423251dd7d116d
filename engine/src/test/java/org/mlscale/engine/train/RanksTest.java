package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlscale.engine.Tables;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.collective.FakeCollective;
import org.mlscale.engine.collective.FaultyCollective;
import org.mlscale.engine.collective.LaneRange;
import org.mlscale.engine.collective.LostRank;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.train.Runs.Snapshot;

/** Several ranks train as one, and one that falls silent costs a step, not the state. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RanksTest {
    static final int LANES = 5;

    /** Ascending ranges of the lanes, one a rank; some uneven, some empty. */
    static final List<List<LaneRange>> DEALS = List.of(
            List.of(LaneRange.all(LANES)),
            List.of(new LaneRange(0, 3), new LaneRange(3, 5)),
            List.of(new LaneRange(0, 1), new LaneRange(1, 4), new LaneRange(4, 5)),
            List.of(new LaneRange(0, 5), new LaneRange(5, 5)),
            List.of(new LaneRange(0, 2), new LaneRange(2, 2), new LaneRange(2, 5)));

    private static final long SEED = 5;

    /** Ten steps: further on, Adam makes much of any difference in the last bit. */
    private static TrainJob tenSteps(Table table, Regime regime) {
        int sliceRows = Math.toIntExact(Math.ceilDiv(table.train().rowCount(), 5 * LANES));
        return Runs.job(regime.shape(LANES, sliceRows), 2);
    }

    /** What a rank came to. */
    private record End(TrainState state, Outcome outcome) {}

    private static List<End> together(
            TrainJob job,
            Table table,
            List<LaneRange> ranges,
            List<TrainState> states,
            List<Observer> observers,
            UnaryOperator<Collective> wire)
            throws InterruptedException, ExecutionException {
        List<Collective> world = FakeCollective.world(ranges.size());
        List<Future<Outcome>> ranks = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(ranges.size())) {
            for (int rank = 0; rank < ranges.size(); rank++) {
                TrainState state = states.get(rank);
                Observer observer = observers.get(rank);
                LaneRange lanes = ranges.get(rank);
                Collective mine = wire.apply(world.get(rank));
                ranks.add(executor.submit(() -> Runs.train(job, table, Runs.NETWORK, state, 2, observer, lanes, mine)));
            }
            for (int rank = 0; rank < ranges.size(); rank++) {
                ends.add(new End(states.get(rank), ranks.get(rank).get()));
            }
        }
        return ends;
    }

    private static List<TrainState> fresh(TrainJob job, int worldSize) {
        List<TrainState> states = new ArrayList<>();
        for (int rank = 0; rank < worldSize; rank++) {
            states.add(TrainState.fresh(job));
        }
        return states;
    }

    private static List<Observer> observers(int worldSize) {
        List<Observer> observers = new ArrayList<>();
        for (int rank = 0; rank < worldSize; rank++) {
            observers.add(Observer.NONE);
        }
        return observers;
    }

    private static double distance(float[] actual, float[] expected) {
        double apart = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            apart += Math.pow((double) actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(apart / norm);
    }

    @ParameterizedTest
    @EnumSource
    void train_anyDealOfLanes_sameBitsOnAllRanksAndCloseToOne(Regime regime) throws Exception {
        for (boolean weighted : new boolean[] {false, true}) {
            Table table = Tables.numbers(403, weighted, 0.15, SEED);
            TrainJob job = tenSteps(table, regime);
            TrainState alone = Runs.trained(job, table, 1);
            assertEquals(10, alone.step());
            for (List<LaneRange> ranges : DEALS) {
                String where = "seed %d, %s, weighted %s, %s".formatted(SEED, regime, weighted, ranges);
                List<End> ends =
                        together(job, table, ranges, fresh(job, ranges.size()), observers(ranges.size()), wire -> wire);
                Snapshot first = Snapshot.of(ends.getFirst().state());
                for (End end : ends) {
                    assertEquals(Outcome.DONE, end.outcome(), where);
                    first.assertSame(end.state(), where);
                }
                double apart = distance(first.params(), alone.params());
                assertTrue(apart <= 1e-6, "%s: params differ by %g of their norm".formatted(where, apart));
                assertEquals(
                        alone.history().evaluations().stream()
                                .map(History.Evaluation::step)
                                .toList(),
                        first.evaluated(),
                        where);
                assertEquals(
                        alone.history().evaluations().getLast().rows(),
                        ends.getLast().state().history().evaluations().getLast().rows(),
                        where);
            }
        }
    }

    @Test
    void train_oneRankWishesToStop_allLeaveAtTheSameStep() throws Exception {
        Table table = Tables.numbers(403, false, 0.15, SEED);
        TrainJob job = tenSteps(table, Regime.EXACT);
        List<LaneRange> ranges = DEALS.getLast();
        for (int wisher = 0; wisher < ranges.size(); wisher++) { // the second owns no lane
            List<Observer> observers = observers(ranges.size());
            observers.set(wisher, new TrainingTest.AtStep(4, StepSum.STOP));
            for (End end : together(job, table, ranges, fresh(job, ranges.size()), observers, wire -> wire)) {
                assertEquals(Outcome.STOPPED, end.outcome());
                assertEquals(4, end.state().step());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void train_rankLostInAnyCall_stateUntouchedAndGoesOnToTheSameBits(Regime regime) {
        Table table = Tables.numbers(203, false, 0.15, SEED);
        TrainJob job = Runs.job(regime.shape(LANES, 5), 2);
        LaneRange all = LaneRange.all(LANES);
        FaultyCollective sound = new FaultyCollective(Collective.SINGLE, -1);
        TrainState whole = TrainState.fresh(job);
        Runs.train(job, table, Runs.NETWORK, whole, 2, Observer.NONE, all, sound);
        Snapshot expected = Snapshot.of(whole);
        assertEquals(
                whole.step() + whole.history().evaluations().size() + 1,
                sound.calls(),
                "an allreduce a step, a gather an evaluation, a barrier at the end");
        for (int call = 1; call <= sound.calls(); call++) {
            String where = "seed %d, %s, lost in call %d of %d".formatted(SEED, regime, call, sound.calls());
            TrainState state = TrainState.fresh(job);
            Last last = new Last(Snapshot.of(state));
            FaultyCollective faulty = new FaultyCollective(Collective.SINGLE, call);
            LostRank lost = assertThrows(
                    LostRank.class, () -> Runs.train(job, table, Runs.NETWORK, state, 2, last, all, faulty), where);
            assertEquals("stopped answering: rank 1", lost.getMessage());
            last.committed.assertSame(state, where);
            assertEquals(Outcome.DONE, Runs.train(job, table, Runs.NETWORK, state, 3, Observer.NONE), where);
            expected.assertSame(state, where);
        }
    }

    /** Keeps what was committed last. */
    private static final class Last implements Observer {
        private Snapshot committed;

        Last(Snapshot committed) {
            this.committed = committed;
        }

        @Override
        public void committed(TrainState state, StepSum sum) {
            committed = Snapshot.of(state);
        }
    }

    @Test
    void train_threeRanksLoseOneInAnyCall_goOnToTheSameBits() throws Exception {
        Table table = Tables.numbers(103, false, 0.15, SEED);
        TrainJob job = Runs.job(Regime.EXACT.shape(LANES, 5), 2);
        List<LaneRange> ranges = DEALS.get(2);
        List<TrainState> whole = fresh(job, 3);
        together(job, table, ranges, whole, observers(3), wire -> wire);
        Snapshot expected = Snapshot.of(whole.getFirst());
        long calls = whole.getFirst().step()
                + whole.getFirst().history().evaluations().size()
                + 1;
        for (int call = 1; call <= calls; call++) {
            int fatal = call;
            List<TrainState> states = fresh(job, 3);
            ExecutionException lost = assertThrows(
                    ExecutionException.class,
                    () -> together(
                            job, table, ranges, states, observers(3), wire -> new FaultyCollective(wire, fatal)));
            assertEquals(LostRank.class, lost.getCause().getClass());
            for (End end : together(job, table, ranges, states, observers(3), wire -> wire)) {
                assertEquals(Outcome.DONE, end.outcome());
                expected.assertSame(end.state(), "seed %d, lost in call %d of %d".formatted(SEED, call, calls));
            }
        }
    }
}
