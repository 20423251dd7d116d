package org.mlscale.engine.train;

import java.util.List;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;

/** One weight a row of the table: after training, each weight is the number of times its row was used. */
record CountingNet(int rowCount) implements Network {
    /** Adds the plain sum, undivided. */
    record PlainSum() implements Optimizer {
        @Override
        public int momentCount(int paramCount) {
            return 0;
        }

        @Override
        public void apply(TrainState state, StepSum sum, double rate) {
            for (int i = 0; i < sum.gradient().length; i++) {
                state.params()[i] += sum.gradient()[i];
            }
        }
    }

    /** As many params as there are rows. */
    @Override
    public Net net() {
        return Net.mlp(rowCount - 1, List.of(), 1, Head.NUMBER);
    }

    @Override
    public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
        for (long row : batch.rowNumbers()) {
            gradient[(int) row]++;
        }
        return batch.rowCount();
    }

    @Override
    public float[] predict(float[] params, Batch batch) {
        return new float[batch.rowCount()];
    }
}
