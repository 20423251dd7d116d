package org.mlscale.engine.model.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.NetCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Opens what {@link Dl4jFormat} writes by DL4J alone, as a stranger would. */
@ExtendWith(HeldMemory.class)
class Dl4jFormatTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void zip_openedByDl4j_predictsTheSame(NetCase one) throws IOException {
        MultiLayerNetwork restored = Trained.restore(Trained.zip(folder, one));
        float[] expected = new Dl4jNetwork(one.net()).predict(one.params(), one.batch());
        float[] actual = RowMajor.cells(restored.output(Trained.features(one.batch()), false));
        assertArrayEquals(expected, actual, one::toString);
    }

    /** The losses that the file names are ours where DL4J does not clip and there are no weights. */
    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void zip_openedByDl4j_hasTheSameGradient(NetCase weightedOrNot) throws IOException {
        NetCase one = new NetCase(weightedOrNot.net(), weightedOrNot.rowCount(), false, weightedOrNot.seed());
        MultiLayerNetwork restored = Trained.restore(Trained.zip(folder, one));
        restored.initGradientsView();
        restored.setInput(Trained.features(one.batch()));
        restored.setLabels(Trained.labels(one));
        restored.computeGradientAndScore();
        float[] expected = new float[one.net().paramCount()];
        double loss = new Dl4jNetwork(one.net()).gradient(one.params(), one.batch(), 0, expected);
        float[] actual = new float[expected.length];
        new ParamOrder(one.net()).addFromDl4j(Trained.floats(restored.getGradientsViewArray()), actual);
        assertEquals(loss, restored.score() * one.rowCount(), 1e-5 * Math.max(1, loss), one::toString);
        assertClose(expected, actual, 1e-5, one.toString());
    }

    @ParameterizedTest
    @MethodSource("org.mlscale.engine.model.NetCase#awkward")
    void zip_writtenAgainByDl4j_isTheSameBytes(NetCase one) throws IOException {
        Path file = Trained.zip(folder, one);
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        ModelSerializer.writeModel(Trained.restore(file), again, true);
        Map<String, byte[]> expected = entries(again.toByteArray());
        Map<String, byte[]> actual = entries(Files.readAllBytes(file));
        assertEquals(expected.keySet(), actual.keySet(), one::toString);
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name + " of " + one));
    }

    @Test
    void configurationJson_equalsThatOfANetMadeByDl4jsBuilder() {
        MultiLayerNetwork made = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(0)
                .updater(new Adam(Trained.LEARNING_RATE))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(5)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        made.init();
        Net net = new Net(
                List.of(new Layer.Dense(3, 4), new Layer.Relu(), new Layer.Dense(4, 5), new Layer.Dense(5, 2)),
                Head.CLASSES);
        String ours = new String(Dl4jFormat.configurationJson(net, Trained.LEARNING_RATE, 0), StandardCharsets.UTF_8);
        assertEquals(made.getLayerWiseConfigurations().toJson(), ours);
    }

    @Test
    void coefficients_wrongLength_saysSeenAndExpected() {
        Net net = Net.mlp(3, List.of(2), 2, Head.CLASSES);
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> Dl4jFormat.coefficients(net, new float[13]));
        assertEquals("13 floats, expected 1 x 14 of 3-2-2", refused.getMessage());
    }

    private static Map<String, byte[]> entries(byte[] file) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static void assertClose(float[] expected, float[] actual, double tolerance, String message) {
        double scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * scale, "at " + i + " of " + message);
        }
    }
}
