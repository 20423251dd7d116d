package org.mlscale.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.mlscale.engine.table.Draws;

/** What a network is: its layers in order, the last of them dense, and what its outputs mean. Data only; a {@link Network} runs it. */
public record Net(List<Layer> layers, Head head) {
    public Net {
        layers = List.copyOf(layers);
        if (layers.isEmpty()
                || !(layers.getFirst() instanceof Layer.Dense)
                || !(layers.getLast() instanceof Layer.Dense)) {
            throw new IllegalArgumentException("a net begins and ends with a dense layer: " + layers);
        }
        int width = 0;
        for (Layer layer : layers) {
            if (layer instanceof Layer.Dense dense) {
                if (width != 0 && dense.inputs() != width) {
                    throw new IllegalArgumentException(
                            "layers do not fit: %d outputs before %s".formatted(width, dense));
                }
                width = dense.outputs();
            }
        }
        if (head == Head.YES_NO && width != 1 || head == Head.CLASSES && width < 2) {
            throw new IllegalArgumentException("head %s on %d outputs".formatted(head, width));
        }
    }

    /** A perceptron: dense layers of {@code hidden} widths with ReLU between, then the head's outputs. */
    public static Net mlp(int inputs, List<Integer> hidden, int outputs, Head head) {
        List<Layer> layers = new ArrayList<>();
        int width = inputs;
        for (int next : hidden) {
            layers.add(new Layer.Dense(width, next));
            layers.add(new Layer.Relu());
            width = next;
        }
        layers.add(new Layer.Dense(width, outputs));
        return new Net(layers, head);
    }

    public int inputs() {
        return ((Layer.Dense) layers.getFirst()).inputs();
    }

    public int outputs() {
        return ((Layer.Dense) layers.getLast()).outputs();
    }

    /** Numbers that a row has for a target: an output each, or the index of the class. */
    public int targetCount() {
        return head == Head.NUMBER ? outputs() : 1;
    }

    public int paramCount() {
        return layers.stream().mapToInt(Layer::paramCount).reduce(0, Math::addExact);
    }

    /** Multiplications and additions of one row's forward pass. */
    public long flopsPerRow() {
        return layers.stream()
                .mapToLong(layer -> layer instanceof Layer.Dense dense ? 2L * dense.inputs() * dense.outputs() : 0)
                .sum();
    }

    /**
     * Weights uniform in ±√(6 / (inputs + outputs)), biases 0; a pure function of {@code seed}.
     *
     * @see "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010"
     */
    public float[] initialParams(long seed) {
        float[] params = new float[paramCount()];
        int at = 0;
        for (Layer layer : layers) {
            if (layer instanceof Layer.Dense dense) {
                float bound = (float) Math.sqrt(6.0 / (dense.inputs() + dense.outputs()));
                for (int i = 0; i < dense.inputs() * dense.outputs(); i++) {
                    params[at + i] = bound * Draws.signed(seed, at + i);
                }
            }
            at += layer.paramCount();
        }
        return params;
    }

    /** {@code 28-256-128-1}, as people write it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(inputs());
        for (Layer layer : layers) {
            if (layer instanceof Layer.Dense dense) {
                text.append('-').append(dense.outputs());
            }
        }
        return text.toString();
    }
}
