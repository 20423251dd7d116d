package org.mlscale.engine.model.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.modelfile.ModelCase;
import org.mlscale.engine.modelfile.ModelFile;

/** Opens the model file as a stranger with Deeplearning4j would. In this room because DL4J needs {@link HeldMemory}. */
@ExtendWith(HeldMemory.class)
class ModelZipTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void open_byDl4jAlone_predictsWhatWePredict(ModelCase one) throws IOException {
        Path file = folder.resolve("model.zip");
        one.writeTo(file);
        MultiLayerNetwork theirs = ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
        ModelFile.Opened ours = ModelFile.open(file);
        Batch batch = one.batch(129);
        assertArrayEquals(
                ours.network().predict(ours.model().params(), batch),
                RowMajor.cells(theirs.output(Trained.features(batch), false)),
                1e-6f); // another library adds in another order
        assertEquals(77, theirs.getIterationCount());
    }

    /** The same rows, encoded by the test itself and not by us. */
    @ParameterizedTest
    @EnumSource
    void open_byDl4jAlone_predictsRowsEncodedByHand(ModelCase one) throws IOException {
        Path file = folder.resolve("model.zip");
        one.writeTo(file);
        MultiLayerNetwork theirs = ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
        for (int row = 0; row < 20; row++) {
            Batch batch = ModelCase.Values.drawn(row).batch();
            float[] expected = one.plainNetwork().predict(one.model().params(), batch);
            assertArrayEquals(
                    expected, RowMajor.cells(theirs.output(Trained.features(batch), false)), 1e-5f, "row " + row);
        }
    }
}
