package org.mlscale.engine.model;

import java.util.Arrays;
import org.mlscale.engine.batch.Batch;

/** A {@link Net} made runnable: the two calls behind which kernels, DL4J and the tests' counting net stand. Thread-safe. */
public interface Network {
    Net net();

    /** How many params it takes. */
    default int paramCount() {
        return net().paramCount();
    }

    /**
     * Adds the gradient of the batch's summed loss, each row's times its weight, to {@code gradient}.
     *
     * @param params float32 [paramCount], only read
     * @param epoch a coordinate of every random draw, as are the batch's row numbers
     * @param gradient float32 [paramCount], the caller's
     * @return the batch's summed loss; 0 for no rows
     */
    double gradient(float[] params, Batch batch, int epoch, float[] gradient);

    /**
     * The same where params and gradient lie from {@code at} on in larger arrays.
     *
     * @param params float32 [at + paramCount, or more], only read
     * @param gradient as long
     */
    default double gradient(float[] params, int at, Batch batch, int epoch, float[] gradient) {
        float[] own = new float[paramCount()];
        double loss = gradient(Arrays.copyOfRange(params, at, at + own.length), batch, epoch, own);
        for (int i = 0; i < own.length; i++) {
            gradient[at + i] += own[i];
        }
        return loss;
    }

    /** Returns float32 [rowCount x outputs], row-major, past the head: a number, a probability of yes, or a probability a class. */
    float[] predict(float[] params, Batch batch);
}
