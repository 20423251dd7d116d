package org.mlscale.engine.model.compiled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.compute.Kernels;
import org.mlscale.engine.compute.PlainBlas;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.NetCase;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.model.PlainNetwork;
import org.mlscale.engine.model.dl4j.Dl4jNetwork;

class CompiledNetworkTest {
    private static final double TOLERANCE = 2e-5; // of the largest: sums of up to 128 rows in float32

    private static final Net WORDS = Net.mlp(1, List.of(new Layer.Embed.Table(3, 2)), List.of(4), 1, Head.NUMBER);

    private static Network network(Net net) {
        return new CompiledNetwork(net, Kernels.blas());
    }

    static Stream<NetCase> cases() {
        Net twice = new Net(
                List.of(new Layer.Dense(5, 12), new Layer.Relu(), new Layer.Relu(), new Layer.Dense(12, 9)),
                Head.NUMBER);
        return Stream.of(
                        NetCase.awkward(),
                        NetCase.embedded(),
                        Stream.of(
                                new NetCase(twice, 40, true, 41),
                                new NetCase(Net.mlp(300, List.of(200, 100), 12, Head.CLASSES), 128, true, 42)))
                .flatMap(some -> some);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradient_everyNet_isThatOfTheDefinition(NetCase one) {
        float[] expected = new float[one.net().paramCount()];
        double expectedLoss = new PlainNetwork(one.net()).gradient(one.params(), one.batch(), 0, expected);
        for (Network network : List.of(network(one.net()), new CompiledNetwork(one.net(), new PlainBlas()))) {
            float[] actual = new float[expected.length];
            double loss = network.gradient(one.params(), one.batch(), 0, actual);
            assertEquals(expectedLoss, loss, TOLERANCE * Math.max(1, expectedLoss), one::toString);
            assertClose(expected, actual, one.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void predict_everyNet_isThatOfTheDefinition(NetCase one) {
        float[] expected = new PlainNetwork(one.net()).predict(one.params(), one.batch());
        assertClose(expected, network(one.net()).predict(one.params(), one.batch()), one.toString());
    }

    /** The engine that wrote the models of before. */
    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void gradient_awkwardShapes_isThatOfDeeplearning4j(NetCase one) {
        float[] expected = new float[one.net().paramCount()];
        double expectedLoss = new Dl4jNetwork(one.net()).gradient(one.params(), one.batch(), 0, expected);
        float[] actual = new float[expected.length];
        double loss = network(one.net()).gradient(one.params(), one.batch(), 0, actual);
        assertEquals(expectedLoss, loss, TOLERANCE * Math.max(1, expectedLoss), one::toString);
        assertClose(expected, actual, one.toString());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradient_calledAgain_hasTheSameBitsAndAddsThem(NetCase one) {
        Network network = network(one.net());
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

    /** What a larger batch left behind is not read. */
    @ParameterizedTest
    @MethodSource("cases")
    void gradient_afterALargerBatch_hasTheBitsOfAFreshNetwork(NetCase one) {
        NetCase larger = new NetCase(one.net(), one.rowCount() + 9, one.weighted(), one.seed() + 1);
        Network used = network(one.net());
        used.gradient(larger.params(), larger.batch(), 0, new float[one.net().paramCount()]);
        float[] expected = new float[one.net().paramCount()];
        network(one.net()).gradient(one.params(), one.batch(), 0, expected);
        float[] actual = new float[expected.length];
        used.gradient(one.params(), one.batch(), 0, actual);
        assertArrayEquals(expected, actual, one::toString);
        assertArrayEquals(
                network(one.net()).predict(one.params(), one.batch()), used.predict(one.params(), one.batch()));
    }

    @Test
    void gradient_manyThreads_haveTheBitsOfOne() throws Exception {
        NetCase one = new NetCase(Net.mlp(28, List.of(64, 33), 3, Head.CLASSES), 100, true, 50);
        Network network = network(one.net());
        float[] expected = new float[one.net().paramCount()];
        network.gradient(one.params(), one.batch(), 0, expected);
        try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
            List<Callable<float[]>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                calls.add(() -> {
                    float[] gradient = new float[expected.length];
                    network.gradient(one.params(), one.batch(), 0, gradient);
                    return gradient;
                });
            }
            for (Future<float[]> call : threads.invokeAll(calls)) {
                assertArrayEquals(expected, call.get());
            }
        }
    }

    /** Losses that clip probabilities give such rows no gradient. */
    @Test
    void gradient_rowsFarOnTheWrongSide_isThatOfTheDefinition() {
        for (Head head : List.of(Head.YES_NO, Head.CLASSES)) {
            Net net = Net.mlp(1, List.of(), head == Head.CLASSES ? 2 : 1, head);
            float[] params = head == Head.CLASSES ? new float[] {-300, 300, 0, 0} : new float[] {600, 0};
            Batch batch = new Batch(
                    new float[] {1, -1, 2, -2}, 1, new float[] {0, 1, 0, 1}, new float[] {1, 2, 0.5f, 1}, new long[] {
                        0, 1, 2, 3
                    });
            float[] expected = new float[params.length];
            double expectedLoss = new PlainNetwork(net).gradient(params, batch, 0, expected);
            float[] actual = new float[params.length];
            assertEquals(expectedLoss, network(net).gradient(params, batch, 0, actual), 1e-3, head::toString);
            assertClose(expected, actual, head.toString());
        }
    }

    @Test
    void gradient_rowOfZeros_slopeOfReluAtZeroIsZero() {
        Net net = Net.mlp(3, List.of(4), 1, Head.NUMBER);
        float[] params = net.initialParams(1); // biases 0: every ReLU stands at exactly 0
        Batch batch = new Batch(new float[3], 3, new float[] {5}, new float[0], new long[1]);
        float[] gradient = new float[params.length];
        network(net).gradient(params, batch, 0, gradient);
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
        assertEquals(0, network(one.net()).gradient(one.params(), one.batch(), 0, gradient));
        assertArrayEquals(before, gradient);
        assertEquals(0, network(one.net()).predict(one.params(), one.batch()).length);
    }

    @Test
    void gradient_wordThatIsNotInTheBatch_isZero() {
        float[] gradient = new float[WORDS.paramCount()];
        network(WORDS).gradient(params(), words(0.5f, 2, 1, 2), 0, gradient);
        assertArrayEquals(new float[4], Arrays.copyOf(gradient, 4));
        assertNotEquals(0, gradient[4]);
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 3, 0.5f, Float.NaN})
    void predict_noCode_saysWhichThereAre(float code) {
        assertRefused(code + " is none of the codes 0..2", () -> network(WORDS).predict(params(), words(0, code)));
    }

    @Test
    void predict_batchWithoutCodes_saysSeenAndExpected() {
        Batch batch = new Batch(new float[1], 1, new float[1], new float[0], new long[1]);
        assertRefused("1 features a row, expected 2", () -> network(WORDS).predict(params(), batch));
    }

    @Test
    void gradient_targetOutsideClasses_saysWhich() {
        Net net = Net.mlp(1, List.of(), 2, Head.CLASSES);
        Batch batch = new Batch(new float[] {1}, 1, new float[] {2}, new float[0], new long[1]);
        assertRefused(
                "target 2.0 is none of the classes 0..1",
                () -> network(net).gradient(new float[4], batch, 0, new float[4]));
    }

    @Test
    void gradient_wrongParamCount_saysSeenAndExpected() {
        Net net = Net.mlp(1, List.of(), 1, Head.NUMBER);
        Batch batch = new Batch(new float[] {1}, 1, new float[] {2}, new float[0], new long[1]);
        assertRefused("3 params, expected 2", () -> network(net).gradient(new float[3], batch, 0, new float[2]));
    }

    private static void assertRefused(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static float[] params() {
        return new NetCase(WORDS, 1, false, 1).params();
    }

    /** Rows of a number and a code. */
    private static Batch words(float... features) {
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
