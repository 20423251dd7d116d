package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.model.Ensemble;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.table.LaneShape;

class TrainStateTest {
    /** Two members of 2 weights and a bias each. */
    private final Ensemble nets = new Ensemble(Net.mlp(2, List.of(), 1, Head.NUMBER), 2);

    private final TrainJob job =
            new TrainJob(nets, LaneShape.of(8, 1, 1), Adam.of(0.1f), 3, 100, new Plateau(1, 0, 1, 1));
    private final TrainState state = TrainState.fresh(job);

    @Test
    void fresh_job_beginsWithTheParamsOfItsSeed() {
        assertArrayEquals(nets.initialParams(1), state.params());
        assertArrayEquals(state.params(), state.average());
        assertArrayEquals(new float[12], state.moments());
        assertEquals(0, state.step());
        state.params()[0] = 7;
        assertEquals(nets.initialParams(1)[0], state.average()[0], "an array of its own");
    }

    /** After step s, s/(s + 10) of the average is kept, at most 0.995. */
    @Test
    void stepped_drawnParams_averageFollowsItsRecurrence() {
        Seeds.some(3).forEach(seed -> {
            TrainState drawn = TrainState.fresh(job);
            SplittableRandom random = new SplittableRandom(seed);
            double expected = drawn.params()[2];
            for (int step = 1; step <= 4000; step++) {
                drawn.params()[2] = (float) random.nextGaussian();
                drawn.stepped();
                double keep = step < 1990 ? step / (step + 10.0) : 0.995;
                expected = keep * expected + (1 - keep) * drawn.params()[2];
                assertEquals(
                        expected,
                        drawn.average()[2],
                        1e-5,
                        "step %d, %s".formatted(step, Seeds.repeat(getClass(), seed)));
            }
            assertEquals(4000, drawn.step());
        });
    }

    @Test
    void stepped_first_keepsAnEleventhOfTheBeginning() {
        state.average()[0] = 11;
        step(22);
        assertEquals(1 + 20, state.average()[0], 1e-5);
    }

    @Test
    void best_withoutALook_isTheAverage() {
        assertSame(state.average(), state.best());
        step(5);
        assertSame(state.average(), state.best());
    }

    @Test
    void best_afterLooks_isTheAverageOfTheBestOne() {
        step(1);
        look(0.5);
        float first = state.average()[0];
        assertNotSame(state.average(), state.best());
        step(2);
        assertEquals(first, state.best()[0], "no look since");
        look(0.4);
        float second = state.average()[0];
        step(3);
        look(0.6);
        assertEquals(second, state.best()[0]);
    }

    @Test
    void best_nothingButNaN_isTheAverageOfTheFirstLook() {
        step(1);
        look(Double.NaN);
        float first = state.average()[0];
        step(2);
        look(Double.NaN);
        assertEquals(first, state.best()[0]);
    }

    @Test
    void evaluated_plateau_goesOnFromTheBestParams() {
        step(1);
        look(0.5);
        float[] best = state.average().clone();
        step(8);
        state.moments()[3] = 9;
        look(0.6);
        assertArrayEquals(best, state.params());
        assertArrayEquals(best, state.average());
        assertEquals(9, state.moments()[3]);
        assertEquals(2, state.step());
        step(8);
        assertArrayEquals(best, state.best(), "three arrays, not one");
        look(0.7); // the end, which is no drop
        assertEquals(8, state.params()[0]);
    }

    @Test
    void evaluated_noPlateau_leavesTheParamsAlone() {
        step(1);
        look(0.5);
        step(8);
        look(0.4);
        assertEquals(8, state.params()[0]);
    }

    private void step(float param) {
        state.params()[0] = param;
        state.stepped();
    }

    private void look(double loss) {
        state.evaluated(new History.Evaluation(state.step(), 1, loss, List.of()), job.plateau());
    }
}
