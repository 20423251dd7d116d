package org.mlscale.engine.model.dl4j;

import org.jspecify.annotations.Nullable;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.model.Head;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The summed loss of a {@link Head}, as DL4J asks for it, over {@link #labels}. Rows are added in row order in float64.
 * One replica's: it keeps the loss of the last gradient, which DL4J does not ask for where it gives the inputs' too.
 *
 * <p>DL4J's own losses cannot stand here. Their one place for rows' weights is the labels' mask, which DL4J means for 0
 * and 1: it multiplies the outputs before the head as well, and where there is one output the gradient twice. And they
 * clip probabilities, so that a row which is badly wrong has a bounded loss and no gradient. Without weights and
 * unclipped the two agree (tested), so the files of {@link Dl4jFormat} name DL4J's own.
 */
@SuppressWarnings("serial") // DL4J's losses can be serialised; nothing of ours ever is
final class HeadLoss implements ILossFunction {
    private final Head head;
    private double last;

    HeadLoss(Head head) {
        this.head = head;
    }

    /** The loss of the outputs whose gradient was asked for last. */
    double last() {
        return last;
    }

    /** A batch's targets, and behind them its weights, as float32 [rows x (targets + 1)]; the caller's to close. */
    static INDArray labels(Batch batch) {
        int targets = batch.targetCount();
        float[] labels = new float[batch.rowCount() * (targets + 1)];
        for (int row = 0; row < batch.rowCount(); row++) {
            int at = row * (targets + 1);
            System.arraycopy(batch.targets(), row * targets, labels, at, targets);
            labels[at + targets] = batch.weights().length == 0 ? 1 : batch.weights()[row];
        }
        return RowMajor.matrix(labels, batch.rowCount(), targets + 1);
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
        return overwrite(RowMajor.cells(preOutput), preOutput.columns(), RowMajor.cells(labels), labels.columns());
    }

    @Override
    public INDArray computeGradient(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
        float[] cells = RowMajor.cells(preOutput);
        last = overwrite(cells, preOutput.columns(), RowMajor.cells(labels), labels.columns());
        return RowMajor.matrix(cells, preOutput.rows(), preOutput.columns());
    }

    /** Replaces {@code cells} [rows x outputs], which are before the head, by the loss's gradient; returns the loss. */
    private double overwrite(float[] cells, int outputs, float[] labels, int labelColumns) {
        double loss = 0;
        for (int row = 0; row * labelColumns < labels.length; row++) {
            int label = row * labelColumns;
            int at = row * outputs;
            float weight = labels[label + labelColumns - 1];
            loss += switch (head) {
                case NUMBER -> numbers(cells, at, outputs, labels, label, weight);
                case YES_NO -> yesNo(cells, at, labels[label], weight);
                case CLASSES -> classes(cells, at, outputs, (int) labels[label], weight);
            };
        }
        return loss;
    }

    /** The mean over outputs, as DL4J's own squared error has it. */
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
        double greatest = Double.NEGATIVE_INFINITY;
        for (int output = 0; output < outputs; output++) {
            greatest = Math.max(greatest, cells[at + output]);
        }
        double sum = 0;
        for (int output = 0; output < outputs; output++) {
            sum += StrictMath.exp(cells[at + output] - greatest);
        }
        double loss = StrictMath.log(sum) + greatest - cells[at + target];
        for (int output = 0; output < outputs; output++) {
            double probability = StrictMath.exp(cells[at + output] - greatest) / sum;
            cells[at + output] = (float) (weight * (probability - (output == target ? 1 : 0)));
        }
        return weight * loss;
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
        throw new UnsupportedOperationException("a loss a row is not asked for in training");
    }

    @Override
    public String name() {
        return "the loss of " + head;
    }
}
