package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.Tables;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.model.Ensemble;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.table.Table;

class TrainJobTest {
    private static final Table TABLE = Tables.numbers(400, false, 0, 1);

    /** Steps of {@code rows} rows. */
    private static TrainJob job(int rows, int epochs) {
        return new TrainJob(
                new Ensemble(Runs.NETWORK.net(), 1),
                Regime.EXACT.shape(1, rows),
                Adam.of(0.01f),
                epochs,
                100,
                new Plateau(1, 0, 1, 2));
    }

    private static double rate(TrainJob job, int step, double... losses) {
        TrainState state = TrainState.fresh(job);
        for (double loss : losses) {
            state.evaluated(new History.Evaluation(state.step(), 1, loss, List.of()), job.plateau());
        }
        while (state.step() < step) {
            state.stepped();
        }
        return job.rate(state, RowPlan.of(TABLE, job.shape()));
    }

    /** 200 steps: ten to warm up. */
    @Test
    void rate_byStep_growsToOneOverATwentiethOfTheRun() {
        TrainJob job = job(100, 50);
        assertEquals(200, job.steps(RowPlan.of(TABLE, job.shape())));
        assertEquals(0.1, rate(job, 0), 1e-12);
        assertEquals(0.5, rate(job, 4), 1e-12);
        assertEquals(0.9, rate(job, 8), 1e-12);
        assertEquals(1, rate(job, 9));
        assertEquals(1, rate(job, 10));
        assertEquals(1, rate(job, 199));
    }

    @Test
    void rate_shortRun_isWholeFromTheFirstStep() {
        assertEquals(1, rate(job(400, 1), 0), "a run of one step");
        assertEquals(1, rate(job(400, 20), 0), "a run of twenty steps");
        assertEquals(1 / 1.05, rate(job(400, 21), 0), 1e-12);
        assertEquals(1, rate(job(400, 21), 1));
    }

    @Test
    void rate_afterDrops_isAQuarterEach() {
        TrainJob job = job(100, 50);
        assertEquals(0.25, rate(job, 20, 1, 2));
        assertEquals(0.0625, rate(job, 20, 1, 2, 2));
        assertEquals(0.025, rate(job, 0, 1, 2), 1e-12, "in the warm-up too");
    }

    @Test
    void finished_byStepOrByPlateau() {
        TrainJob job = job(100, 2);
        RowPlan plan = RowPlan.of(TABLE, job.shape());
        TrainState state = TrainState.fresh(job);
        for (int step = 0; step < 8; step++) {
            assertFalse(job.finished(state, plan));
            state.stepped();
        }
        assertTrue(job.finished(state, plan));
        TrainState flat = TrainState.fresh(job);
        for (double loss : new double[] {1, 2, 2, 2}) {
            assertFalse(job.finished(flat, plan));
            flat.evaluated(new History.Evaluation(0, 1, loss, List.of()), job.plateau());
        }
        assertTrue(job.finished(flat, plan));
    }

    @Test
    void bytes_growsWithParamsAndThreads() {
        Ensemble nets = new Ensemble(Runs.NETWORK.net(), 4);
        TrainJob four = new TrainJob(nets, Regime.EXACT.shape(1, 100), Adam.of(0.01f), 1, 100, Plateau.never());
        assertEquals(4 * job(100, 1).bytes(2), four.bytes(2));
        assertTrue(four.bytes(3) > four.bytes(2));
        assertTrue(four.bytes(1) > 5L * Float.BYTES * nets.paramCount(), "params, average, best and two moments");
    }
}
