package org.mlscale.engine.model.dl4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.NetCase;
import org.mlscale.engine.table.Draws;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A case as it stands in a file after {@link #STEPS} steps of Adam, and as DL4J alone wants to have it. */
final class Trained {
    static final double LEARNING_RATE = 3e-3;
    static final int STEPS = 7;

    private Trained() {}

    static Path zip(Path folder, NetCase one) throws IOException {
        Path file = folder.resolve("model.zip");
        Map<String, byte[]> entries = Map.of(
                Dl4jFormat.CONFIGURATION, Dl4jFormat.configurationJson(one.net(), LEARNING_RATE, STEPS),
                Dl4jFormat.COEFFICIENTS, Dl4jFormat.coefficients(one.net(), one.params()),
                Dl4jFormat.UPDATER_STATE, Dl4jFormat.updaterState(one.net(), moments(one)));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    static MultiLayerNetwork restore(Path file) throws IOException {
        return ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
    }

    /** Moments as they come to be: of the gradient's size, and the second greater than the square of the first. */
    static float[] moments(NetCase one) {
        int paramCount = one.net().paramCount();
        float[] moments = new float[2 * paramCount];
        for (int i = 0; i < paramCount; i++) {
            moments[i] = 0.1f * Draws.signed(one.seed(), 99, i);
            moments[paramCount + i] = 1e-4f + 2 * moments[i] * moments[i];
        }
        return moments;
    }

    static INDArray features(Batch batch) {
        return RowMajor.matrix(batch.features(), batch.rowCount(), batch.featureCount());
    }

    static INDArray labels(NetCase one) {
        Batch batch = one.batch();
        int outputs = one.net().outputs();
        if (one.net().head() != Head.CLASSES) {
            return RowMajor.matrix(batch.targets(), batch.rowCount(), one.net().targetCount());
        }
        float[] oneHot = new float[batch.rowCount() * outputs];
        for (int row = 0; row < batch.rowCount(); row++) {
            oneHot[row * outputs + (int) batch.targets()[row]] = 1;
        }
        return RowMajor.matrix(oneHot, batch.rowCount(), outputs);
    }

    static float[] floats(INDArray vector) {
        return vector.reshape(vector.length()).toFloatVector();
    }
}
