package org.mlscale.engine.model.compiled;

/** A layer made runnable, or two that are done in one pass. Its params lie from {@code at} on in an array; values lie row by row, [rows x inputs] and [rows x outputs]. Thread-safe: keeps nothing. */
interface Stage {
    int inputs();

    int outputs();

    int paramCount();

    /** Writes {@code out}. */
    void forward(float[] params, int at, float[] in, float[] out, int rows);

    /**
     * Adds the gradient of the params to {@code gradient}, and writes that of {@code in} to {@code inSlopes}, unless this is the first stage.
     *
     * @param out what {@link #forward} wrote
     * @param slopes the gradient of {@code out}; may be overwritten
     * @param gradient as long as {@code params}, and its own from {@code at} on
     * @param inSlopes empty for the first stage
     */
    void backward(
            float[] params,
            int at,
            float[] in,
            float[] out,
            float[] slopes,
            float[] gradient,
            float[] inSlopes,
            int rows);
}
