package org.mlscale.engine.train;

import org.mlscale.engine.collective.StepSum;

/** How params follow from a gradient. Configuration only: its state is {@link TrainState#moments()}. */
public interface Optimizer {
    int momentCount(int paramCount);

    /**
     * Updates params and moments in place from the sum over all ranks; {@link TrainState#step()} is still the step before.
     *
     * @param rate what the learning rate is multiplied by, in (0, 1]
     */
    void apply(TrainState state, StepSum sum, double rate);
}
