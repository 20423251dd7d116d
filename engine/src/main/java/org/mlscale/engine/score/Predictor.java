package org.mlscale.engine.score;

import java.util.Arrays;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Encoder;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.modelfile.Model;
import org.mlscale.engine.table.CachedChunk;

/** Runs the rows of a chunk through the net in blocks at fixed places, so that a row's bits do not depend on threads. Thread-safe. */
final class Predictor {
    /** Inputs that the net takes at a time, of as many rows as they make up: a megabyte, which stays in a core's own cache from the encoder to the net. */
    private static final int BLOCK_INPUTS = 1 << 18;

    private static final int ROWS_MIN = 64;
    private static final int ROWS_MAX = 1024;

    /** Takes each block with its outputs, float32 [rowCount x net outputs]. */
    interface Block {
        void accept(Batch batch, float[] outputs);
    }

    private final Model model;
    private final Network network;

    Predictor(Model model, Network network) {
        this.model = model;
        this.network = network;
    }

    /** The rows of {@code chunk} that {@code rows} names, in order. */
    void forEachBlock(CachedChunk chunk, int[] rows, Block block) {
        Encoder encoder = Encoder.of(model.schema(), chunk);
        int blockRows = Math.clamp(
                Integer.highestOneBit(BLOCK_INPUTS / Math.max(1, model.schema().featureCount())), ROWS_MIN, ROWS_MAX);
        for (int from = 0; from < rows.length; from += blockRows) {
            int[] some = Arrays.copyOfRange(rows, from, Math.min(from + blockRows, rows.length));
            Batch batch = Feed.rows(encoder, some, model.schema().featureCount());
            block.accept(batch, network.predict(model.params(), batch));
        }
    }
}
