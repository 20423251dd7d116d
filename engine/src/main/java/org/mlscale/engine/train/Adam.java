package org.mlscale.engine.train;

import org.mlscale.engine.collective.StepSum;

/**
 * Adam. Moments: first [P], then second [P]. Only + − × ÷ √ and {@code StrictMath}, so all machines agree.
 *
 * @see "Kingma and Ba, Adam: a method for stochastic optimization, arXiv:1412.6980"
 */
public record Adam(float learningRate, float decay1, float decay2, float epsilon) implements Optimizer {
    public static Adam of(float learningRate) {
        return new Adam(learningRate, 0.9f, 0.99f, 1e-8f);
    }

    @Override
    public int momentCount(int paramCount) {
        return 2 * paramCount;
    }

    @Override
    public void apply(TrainState state, StepSum sum, double rate) {
        if (sum.weight() == 0) {
            return; // rows that weigh nothing teach nothing, and have no mean
        }
        float[] params = state.params();
        float[] moments = state.moments();
        float[] gradient = sum.gradient();
        double steps = state.step() + 1.0;
        float unbias1 = (float) (1 - StrictMath.pow(decay1, steps));
        float unbias2 = (float) (1 - StrictMath.pow(decay2, steps));
        float rows = (float) sum.weight();
        float stepSize = (float) (rate * learningRate);
        for (int i = 0; i < params.length; i++) {
            float mean = gradient[i] / rows;
            int second = params.length + i;
            moments[i] = decay1 * moments[i] + (1 - decay1) * mean;
            moments[second] = decay2 * moments[second] + (1 - decay2) * mean * mean;
            float root = (float) Math.sqrt(moments[second] / unbias2);
            params[i] -= stepSize * (moments[i] / unbias1) / (root + epsilon);
        }
    }
}
