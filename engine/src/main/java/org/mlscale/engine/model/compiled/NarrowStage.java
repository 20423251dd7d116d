package org.mlscale.engine.model.compiled;

import org.mlscale.engine.model.Layer;

/**
 * A dense layer of few outputs, in loops over its inputs. Kernels for products take rows and columns by the dozen; with one or two columns they are slow, and a row's bits depend on its
 * place even in those that are else blind to it.
 */
record NarrowStage(Layer.Dense layer) implements Stage {
    /** Outputs from which on a {@link DenseStage} is faster. */
    static final int OUTPUTS_END = 8;

    private static final int SUMS = 8; // at a time: one addition waits for another four times as long as it takes

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

    @Override
    public void forward(float[] params, int at, float[] in, float[] out, int rows) {
        int outputs = outputs();
        for (int output = 0; output < outputs; output++) {
            float[] weights = weights(params, at, output);
            float bias = params[at + inputs() * outputs + output];
            for (int row = 0; row < rows; row++) {
                out[row * outputs + output] = bias + dot(in, row * weights.length, weights);
            }
        }
    }

    /** Those of one output, side by side. */
    private float[] weights(float[] params, int at, int output) {
        float[] weights = new float[inputs()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = params[at + i * outputs() + output];
        }
        return weights;
    }

    private static float dot(float[] in, int from, float[] weights) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        float sum4 = 0;
        float sum5 = 0;
        float sum6 = 0;
        float sum7 = 0;
        int i = 0;
        for (; i + SUMS <= weights.length; i += SUMS) {
            sum0 += in[from + i] * weights[i];
            sum1 += in[from + i + 1] * weights[i + 1];
            sum2 += in[from + i + 2] * weights[i + 2];
            sum3 += in[from + i + 3] * weights[i + 3];
            sum4 += in[from + i + 4] * weights[i + 4];
            sum5 += in[from + i + 5] * weights[i + 5];
            sum6 += in[from + i + 6] * weights[i + 6];
            sum7 += in[from + i + 7] * weights[i + 7];
        }
        for (; i < weights.length; i++) {
            sum0 += in[from + i] * weights[i];
        }
        return sum0 + sum1 + (sum2 + sum3) + (sum4 + sum5 + (sum6 + sum7));
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
        int inputs = inputs();
        int outputs = outputs();
        for (int output = 0; output < outputs; output++) {
            float[] sums = new float[inputs];
            float bias = 0;
            for (int row = 0; row < rows; row++) {
                float slope = slopes[row * outputs + output];
                bias += slope;
                addTimes(slope, in, row * inputs, sums);
            }
            for (int i = 0; i < inputs; i++) {
                gradient[at + i * outputs + output] += sums[i];
            }
            gradient[at + inputs * outputs + output] += bias;
            if (inSlopes.length > 0) {
                float[] weights = weights(params, at, output);
                for (int row = 0; row < rows; row++) {
                    float slope = slopes[row * outputs + output];
                    if (output == 0) {
                        setTimes(slope, weights, inSlopes, row * inputs);
                    } else {
                        addTimes(slope, weights, inSlopes, row * inputs);
                    }
                }
            }
        }
    }

    private static void addTimes(float factor, float[] in, int from, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += factor * in[from + i];
        }
    }

    private static void addTimes(float factor, float[] weights, float[] out, int from) {
        for (int i = 0; i < weights.length; i++) {
            out[from + i] += factor * weights[i];
        }
    }

    private static void setTimes(float factor, float[] weights, float[] out, int from) {
        for (int i = 0; i < weights.length; i++) {
            out[from + i] = factor * weights[i];
        }
    }
}
