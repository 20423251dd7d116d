package org.mlscale.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.model.dl4j.Dl4jNetwork;

/** Words that are embedded before a net of Deeplearning4j. */
class EmbedNetworkTest {
    private static final double TOLERANCE = 1e-4; // of the largest: sums of 128 rows in float32

    private static final Net NET = Net.mlp(1, List.of(new Layer.Embed.Table(3, 2)), List.of(4), 1, Head.NUMBER);

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#embedded")
    void gradient_everyHead_equalsPlainNetwork(NetCase one) {
        float[] expected = new float[one.net().paramCount()];
        double expectedLoss = new PlainNetwork(one.net()).gradient(one.params(), one.batch(), 0, expected);
        float[] actual = new float[one.net().paramCount()];
        Network network = assertInstanceOf(EmbedNetwork.class, Networks.of(one.net()));
        double loss = network.gradient(one.params(), one.batch(), 0, actual);
        assertEquals(expectedLoss, loss, TOLERANCE * Math.max(1, expectedLoss), one::toString);
        assertClose(expected, actual, one.toString());
    }

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#embedded")
    void predict_everyHead_equalsPlainNetwork(NetCase one) {
        float[] expected = new PlainNetwork(one.net()).predict(one.params(), one.batch());
        assertClose(expected, Networks.of(one.net()).predict(one.params(), one.batch()), one.toString());
    }

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#embedded")
    void gradient_calledAgain_hasTheSameBitsAndAddsThem(NetCase one) {
        Network network = Networks.of(one.net());
        float[] once = new float[one.net().paramCount()];
        double loss = network.gradient(one.params(), one.batch(), 0, once);
        float[] again = new float[once.length];
        assertEquals(loss, network.gradient(one.params(), one.batch(), 0, again), one::toString);
        assertArrayEquals(once, again, one::toString);
        network.gradient(one.params(), one.batch(), 0, again);
        for (int i = 0; i < once.length; i++) {
            once[i] += once[i];
        }
        assertClose(once, again, one.toString());
    }

    /** Deeplearning4j takes another way where it gives the inputs' gradient too. */
    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void gradient_withThatOfTheInputs_hasTheBitsOfTheOneWithout(NetCase one) {
        Dl4jNetwork network = new Dl4jNetwork(one.net());
        float[] expected = new float[one.net().paramCount()];
        double expectedLoss = network.gradient(one.params(), one.batch(), 0, expected);
        float[] actual = new float[one.net().paramCount()];
        float[] inputs = new float[one.batch().features().length];
        assertEquals(expectedLoss, network.gradient(one.params(), one.batch(), 0, actual, inputs), one::toString);
        assertArrayEquals(expected, actual, one::toString);
    }

    @Test
    void gradient_wordThatIsNotInTheBatch_isZero() {
        float[] gradient = new float[NET.paramCount()];
        Networks.of(NET).gradient(params(), batch(0.5f, 2, 1, 2), 0, gradient);
        assertArrayEquals(new float[4], Arrays.copyOf(gradient, 4));
        assertNotEquals(0, gradient[4]);
    }

    @Test
    void gradient_noRows_returnsZeroAndTouchesNothing() {
        float[] gradient = new float[NET.paramCount()];
        assertEquals(0, Networks.of(NET).gradient(params(), batch(), 0, gradient));
        assertArrayEquals(new float[NET.paramCount()], gradient);
        assertEquals(0, Networks.of(NET).predict(params(), batch()).length);
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 3, 0.5f, Float.NaN})
    void predict_noCode_saysWhichThereAre(float code) {
        Exception refused = assertThrows(
                IllegalArgumentException.class, () -> Networks.of(NET).predict(params(), batch(0, code)));
        assertEquals(code + " is none of the codes 0..2", refused.getMessage());
    }

    @Test
    void predict_batchWithoutCodes_saysSeenAndExpected() {
        Batch batch = new Batch(new float[1], 1, new float[1], new float[0], new long[1]);
        Exception refused = assertThrows(
                IllegalArgumentException.class, () -> Networks.of(NET).predict(params(), batch));
        assertEquals("1 features a row, expected 2", refused.getMessage());
    }

    private static float[] params() {
        return new NetCase(NET, 1, false, 1).params();
    }

    /** Rows of a number and a code. */
    private static Batch batch(float... features) {
        int rows = features.length / 2;
        return new Batch(features, 2, new float[rows], new float[0], new long[rows]);
    }

    private static void assertClose(float[] expected, float[] actual, String message) {
        assertEquals(expected.length, actual.length, message);
        double scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], TOLERANCE * scale, "at " + i + " of " + message);
        }
    }
}
