package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlscale.engine.Tables;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.collective.FakeCollective;
import org.mlscale.engine.collective.LaneRange;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.table.Draws;
import org.mlscale.engine.table.Table;

/** Every training row is used once an epoch, no other row ever: counted by a net that does nothing else. */
class CountingTest {
    private static final long SEED = 11;
    private static final int EPOCHS = 3;

    /** Adds up what the sums of all steps tell. */
    private static final class Account implements Observer {
        private long steps;
        private long rows;
        private double weight;
        private long rowHash;

        @Override
        public void committed(TrainState state, StepSum sum) {
            if (state.step() > steps) {
                steps = state.step();
                rows += sum.rows();
                weight += sum.weight();
                rowHash += sum.rowHash();
            }
        }
    }

    private static TrainJob job(CountingNet net, Regime regime, int laneCount) {
        return new TrainJob(
                net.net(),
                regime.shape(laneCount, 8),
                new CountingNet.PlainSum(),
                EPOCHS,
                100,
                OptionalInt.empty(),
                Optional.empty());
    }

    private static TrainState fresh(CountingNet net, TrainJob job) {
        TrainState state = TrainState.fresh(net.net(), job);
        Arrays.fill(state.params(), 0f);
        return state;
    }

    /** Row numbers of the training side. */
    private static long[] trainingRows(Table table) {
        return new Feed(table)
                .training(LongStream.range(0, table.train().rowCount()).toArray())
                .rowNumbers();
    }

    private static float[] counts(int rowCount, long[] rows) {
        float[] counts = new float[rowCount];
        for (long row : rows) {
            counts[(int) row] = EPOCHS;
        }
        return counts;
    }

    private static void check(Account account, TrainState state, Table table, int rowCount, String where) {
        long[] rows = trainingRows(table);
        assertArrayEquals(counts(rowCount, rows), state.params(), where);
        assertEquals(EPOCHS * (long) rows.length, account.rows, where + ": rows");
        assertEquals(EPOCHS * Arrays.stream(rows).map(Draws::mix).sum(), account.rowHash, where + ": row hash");
    }

    @ParameterizedTest
    @EnumSource
    void train_oneMachine_everyWeightIsTheNumberOfItsRowsUses(Regime regime) {
        for (int rowCount : new int[] {5, 203, 701}) {
            Table table = Tables.numbers(rowCount, false, 0.2, SEED);
            CountingNet net = new CountingNet(rowCount);
            for (int laneCount : new int[] {1, 3, 16, 21}) {
                TrainJob job = job(net, regime, laneCount);
                TrainState state = fresh(net, job);
                Account account = new Account();
                Runs.train(job, table, net, state, 3, account);
                String where = "seed %d, %d rows, %d lanes, %s".formatted(SEED, rowCount, laneCount, regime);
                check(account, state, table, rowCount, where);
                assertEquals((double) account.rows, account.weight, where + ": rows without weights weigh 1");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void train_severalRanks_everyWeightIsTheNumberOfItsRowsUses(Regime regime) throws Exception {
        int rowCount = 203;
        Table table = Tables.numbers(rowCount, false, 0.2, SEED);
        CountingNet net = new CountingNet(rowCount);
        for (List<LaneRange> ranges : RanksTest.DEALS) {
            TrainJob job = job(net, regime, RanksTest.LANES);
            List<Collective> world = FakeCollective.world(ranges.size());
            List<TrainState> states = new ArrayList<>();
            List<Account> accounts = new ArrayList<>();
            List<Future<?>> ranks = new ArrayList<>();
            try (ExecutorService executor = Executors.newFixedThreadPool(ranges.size())) {
                for (int rank = 0; rank < ranges.size(); rank++) {
                    TrainState state = fresh(net, job);
                    Account account = new Account();
                    Collective mine = world.get(rank);
                    LaneRange lanes = ranges.get(rank);
                    states.add(state);
                    accounts.add(account);
                    ranks.add(executor.submit(() -> Runs.train(job, table, net, state, 2, account, lanes, mine)));
                }
                for (Future<?> rank : ranks) {
                    assertEquals(Outcome.DONE, rank.get());
                }
            }
            for (int rank = 0; rank < ranges.size(); rank++) {
                String where = "seed %d, %s, %s, rank %d".formatted(SEED, regime, ranges, rank);
                check(accounts.get(rank), states.get(rank), table, rowCount, where);
            }
        }
    }
}
