package org.mlscale.engine.model;

import org.mlscale.engine.batch.Batch;

/** A {@link Network} that another may stand before: it also tells how the loss depends on its inputs. Thread-safe. */
public interface InnerNetwork extends Network {
    /**
     * {@link Network#gradient}, and adds the loss's gradient with respect to the batch's features to {@code inputGradient}.
     *
     * @param inputGradient float32 [rowCount x featureCount], row-major, the caller's
     */
    double gradient(float[] params, Batch batch, int epoch, float[] gradient, float[] inputGradient);
}
