package org.mlscale.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.batch.Batch;

class PlainNetworkTest {
    private static final double STEP = 1e-6; // of a central difference: its error is of the order of its square

    @ParameterizedTest
    @MethodSource({"org.mlscale.engine.model.NetCase#awkward", "org.mlscale.engine.model.NetCase#embedded"})
    void gradient_everyParam_equalsCentralDifference(NetCase one) {
        PlainNetwork network = new PlainNetwork(one.net());
        Batch batch = one.batch();
        double[] params = wide(one.params());
        double[] gradient = new double[params.length];
        network.gradient(params, batch, gradient);
        double scale = 1;
        for (double slope : gradient) {
            scale = Math.max(scale, Math.abs(slope));
        }
        for (int i = 0; i < params.length; i += 1 + params.length / 300) { // 300 or so, of every layer
            double difference = (lossAt(network, params, i, STEP, batch) - lossAt(network, params, i, -STEP, batch));
            assertEquals(difference / (2 * STEP), gradient[i], 1e-6 * scale, "param " + i + " of " + one);
        }
    }

    private static double lossAt(PlainNetwork network, double[] params, int index, double step, Batch batch) {
        double[] moved = params.clone();
        moved[index] += step;
        return network.gradient(moved, batch, new double[params.length]);
    }

    private static double[] wide(float[] params) {
        double[] wide = new double[params.length];
        for (int i = 0; i < params.length; i++) {
            wide[i] = params[i];
        }
        return wide;
    }
}
