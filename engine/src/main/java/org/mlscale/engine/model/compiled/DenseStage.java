package org.mlscale.engine.model.compiled;

import org.mlscale.engine.compute.Blas;
import org.mlscale.engine.model.Layer;

/**
 * A dense layer, and the ReLU behind it if there is one.
 *
 * @param relu whether there is one
 */
record DenseStage(Blas blas, Layer.Dense layer, boolean relu) implements Stage {
    @Override
    public int inputs() {
        return layer.inputs();
    }

    @Override
    public int outputs() {
        return layer.outputs();
    }

    @Override
    public int paramCount() {
        return layer.paramCount();
    }

    private int biasesAt(int at) {
        return at + inputs() * outputs();
    }

    @Override
    public void forward(float[] params, int at, float[] in, float[] out, int rows) {
        Biases.write(params, biasesAt(at), outputs(), out, rows);
        blas.multiply(Blas.Form.PLAIN, rows, outputs(), inputs(), in, 0, params, at, true, out, 0);
        if (relu) {
            cut(out, rows * outputs());
        }
    }

    private static void cut(float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Math.max(0, out[i]);
        }
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
        if (relu) {
            cut(slopes, out, rows * outputs());
        }
        blas.multiply(Blas.Form.LEFT_TRANSPOSED, inputs(), outputs(), rows, in, 0, slopes, 0, true, gradient, at);
        Biases.addSlopes(blas, slopes, rows, outputs(), gradient, biasesAt(at));
        if (inSlopes.length > 0) {
            blas.multiply(
                    Blas.Form.RIGHT_TRANSPOSED, rows, inputs(), outputs(), slopes, 0, params, at, false, inSlopes, 0);
        }
    }

    /** Slopes are 0 where ReLU gave 0. A product instead of a choice: the JIT makes no vectors of those (a tenth of the time, measured). */
    private static void cut(float[] slopes, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            slopes[i] *= Math.min(1, out[i] * Float.MAX_VALUE); // subnormal outputs, below 2e-38, count as part of one
        }
    }
}
