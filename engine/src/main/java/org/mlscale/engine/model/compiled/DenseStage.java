package org.mlscale.engine.model.compiled;

import org.mlscale.engine.compute.Blas;
import org.mlscale.engine.model.Layer;

/**
 * A dense layer, and the ReLU behind it if there is one: bias and ReLU take one pass over what the product gave, which is still near then.
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
        blas.multiply(Blas.Form.PLAIN, rows, outputs(), inputs(), in, 0, params, at, false, out, 0);
        float[] biases = biases(params, at);
        for (int row = 0; row < rows; row++) {
            if (relu) {
                addCut(biases, out, row * biases.length);
            } else {
                add(biases, out, row * biases.length);
            }
        }
    }

    /** In an array of their own: of two pieces of one array the JIT does not know that they do not overlap. */
    private float[] biases(float[] params, int at) {
        float[] biases = new float[outputs()];
        System.arraycopy(params, biasesAt(at), biases, 0, biases.length);
        return biases;
    }

    private static void add(float[] biases, float[] out, int from) {
        for (int i = 0; i < biases.length; i++) {
            out[from + i] += biases[i];
        }
    }

    private static void addCut(float[] biases, float[] out, int from) {
        for (int i = 0; i < biases.length; i++) {
            out[from + i] = Math.max(0, out[from + i] + biases[i]);
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
        float[] biases = new float[outputs()];
        for (int row = 0; row < rows; row++) {
            sum(slopes, row * biases.length, biases);
        }
        add(biases, gradient, biasesAt(at));
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

    private static void sum(float[] slopes, int from, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += slopes[from + i];
        }
    }
}
