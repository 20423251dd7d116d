package org.mlscale.engine.model.compiled;

import org.mlscale.engine.compute.Blas;

/**
 * A dense layer of few outputs, to which forward adds some that are thrown away: kernels for products take columns by the dozen, and of one or two a row's bits depend on
 * its place. A gradient is a sum over all rows, so backward does without.
 *
 * @param whole the layer, with no ReLU behind it
 */
record NarrowStage(DenseStage whole) implements Stage {
    /** Outputs from which on a {@link DenseStage} does. */
    static final int OUTPUTS_END = 8;

    /** Columns that kernels take at a time. With 8, a row's bits depend on how many rows there are, in those that are else blind to it. */
    private static final int WIDTH = 16;

    @Override
    public int inputs() {
        return whole.inputs();
    }

    @Override
    public int outputs() {
        return whole.outputs();
    }

    @Override
    public int paramCount() {
        return whole.paramCount();
    }

    @Override
    public void forward(float[] params, int at, float[] in, float[] out, int rows) {
        float[] widened = widened(params, at);
        float[] wide = new float[rows * WIDTH];
        Biases.write(widened, inputs() * WIDTH, WIDTH, wide, rows);
        whole.blas().multiply(Blas.Form.PLAIN, rows, WIDTH, inputs(), in, 0, widened, 0, true, wide, 0);
        for (int row = 0; row < rows; row++) {
            for (int output = 0; output < outputs(); output++) {
                out[row * outputs() + output] = wide[row * WIDTH + output];
            }
        }
    }

    /** Weights and biases of {@link #WIDTH} outputs, those behind the layer's own all 0. */
    private float[] widened(float[] params, int at) {
        float[] widened = new float[(inputs() + 1) * WIDTH];
        for (int i = 0; i <= inputs(); i++) {
            for (int output = 0; output < outputs(); output++) {
                widened[i * WIDTH + output] = params[at + i * outputs() + output];
            }
        }
        return widened;
    }

    @Override
    public void backward(
            float[] params,
            int at,
            float[] in,
            float[] out,
            float[] slopes,
            float[] gradient,
            float[] inSlopes,
            int rows) {
        whole.backward(params, at, in, out, slopes, gradient, inSlopes, rows);
    }
}
