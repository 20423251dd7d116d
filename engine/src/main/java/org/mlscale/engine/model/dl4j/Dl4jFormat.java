package org.mlscale.engine.model.dl4j;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.mlscale.engine.model.Net;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * A net in DL4J's own files: a zip of {@link #CONFIGURATION} and {@link #COEFFICIENTS}, and of {@link #UPDATER_STATE}
 * if training is to go on, opens by DL4J's {@code ModelSerializer.restoreMultiLayerNetwork}. All are pure functions of
 * their arguments, byte for byte what that class would write, and ND4J's native library is not started.
 */
public final class Dl4jFormat {
    public static final String CONFIGURATION = "configuration.json";
    public static final String COEFFICIENTS = "coefficients.bin";
    public static final String UPDATER_STATE = "updaterState.bin";

    private static final long TYPE_FLOAT = 8192; // among a shape's flags: libnd4j, ArrayOptions.h

    private Dl4jFormat() {}

    /** Whether DL4J has all layers of {@code net}: none of its own takes numbers and words side by side. Other nets are refused by all below. */
    public static boolean canSay(Net net) {
        return net.embed().isEmpty();
    }

    /** The net, to be scored; should it be trained on, then by a fresh Adam at DL4J's own learning rate. */
    public static byte[] configurationJson(Net net) {
        return configurationJson(net, Adam.DEFAULT_ADAM_LEARNING_RATE, 0);
    }

    /** The net, trained for {@code steps} by Adam: the count sets the bias correction of the step after. */
    public static byte[] configurationJson(Net net, double learningRate, int steps) {
        MultiLayerConfiguration configuration = DenseStage.configuration(net, new Adam(learningRate), loss(net), true);
        configuration.setIterationCount(steps);
        for (NeuralNetConfiguration layer : configuration.getConfs()) {
            layer.setIterationCount(steps);
            layer.addVariable(DefaultParamInitializer.WEIGHT_KEY); // a net lists its arrays once it is made
            layer.addVariable(DefaultParamInitializer.BIAS_KEY);
        }
        return configuration.toJson().getBytes(StandardCharsets.UTF_8);
    }

    /** The content of {@link #COEFFICIENTS}; {@code params} float32 [paramCount] are only read. */
    public static byte[] coefficients(Net net, float[] params) {
        return array(inDl4jOrder(net, params, 1));
    }

    /**
     * The content of {@link #UPDATER_STATE}.
     *
     * @param moments float32 [2 x paramCount], Adam's first, then its second, each in the order of params; only read
     */
    public static byte[] updaterState(Net net, float[] moments) {
        return array(inDl4jOrder(net, moments, 2));
    }

    private static float[] inDl4jOrder(Net net, float[] ours, int copies) {
        int paramCount = net.paramCount();
        if (ours.length != Math.multiplyExact(copies, paramCount)) {
            throw new IllegalArgumentException(
                    "%d floats, expected %d x %d of %s".formatted(ours.length, copies, paramCount, net));
        }
        ParamOrder order = new ParamOrder(net);
        float[] theirs = new float[ours.length];
        for (int at = 0; at < ours.length; at += paramCount) {
            order.toDl4j(ours, theirs, at);
        }
        return theirs;
    }

    /** One vector as ND4J writes it, big-endian: its shape as a buffer of longs, its cells as a buffer of floats. */
    private static byte[] array(float[] cells) {
        // rank, length, stride, flags, stride from cell to cell, order
        long[] shape = {1, cells.length, 1, TYPE_FLOAT, 1, 'c'};
        byte[] cellBytes = new byte[Math.multiplyExact(cells.length, Float.BYTES)];
        ByteBuffer.wrap(cellBytes).asFloatBuffer().put(cells);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.addExact(cellBytes.length, 128));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            bufferHeader(out, shape.length, "LONG");
            for (long number : shape) {
                out.writeLong(number);
            }
            bufferHeader(out, cells.length, "FLOAT");
            out.write(cellBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a stream in memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void bufferHeader(DataOutputStream out, int length, String type) throws IOException {
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(length);
        out.writeUTF(type);
    }

    private static ILossFunction loss(Net net) {
        return switch (net.head()) {
            case NUMBER -> new LossMSE();
            case YES_NO -> new LossBinaryXENT();
            case CLASSES -> new LossMCXENT();
        };
    }
}
