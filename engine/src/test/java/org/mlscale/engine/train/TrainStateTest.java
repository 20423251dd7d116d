package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.table.LaneShape;

class TrainStateTest {
    private final Net net = Net.mlp(2, List.of(), 1, Head.NUMBER);
    private final TrainState state = TrainState.fresh(
            net, new TrainJob(net, LaneShape.of(8, 1), Adam.of(0.1f), 3, 100, OptionalInt.empty(), Optional.empty()));

    @Test
    void bestIsLast_withoutEvaluations_alwaysHolds() {
        assertTrue(state.bestIsLast());
        step(5);
        assertTrue(state.bestIsLast());
        assertEquals(5, state.best()[0]);
    }

    @Test
    void bestIsLast_stepsAfterTheBestLook_endIt() {
        step(1);
        look(0.5);
        assertTrue(state.bestIsLast());
        step(2); // as after a net that diverges before the next look
        assertFalse(state.bestIsLast());
        assertEquals(1, state.best()[0]);
        look(0.6);
        assertFalse(state.bestIsLast());
        step(3);
        look(0.4);
        assertTrue(state.bestIsLast());
        assertEquals(3, state.best()[0]);
    }

    private void step(float param) {
        state.params()[0] = param;
        state.stepped();
    }

    private void look(double loss) {
        state.evaluated(
                new History.Evaluation(state.step(), 1, loss, List.of()),
                state.params().clone());
    }
}
