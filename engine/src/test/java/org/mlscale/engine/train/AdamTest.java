package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;

class AdamTest {
    private static final Net NET = Net.mlp(3, List.of(), 1, Head.NUMBER);

    private static TrainState fresh(Adam adam) {
        return TrainState.fresh(
                NET, new TrainJob(NET, Regime.EXACT.shape(1, 8), adam, 1, 1, OptionalInt.empty(), Optional.empty()));
    }

    private static StepSum sum(double weight, float... gradient) {
        StepSum sum = new StepSum(gradient.length);
        System.arraycopy(gradient, 0, sum.gradient(), 0, gradient.length);
        sum.count(0, weight, 1, 0);
        return sum;
    }

    /** By hand: mean 2, so first 0.2 and second 0.004, unbiased 2 and 4; a step of 0.1 · 2 / (√4 + ε). A mean of ε goes half as far. */
    @Test
    void apply_firstStep_isTheOneComputedByHand() {
        Adam adam = Adam.of(0.1f);
        TrainState state = fresh(adam);
        float[] params = {1, 1, -1, 1};
        System.arraycopy(params, 0, state.params(), 0, 4);
        adam.apply(state, sum(3, 6, -6, 6e-3f, 3e-8f));
        assertArrayEquals(new float[] {0.9f, 1.1f, -1.1f, 0.95f}, state.params(), 1e-6f);
        assertArrayEquals(
                new float[] {0.2f, -0.2f, 2e-4f, 1e-9f, 0.004f, 0.004f, 4e-9f, 1e-19f}, state.moments(), 1e-7f);
    }

    @Test
    void apply_fiftySteps_isCloseToFloat64() {
        long seed = 17;
        Random random = new Random(seed);
        Adam adam = new Adam(0.02f, 0.9f, 0.999f, 1e-8f);
        TrainState state = fresh(adam);
        double[] params = new double[4];
        double[] first = new double[4];
        double[] second = new double[4];
        for (int i = 0; i < 4; i++) {
            params[i] = state.params()[i];
        }
        for (int step = 1; step <= 50; step++) {
            double weight = 1 + 10 * random.nextDouble();
            float[] gradient = new float[4];
            for (int i = 0; i < 4; i++) {
                gradient[i] = (float) (random.nextGaussian() * Math.pow(10, i - 2) + 0.3);
                double mean = gradient[i] / weight;
                first[i] = 0.9 * first[i] + 0.1 * mean;
                second[i] = 0.999 * second[i] + 0.001 * mean * mean;
                double unbiasedFirst = first[i] / (1 - Math.pow(0.9, step));
                double unbiasedSecond = second[i] / (1 - Math.pow(0.999, step));
                params[i] -= 0.02 * unbiasedFirst / (Math.sqrt(unbiasedSecond) + 1e-8);
            }
            adam.apply(state, sum(weight, gradient));
            state.stepped();
            for (int i = 0; i < 4; i++) {
                String where = "seed %d, step %d, param %d".formatted(seed, step, i);
                assertEquals(params[i], state.params()[i], 2e-5 * Math.max(1, Math.abs(params[i])), where);
                assertEquals(first[i], state.moments()[i], 1e-5 * Math.max(0.01, Math.abs(first[i])), where);
                assertEquals(second[i], state.moments()[4 + i], 1e-4 * second[i], where);
            }
        }
    }

    /** The number of updates counts over the whole run: a thousand steps on, nothing is left of the bias. */
    @Test
    void apply_lateStep_correctsForTheStepsOfTheWholeRun() {
        Adam adam = Adam.of(1);
        TrainState state = fresh(adam);
        for (int step = 0; step < 20_000; step++) {
            state.stepped();
        }
        state.params()[0] = 0;
        adam.apply(state, sum(1, 1, 0, 0, 0));
        assertEquals(-0.1 / Math.sqrt(0.001), state.params()[0], 1e-4);
    }

    @Test
    void apply_rowsThatWeighNothing_changesNothing() {
        Adam adam = Adam.of(0.1f);
        TrainState state = fresh(adam);
        adam.apply(state, sum(1, 1, 2, 3, 4));
        state.stepped();
        float[] params = state.params().clone();
        float[] moments = state.moments().clone();
        adam.apply(state, sum(0, 0, 0, 0, 0));
        assertArrayEquals(params, state.params());
        assertArrayEquals(moments, state.moments());
    }

    @Test
    void momentCount_isTwoAParam() {
        assertEquals(14, Adam.of(0.1f).momentCount(7));
    }
}
