package org.mlscale.engine.model.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.NetCase;
import org.mlscale.engine.model.PlainNetwork;

class Dl4jNetworkTest {
    private static final double FLOAT_ULP = 0x1p-23;

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void gradient_awkwardShapes_equalsPlainNetwork(NetCase one) {
        Net net = one.net();
        float[] expected = new float[net.paramCount()];
        double expectedLoss = new PlainNetwork(net).gradient(one.params(), one.batch(), 0, expected);
        float[] actual = new float[net.paramCount()];
        double loss = new Dl4jNetwork(net).gradient(one.params(), one.batch(), 0, actual);
        assertEquals(expectedLoss, loss, tolerance(one) * Math.max(1, expectedLoss), one::toString);
        assertClose(expected, actual, tolerance(one), one.toString());
    }

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void predict_awkwardShapes_equalsPlainNetwork(NetCase one) {
        float[] expected = new PlainNetwork(one.net()).predict(one.params(), one.batch());
        float[] actual = new Dl4jNetwork(one.net()).predict(one.params(), one.batch());
        assertClose(expected, actual, tolerance(one), one.toString());
    }

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void gradient_calledTwice_addsToTheCallersArray(NetCase one) {
        Dl4jNetwork network = new Dl4jNetwork(one.net());
        float[] once = new float[one.net().paramCount()];
        network.gradient(one.params(), one.batch(), 0, once);
        float[] twice = once.clone();
        network.gradient(one.params(), one.batch(), 0, twice);
        for (int i = 0; i < once.length; i++) {
            once[i] += once[i];
        }
        assertArrayEquals(once, twice, one::toString);
    }

    /** DL4J's own losses clip probabilities: such rows would have no gradient. */
    @Test
    void gradient_rowsFarOnTheWrongSide_equalsPlainNetwork() {
        for (Head head : List.of(Head.YES_NO, Head.CLASSES)) {
            Net net = Net.mlp(1, List.of(), head == Head.CLASSES ? 2 : 1, head);
            float[] params = head == Head.CLASSES ? new float[] {-30, 30, 0, 0} : new float[] {60, 0};
            Batch batch = batch(new float[] {1, -1, 2, -2}, new float[] {0, 1, 0, 1}, new float[] {1, 2, 0.5f, 1});
            float[] expected = new float[params.length];
            double expectedLoss = new PlainNetwork(net).gradient(params, batch, 0, expected);
            float[] actual = new float[params.length];
            assertEquals(expectedLoss, new Dl4jNetwork(net).gradient(params, batch, 0, actual), 1e-4, head::toString);
            assertClose(expected, actual, 1e-6, head.toString());
        }
    }

    @Test
    void gradient_rowOfZeros_slopeOfReluAtZeroIsZero() {
        Net net = Net.mlp(3, List.of(4), 1, Head.NUMBER);
        float[] params = net.initialParams(1); // biases 0: every ReLU stands at exactly 0
        Batch batch = new Batch(new float[3], 3, new float[] {5}, new float[0], new long[1]);
        float[] gradient = new float[params.length];
        new Dl4jNetwork(net).gradient(params, batch, 0, gradient);
        float[] expected = new float[params.length];
        expected[params.length - 1] = -10;
        assertArrayEquals(expected, gradient);
    }

    @Test
    void gradient_noRows_returnsZeroAndTouchesNothing() {
        NetCase one = new NetCase(Net.mlp(4, List.of(3), 2, Head.CLASSES), 0, false, 21);
        float[] gradient = new float[one.net().paramCount()];
        gradient[1] = 7;
        float[] before = gradient.clone();
        Dl4jNetwork network = new Dl4jNetwork(one.net());
        assertEquals(0, network.gradient(one.params(), one.batch(), 0, gradient));
        assertArrayEquals(before, gradient);
        assertEquals(0, network.predict(one.params(), one.batch()).length);
    }

    @Test
    void gradient_afterWeightedBatch_unweightedBatchHasNoWeights() {
        NetCase weighted = new NetCase(Net.mlp(4, List.of(3), 1, Head.NUMBER), 9, true, 22);
        NetCase plain = new NetCase(weighted.net(), 9, false, 22);
        float[] expected = new float[weighted.net().paramCount()];
        new Dl4jNetwork(plain.net()).gradient(plain.params(), plain.batch(), 0, expected);
        Dl4jNetwork network = new Dl4jNetwork(weighted.net());
        network.gradient(weighted.params(), weighted.batch(), 0, new float[expected.length]);
        float[] actual = new float[expected.length];
        network.gradient(plain.params(), plain.batch(), 0, actual);
        assertArrayEquals(expected, actual, plain::toString);
    }

    @Test
    void gradient_targetOutsideClasses_saysWhich() {
        Net net = Net.mlp(1, List.of(), 2, Head.CLASSES);
        Batch batch = batch(new float[] {1}, new float[] {2}, new float[0]);
        Exception refused = assertThrows(
                IllegalArgumentException.class,
                () -> new Dl4jNetwork(net).gradient(new float[4], batch, 0, new float[4]));
        assertEquals("target 2.0 is none of the classes 0..1", refused.getMessage());
    }

    @Test
    void gradient_wrongParamCount_saysSeenAndExpected() {
        Net net = Net.mlp(1, List.of(), 1, Head.NUMBER);
        Batch batch = batch(new float[] {1}, new float[] {2}, new float[0]);
        Exception refused = assertThrows(
                IllegalArgumentException.class,
                () -> new Dl4jNetwork(net).gradient(new float[3], batch, 0, new float[2]));
        assertEquals("3 params, expected 2", refused.getMessage());
    }

    private static Batch batch(float[] features, float[] targets, float[] weights) {
        return new Batch(features, 1, targets, weights, new long[targets.length]);
    }

    /** Rounding grows like the square root of the terms of a sum; 8 leaves room for the layers. */
    private static double tolerance(NetCase one) {
        int widest = Math.max(one.net().inputs(), 128);
        return 8 * FLOAT_ULP * Math.sqrt((double) widest * Math.max(1, one.rowCount()));
    }

    private static void assertClose(float[] expected, float[] actual, double tolerance, String message) {
        assertEquals(expected.length, actual.length, message);
        double scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * scale, "at " + i + " of " + message);
        }
    }
}
