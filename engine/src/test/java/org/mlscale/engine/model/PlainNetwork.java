package org.mlscale.engine.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.mlscale.engine.batch.Batch;

/**
 * A {@link Net} by its definition: plain loops in float64, one row after another. What the other networks are held
 * against, so it is written to be read. Stateless; any number of threads.
 */
public record PlainNetwork(Net net) implements Network {
    @Override
    public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
        double[] sum = new double[gradient.length];
        double loss = gradient(widened(params), batch, sum);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] += (float) sum[i];
        }
        return loss;
    }

    @Override
    public float[] predict(float[] params, Batch batch) {
        double[] wide = widened(params);
        float[] predictions = new float[batch.rowCount() * net.outputs()];
        for (int row = 0; row < batch.rowCount(); row++) {
            double[][] values = forward(wide, batch, row);
            double[] outputs = pastHead(values[values.length - 1]);
            for (int output = 0; output < outputs.length; output++) {
                predictions[row * outputs.length + output] = (float) outputs[output];
            }
        }
        return predictions;
    }

    /** Adds the gradient of the summed loss to {@code gradient}, both float64 [paramCount]; returns the summed loss. */
    public double gradient(double[] params, Batch batch, double[] gradient) {
        double loss = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            double weight = batch.weights().length == 0 ? 1 : batch.weights()[row];
            double[][] values = forward(params, batch, row);
            double[] outputs = values[values.length - 1];
            int count = net.targetCount();
            float[] targets = Arrays.copyOfRange(batch.targets(), row * count, (row + 1) * count);
            loss += weight * loss(outputs, targets);
            backward(params, values, slope(outputs, targets, weight), gradient);
        }
        return loss;
    }

    /** The values of one row before the first layer and after each, the head not applied. */
    private double[][] forward(double[] params, Batch batch, int row) {
        double[][] values = new double[net.layers().size() + 1][];
        values[0] = new double[batch.featureCount()];
        for (int feature = 0; feature < batch.featureCount(); feature++) {
            values[0][feature] = batch.features()[row * batch.featureCount() + feature];
        }
        int at = 0;
        for (int i = 0; i < net.layers().size(); i++) {
            Layer layer = net.layers().get(i);
            values[i + 1] = switch (layer) {
                case Layer.Embed embed -> embed(params, at, embed, values[i]);
                case Layer.Dense dense -> dense(params, at, dense, values[i]);
                case Layer.Relu relu -> relu(values[i]);
            };
            at += layer.paramCount();
        }
        return values;
    }

    private static double[] embed(double[] params, int at, Layer.Embed embed, double[] inputs) {
        double[] outputs = Arrays.copyOf(inputs, embed.outputs());
        int output = embed.plain();
        int table = at;
        for (int i = 0; i < embed.tables().size(); i++) {
            int width = embed.tables().get(i).width();
            int code = (int) inputs[embed.plain() + i];
            for (int j = 0; j < width; j++) {
                outputs[output++] = params[table + code * width + j];
            }
            table += embed.tables().get(i).words() * width;
        }
        return outputs;
    }

    private static double[] dense(double[] params, int at, Layer.Dense dense, double[] inputs) {
        double[] outputs = new double[dense.outputs()];
        for (int output = 0; output < outputs.length; output++) {
            double sum = params[at + inputs.length * outputs.length + output];
            for (int input = 0; input < inputs.length; input++) {
                sum += inputs[input] * params[at + input * outputs.length + output];
            }
            outputs[output] = sum;
        }
        return outputs;
    }

    private static double[] relu(double[] inputs) {
        double[] outputs = new double[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            outputs[i] = Math.max(0, inputs[i]);
        }
        return outputs;
    }

    /** Walks the layers from the last; {@code slope} is the loss's derivative in the outputs of the layer at hand. */
    private void backward(double[] params, double[][] values, double[] slope, double[] gradient) {
        int at = net.paramCount();
        for (int i = net.layers().size() - 1; i >= 0; i--) {
            double[] inputs = values[i];
            double[] before = new double[inputs.length];
            at -= net.layers().get(i).paramCount();
            if (net.layers().get(i) instanceof Layer.Embed embed) {
                embedBackward(embed, inputs, slope, gradient);
            } else if (net.layers().get(i) instanceof Layer.Dense dense) {
                for (int output = 0; output < dense.outputs(); output++) {
                    for (int input = 0; input < inputs.length; input++) {
                        int weight = at + input * dense.outputs() + output;
                        gradient[weight] += inputs[input] * slope[output];
                        before[input] += params[weight] * slope[output];
                    }
                    gradient[at + inputs.length * dense.outputs() + output] += slope[output];
                }
            } else {
                for (int input = 0; input < inputs.length; input++) {
                    before[input] = inputs[input] > 0 ? slope[input] : 0;
                }
            }
            slope = before;
        }
    }

    /** Only a net's first layer, so its params begin at 0 and nothing is before it. */
    private static void embedBackward(Layer.Embed embed, double[] inputs, double[] slope, double[] gradient) {
        int output = embed.plain();
        int table = 0;
        for (int i = 0; i < embed.tables().size(); i++) {
            int width = embed.tables().get(i).width();
            int code = (int) inputs[embed.plain() + i];
            for (int j = 0; j < width; j++) {
                gradient[table + code * width + j] += slope[output++];
            }
            table += embed.tables().get(i).words() * width;
        }
    }

    private double[] pastHead(double[] outputs) {
        return switch (net.head()) {
            case NUMBER -> outputs;
            case YES_NO -> new double[] {1 / (1 + Math.exp(-outputs[0]))};
            case CLASSES -> {
                double logSum = logSum(outputs);
                double[] probabilities = new double[outputs.length];
                for (int i = 0; i < outputs.length; i++) {
                    probabilities[i] = Math.exp(outputs[i] - logSum);
                }
                yield probabilities;
            }
        };
    }

    private double loss(double[] outputs, float[] targets) {
        return switch (net.head()) {
            case NUMBER ->
                IntStream.range(0, outputs.length)
                        .mapToDouble(i -> (outputs[i] - targets[i]) * (outputs[i] - targets[i]))
                        .average()
                        .orElseThrow();
            case YES_NO -> logSum(new double[] {0, outputs[0]}) - targets[0] * outputs[0];
            case CLASSES -> logSum(outputs) - outputs[(int) targets[0]];
        };
    }

    private double[] slope(double[] outputs, float[] targets, double weight) {
        double[] slope = pastHead(outputs).clone();
        for (int i = 0; i < slope.length; i++) {
            slope[i] = switch (net.head()) {
                case NUMBER -> 2 * weight * (slope[i] - targets[i]) / outputs.length;
                case YES_NO -> weight * (slope[i] - targets[0]);
                case CLASSES -> weight * (slope[i] - (i == (int) targets[0] ? 1 : 0));
            };
        }
        return slope;
    }

    /** {@code log(Σ exp(outputs))}, shifted so that nothing overflows. */
    private static double logSum(double[] outputs) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double output : outputs) {
            greatest = Math.max(greatest, output);
        }
        double sum = 0;
        for (double output : outputs) {
            sum += Math.exp(output - greatest);
        }
        return greatest + Math.log(sum);
    }

    private static double[] widened(float[] params) {
        double[] wide = new double[params.length];
        for (int i = 0; i < params.length; i++) {
            wide[i] = params[i];
        }
        return wide;
    }
}
