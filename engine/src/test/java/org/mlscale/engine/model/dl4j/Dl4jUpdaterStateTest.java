package org.mlscale.engine.model.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.model.NetCase;
import org.mlscale.engine.model.PlainNetwork;
import org.nd4j.linalg.learning.config.Adam;

/** Training goes on in DL4J where ours left off. */
@ExtendWith(HeldMemory.class)
class Dl4jUpdaterStateTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void updaterState_openedByDl4j_equalsMoments(NetCase one) throws IOException {
        MultiLayerNetwork restored = Trained.restore(Trained.zip(folder, one));
        float[] state = Trained.floats(restored.getUpdater().getStateViewArray());
        int paramCount = one.net().paramCount();
        float[] actual = new float[2 * paramCount];
        ParamOrder order = new ParamOrder(one.net());
        for (int from = 0; from < actual.length; from += paramCount) {
            float[] half = new float[paramCount];
            System.arraycopy(state, from, half, 0, paramCount);
            float[] ours = new float[paramCount];
            order.addFromDl4j(half, ours);
            System.arraycopy(ours, 0, actual, from, paramCount);
        }
        assertArrayEquals(Trained.moments(one), actual, one::toString);
        assertEquals(Trained.STEPS, restored.getIterationCount(), one::toString);
        Adam updater = (Adam) restored.getLayer(0).conf().getLayer().getUpdaterByParam("W");
        assertEquals(Trained.LEARNING_RATE, updater.getLearningRate(), one::toString);
    }

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void fit_oneMoreStepByDl4j_equalsPlainAdam(NetCase weightedOrNot) throws IOException {
        NetCase one = new NetCase(weightedOrNot.net(), weightedOrNot.rowCount(), false, weightedOrNot.seed());
        MultiLayerNetwork restored = Trained.restore(Trained.zip(folder, one));
        restored.fit(Trained.features(one.batch()), Trained.labels(one));
        float[] actual = new float[one.net().paramCount()];
        new ParamOrder(one.net()).addFromDl4j(Trained.floats(restored.params()), actual);
        double[] expected = adamStep(one);
        float[] before = one.params();
        double longest = 0;
        for (int i = 0; i < expected.length; i++) {
            longest = Math.max(longest, Math.abs(expected[i] - before[i]));
        }
        for (int i = 0; i < expected.length; i++) { // params are float32: a step is known to half an ulp of its param
            double tolerance = 1e-5 * longest + 0.5 * Math.ulp(before[i]) + 0.5 * Math.ulp(actual[i]);
            assertEquals(expected[i], actual[i], tolerance, "param " + i + " of " + one);
        }
    }

    /** Adam as Kingma and Ba wrote it, but for epsilon, which DL4J adds before the bias of v is corrected. */
    private static double[] adamStep(NetCase one) {
        int paramCount = one.net().paramCount();
        double[] params = new double[paramCount];
        double[] gradient = new double[paramCount];
        for (int i = 0; i < paramCount; i++) {
            params[i] = one.params()[i];
        }
        new PlainNetwork(one.net()).gradient(params, one.batch(), gradient);
        float[] moments = Trained.moments(one);
        int step = Trained.STEPS + 1;
        double rate = Trained.LEARNING_RATE * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
        for (int i = 0; i < paramCount; i++) {
            double mean = gradient[i] / one.rowCount();
            double first = 0.9 * moments[i] + 0.1 * mean;
            double second = 0.999 * moments[paramCount + i] + 0.001 * mean * mean;
            params[i] -= rate * first / (Math.sqrt(second) + 1e-8);
        }
        return params;
    }
}
