package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.Tables;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.train.Runs.Snapshot;

/** Whatever the number of threads, training gives the same bits. */
class ThreadsTest {
    private static final List<Integer> THREADS = List.of(2, 3, 4, 7, 16);
    private static final int[] LANES = {1, 3, 16, 21};
    private static final long SEED = 7;

    @ParameterizedTest
    @CsvSource({"4, false", "4, true", "203, false", "203, true", "701, false", "701, true"})
    void train_anyNumberOfThreads_sameBitsAsOne(int rowCount, boolean weighted) {
        Table table = Tables.numbers(rowCount, weighted, 0.15, SEED);
        for (int laneCount : LANES) {
            for (Regime regime : Regime.values()) {
                TrainJob job = Runs.job(regime.shape(laneCount, 8), 2);
                Snapshot one = Snapshot.of(Runs.trained(job, table, 1));
                for (int threads : THREADS) {
                    one.assertSame(
                            Runs.trained(job, table, threads),
                            "seed %d, %d rows, weighted %s, %d lanes, %s, %d threads"
                                    .formatted(SEED, rowCount, weighted, laneCount, regime, threads));
                }
            }
        }
    }

    @Test
    void train_realNetwork_sameBitsForAnyNumberOfThreads() {
        Table table = Tables.classes(150, 2, 0.15, SEED);
        Net net = Net.mlp(3, List.of(8), 1, Head.YES_NO);
        TrainJob job = new TrainJob(
                net, Regime.EXACT.shape(5, 8), Adam.of(0.01f), 2, 100, OptionalInt.empty(), Optional.empty());
        Snapshot one = Snapshot.of(Runs.trained(job, table, Networks.of(net), 1));
        for (int threads : List.of(2, 3, 4, 7, 16)) {
            one.assertSame(
                    Runs.trained(job, table, Networks.of(net), threads),
                    "seed %d, DL4J, %d threads".formatted(SEED, threads));
        }
    }

    @ParameterizedTest
    @CsvSource({"EXACT, false", "EXACT, true", "WINDOWED, false", "WINDOWED, true"})
    void train_sixtyEpochs_lossFallsToATenth(Regime regime, boolean weighted) {
        TrainState state = Runs.trained(Runs.job(regime.shape(4, 8), 60), Tables.numbers(701, weighted, 0.15, SEED), 2);
        List<History.Evaluation> looks = state.history().evaluations();
        double first = looks.getFirst().loss();
        double last = looks.getLast().loss();
        assertTrue(last < 0.1 * first, "seed %d: the loss went from %g to %g only".formatted(SEED, first, last));
    }
}
