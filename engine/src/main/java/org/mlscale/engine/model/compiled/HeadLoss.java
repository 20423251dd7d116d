package org.mlscale.engine.model.compiled;

import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.model.Head;

/** The summed loss of a {@link Head}, and what its outputs mean. Rows are added in row order in float64. */
final class HeadLoss {
    private HeadLoss() {}

    /** Replaces {@code cells} [rows x outputs], which are before the head, by the gradient of the loss, each row's times its weight; returns the loss. */
    static double overwrite(Head head, float[] cells, int outputs, Batch batch) {
        double loss = 0;
        int targets = batch.targetCount();
        for (int row = 0; row < batch.rowCount(); row++) {
            int at = row * outputs;
            int target = row * targets;
            float weight = batch.weights().length == 0 ? 1 : batch.weights()[row];
            loss += switch (head) {
                case NUMBER -> numbers(cells, at, outputs, batch.targets(), target, weight);
                case YES_NO -> yesNo(cells, at, batch.targets()[target], weight);
                case CLASSES -> classes(cells, at, outputs, (int) batch.targets()[target], weight);
            };
        }
        return loss;
    }

    /** The mean over outputs, as Deeplearning4j's squared error has it. */
    private static double numbers(float[] cells, int at, int outputs, float[] targets, int first, double weight) {
        double squares = 0;
        for (int output = 0; output < outputs; output++) {
            double error = (double) cells[at + output] - targets[first + output];
            cells[at + output] = (float) (2 * weight * error / outputs);
            squares += error * error;
        }
        return weight * squares / outputs;
    }

    /** {@code log(1 + exp(z)) - target · z}, in the form that neither overflows nor cancels. */
    private static double yesNo(float[] cells, int at, double target, double weight) {
        double z = cells[at];
        double small = StrictMath.exp(-Math.abs(z)); // in (0, 1]
        double yes = (z < 0 ? small : 1) / (1 + small);
        cells[at] = (float) (weight * (yes - target));
        return weight * (Math.max(z, 0) - target * z + StrictMath.log1p(small));
    }

    /** {@code log(Σ exp(z)) - z[target]}, shifted by the greatest {@code z}. */
    private static double classes(float[] cells, int at, int outputs, int target, double weight) {
        double z = cells[at + target];
        double greatest = greatest(cells, at, outputs);
        double sum = exponentials(cells, at, outputs, greatest);
        for (int output = 0; output < outputs; output++) {
            double probability = cells[at + output] / sum;
            cells[at + output] = (float) (weight * (probability - (output == target ? 1 : 0)));
        }
        return weight * (StrictMath.log(sum) + greatest - z);
    }

    /** Replaces {@code cells} [rows x outputs], which are before the head, by what they mean: numbers, probabilities of yes, probabilities of each class. */
    static void predict(Head head, float[] cells, int outputs) {
        switch (head) {
            case NUMBER -> {}
            case YES_NO -> {
                for (int i = 0; i < cells.length; i++) {
                    double small = StrictMath.exp(-Math.abs(cells[i]));
                    cells[i] = (float) ((cells[i] < 0 ? small : 1) / (1 + small));
                }
            }
            case CLASSES -> {
                for (int at = 0; at < cells.length; at += outputs) {
                    double sum = exponentials(cells, at, outputs, greatest(cells, at, outputs));
                    for (int i = at; i < at + outputs; i++) {
                        cells[i] = (float) (cells[i] / sum);
                    }
                }
            }
        }
    }

    private static double greatest(float[] cells, int at, int outputs) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int output = 0; output < outputs; output++) {
            greatest = Math.max(greatest, cells[at + output]);
        }
        return greatest;
    }

    /** Replaces cells by {@code exp(cell - greatest)}; returns their sum. */
    private static double exponentials(float[] cells, int at, int outputs, double greatest) {
        double sum = 0;
        for (int output = 0; output < outputs; output++) {
            double exponential = StrictMath.exp(cells[at + output] - greatest);
            cells[at + output] = (float) exponential;
            sum += exponential;
        }
        return sum;
    }
}
