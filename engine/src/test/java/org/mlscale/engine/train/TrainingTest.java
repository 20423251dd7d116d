package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlscale.engine.Tables;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.train.Runs.Snapshot;

@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrainingTest {
    private static final long SEED = 3;

    /** Raises flags with the sum of one step, from 1. */
    static final class AtStep implements Observer {
        private final long flags;
        private int left;

        AtStep(int step, long flags) {
            this.left = step;
            this.flags = flags;
        }

        @Override
        public long wishes() {
            return --left == 0 ? flags : 0;
        }
    }

    /** A step adds 1 to the first param; its hold-out loss is the square of what is missing to {@code goal}. */
    private record Walk(double goal) implements Network, Optimizer {
        @Override
        public Net net() {
            return Net.mlp(3, List.of(), 1, Head.NUMBER);
        }

        @Override
        public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
            return batch.rowCount();
        }

        @Override
        public float[] predict(float[] params, Batch batch) {
            float[] outputs = batch.targets().clone();
            for (int row = 0; row < outputs.length; row++) {
                outputs[row] += (float) (params[0] - goal);
            }
            return outputs;
        }

        @Override
        public int momentCount(int paramCount) {
            return 0;
        }

        @Override
        public void apply(TrainState state, StepSum sum) {
            state.params()[0]++;
        }

        TrainState train(int epochs, OptionalInt patience) {
            Table table = Tables.numbers(100, false, 0.2, SEED);
            TrainJob job = new TrainJob(net(), Regime.EXACT.shape(1, 100), this, epochs, 1, patience, Optional.empty());
            TrainState state = TrainState.fresh(net(), job);
            state.params()[0] = 0;
            assertEquals(Outcome.DONE, Runs.train(job, table, this, state, 1, Observer.NONE));
            return state;
        }
    }

    @ParameterizedTest
    @EnumSource
    void train_stoppedAtAnyStep_goesOnToTheSameBits(Regime regime) {
        Table table = Tables.numbers(403, false, 0.15, SEED);
        TrainJob job = Runs.job(regime.shape(5, 8), 2);
        TrainState whole = Runs.trained(job, table, 2);
        Snapshot expected = Snapshot.of(whole);
        for (int step = 1; step <= whole.step(); step++) {
            String where = "seed %d, %s, stopped at step %d of %d".formatted(SEED, regime, step, whole.step());
            TrainState state = TrainState.fresh(Runs.NETWORK.net(), job);
            AtStep stop = new AtStep(step, StepSum.STOP);
            assertEquals(Outcome.STOPPED, Runs.train(job, table, Runs.NETWORK, state, 2, stop), where);
            assertEquals(step, state.step(), where);
            assertEquals(Outcome.DONE, Runs.train(job, table, Runs.NETWORK, state, 3, Observer.NONE), where);
            expected.assertSame(state, where);
        }
    }

    @Test
    void train_rebalanceWished_leavesAfterThatStep() {
        Table table = Tables.numbers(203, false, 0.15, SEED);
        TrainJob job = Runs.job(Regime.EXACT.shape(5, 8), 2);
        TrainState state = TrainState.fresh(Runs.NETWORK.net(), job);
        AtStep rebalance = new AtStep(3, StepSum.REBALANCE);
        assertEquals(Outcome.REBALANCE, Runs.train(job, table, Runs.NETWORK, state, 2, rebalance));
        assertEquals(3, state.step());
        TrainState both = TrainState.fresh(Runs.NETWORK.net(), job);
        AtStep stopToo = new AtStep(3, StepSum.REBALANCE | StepSum.STOP);
        assertEquals(Outcome.STOPPED, Runs.train(job, table, Runs.NETWORK, both, 2, stopToo), "a stop goes before");
    }

    /** Adam's first step goes as far as the learning rate, if it is told that it is the first. */
    @Test
    void train_firstStep_isAdamsFirst() {
        Table table = Tables.numbers(203, false, 0, SEED);
        TrainJob job = Runs.job(Regime.EXACT.shape(5, 8), 1);
        TrainState state = TrainState.fresh(Runs.NETWORK.net(), job);
        float[] before = state.params().clone();
        Runs.train(job, table, Runs.NETWORK, state, 2, new AtStep(1, StepSum.STOP));
        int last = before.length - 1; // the last bias has a gradient for certain
        assertEquals(0.01f, Math.abs(state.params()[last] - before[last]), 1e-6f);
    }

    @Test
    void train_jobIsFinished_isDoneAtOnce() {
        Table table = Tables.numbers(203, false, 0.15, SEED);
        TrainJob job = Runs.job(Regime.EXACT.shape(5, 8), 2);
        TrainState state = Runs.trained(job, table, 1);
        Snapshot finished = Snapshot.of(state);
        assertEquals(Outcome.DONE, Runs.train(job, table, Runs.NETWORK, state, 1, new AtStep(1, StepSum.STOP)));
        finished.assertSame(state, "done already");
    }

    /** The hold-out's loss falls to step 5, then rises. */
    @ParameterizedTest
    @CsvSource({"1, 6", "2, 7", "3, 8", "10, 15"})
    void train_noBetterForPatience_stopsAndKeepsTheBest(int patience, int lastStep) {
        TrainState state = new Walk(5).train(40, OptionalInt.of(patience));
        assertEquals(lastStep, state.step());
        assertEquals(patience, state.history().sinceBest());
        assertEquals(5, state.history().best().orElseThrow().step());
        assertEquals(5f, state.best()[0]);
        assertEquals(lastStep, state.params()[0]);
    }

    @Test
    void train_noPatience_goesToTheEndAndKeepsTheBest() {
        TrainState state = new Walk(5).train(40, OptionalInt.empty());
        assertEquals(40, state.step());
        assertEquals(5f, state.best()[0]);
        assertEquals(40f, state.params()[0]);
    }

    @Test
    void train_everBetter_patienceNeverRunsOut() {
        TrainState state = new Walk(1000).train(40, OptionalInt.of(1));
        assertEquals(40, state.step());
        assertEquals(40f, state.best()[0]);
    }

    @ParameterizedTest
    @EnumSource
    void train_evaluateEveryRows_looksWhereverThatManyHavePassedAndAtTheEnd(Regime regime) {
        Table table = Tables.numbers(403, false, 0.15, SEED);
        for (long every : new long[] {1, 40, 50, 97, 150, 341, 1000, Long.MAX_VALUE}) {
            TrainJob job = new TrainJob(
                    Runs.NETWORK.net(),
                    regime.shape(5, 8),
                    Adam.of(0.01f),
                    3,
                    every,
                    OptionalInt.empty(),
                    Optional.empty());
            List<Long> due = new ArrayList<>();
            long[] rows = {0};
            long[] steps = {0};
            Observer clock = new Observer() {
                @Override
                public void committed(TrainState state, StepSum sum) {
                    if (state.step() > steps[0]) {
                        long before = rows[0];
                        rows[0] += sum.rows();
                        steps[0]++;
                        if (rows[0] / every > before / every
                                || rows[0] == 3 * table.train().rowCount()) {
                            due.add(steps[0]);
                        }
                    }
                }
            };
            TrainState state = TrainState.fresh(Runs.NETWORK.net(), job);
            Runs.train(job, table, Runs.NETWORK, state, 2, clock);
            String where = "seed %d, %s, every %d rows".formatted(SEED, regime, every);
            assertEquals(due, Snapshot.of(state).evaluated(), where);
            assertEquals(state.step(), state.history().evaluations().getLast().step(), where);
            state.history()
                    .evaluations()
                    .forEach(look -> assertEquals(table.holdout().rowCount(), look.rows(), where));
        }
    }

    @Test
    void train_noHoldOut_bestIsTheLastParams() {
        Table table = Tables.numbers(203, false, 0, SEED);
        assertEquals(0, table.holdout().rowCount());
        TrainState state = Runs.trained(Runs.job(Regime.EXACT.shape(5, 8), 2), table, 2);
        assertSame(state.params(), state.best());
        assertTrue(state.history().best().isEmpty());
        assertEquals(0, state.history().sinceBest());
    }

    @Test
    void train_stoppedBeforeTheFirstLook_bestIsTheLastParams() {
        Table table = Tables.numbers(403, false, 0.15, SEED);
        TrainJob job = Runs.job(Regime.EXACT.shape(5, 8), 2);
        TrainState state = TrainState.fresh(Runs.NETWORK.net(), job);
        float[] first = state.params().clone();
        Runs.train(job, table, Runs.NETWORK, state, 2, new AtStep(1, StepSum.STOP));
        assertTrue(state.history().evaluations().isEmpty());
        assertArrayEquals(state.params(), state.best());
        assertFalse(Arrays.equals(first, state.best()), "not those it began with");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void train_lossIsNoNumber_saysWhereAndWhatToTryAndLeavesTheState(double loss) {
        Table table = Tables.numbers(203, false, 0.15, SEED);
        TrainJob job = Runs.job(Regime.EXACT.shape(5, 8), 2);
        TrainState state = TrainState.fresh(Runs.NETWORK.net(), job);
        Runs.train(job, table, Runs.NETWORK, state, 2, new AtStep(2, StepSum.STOP));
        Snapshot before = Snapshot.of(state);
        Network diverging = new Network() {
            @Override
            public Net net() {
                return Runs.NETWORK.net();
            }

            @Override
            public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
                return loss;
            }

            @Override
            public float[] predict(float[] params, Batch batch) {
                return Runs.NETWORK.predict(params, batch);
            }
        };
        Fault fault = assertThrows(Fault.class, () -> Runs.train(job, table, diverging, state, 2, Observer.NONE));
        assertEquals(Fault.Kind.DATA, fault.kind());
        assertEquals("the loss is no number any more in step 3: the net has diverged", fault.getMessage());
        assertEquals("a smaller learning rate: --lr 0.0001", fault.hint());
        before.assertSame(state, "diverged");
    }

    @Test
    void train_learningRateFarTooLarge_isReportedAsDivergence() {
        Table table = Tables.numbers(203, false, 0.15, SEED);
        TrainJob job = new TrainJob(
                Runs.NETWORK.net(),
                Regime.EXACT.shape(5, 8),
                Adam.of(1e30f),
                20,
                150,
                OptionalInt.empty(),
                Optional.empty());
        Fault fault = assertThrows(Fault.class, () -> Runs.trained(job, table, 2));
        assertTrue(fault.getMessage().endsWith("the net has diverged"), fault.getMessage());
    }

    /** Weights of 0 are allowed, and small tables have steps in which all rows weigh 0. */
    @Test
    void train_stepsWhoseRowsAllWeighNothing_leaveTheParamsFinite() {
        StringBuilder csv = new StringBuilder("a,b,c,w,y\n");
        for (int row = 0; row < 40; row++) {
            csv.append("%d,%d,%d,%d,%d.5\n"
                    .formatted(row % 7, row % 5, row, row == 11 || row == 23 ? 2 : 0, row * row % 31));
        }
        Table table = Tables.freeze(csv.toString(), Roles.Task.REGRESSION, 0);
        TrainState state = Runs.trained(Runs.job(Regime.EXACT.shape(2, 2), 3), table, 2);
        for (float param : state.params()) {
            assertTrue(Float.isFinite(param), "a param is " + param);
        }
    }
}
