package org.mlscale.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mlscale.engine.table.Draws;

/**
 * What a network is: its layers in order, the first and the last of them dense, with or without an {@link Layer.Embed} before, and what its outputs mean. Data only; a
 * {@link Network} runs it.
 */
public record Net(List<Layer> layers, Head head) {
    public Net {
        layers = List.copyOf(layers);
        List<Layer> behind = behindEmbed(layers);
        if (behind.isEmpty()
                || !(behind.getFirst() instanceof Layer.Dense)
                || !(behind.getLast() instanceof Layer.Dense)) {
            throw new IllegalArgumentException("a net begins and ends with a dense layer: " + layers);
        }
        int width = 0;
        for (Layer layer : layers) {
            switch (layer) {
                case Layer.Embed embed -> {
                    if (layer != layers.getFirst()) {
                        throw new IllegalArgumentException("words are embedded in the first layer only: " + layers);
                    }
                    width = embed.outputs();
                }
                case Layer.Dense dense -> {
                    if (width != 0 && dense.inputs() != width) {
                        throw new IllegalArgumentException(
                                "layers do not fit: %d outputs before %s".formatted(width, dense));
                    }
                    width = dense.outputs();
                }
                case Layer.Relu _ -> {}
            }
        }
        if (head == Head.YES_NO && width != 1 || head == Head.CLASSES && width < 2) {
            throw new IllegalArgumentException("head %s on %d outputs".formatted(head, width));
        }
    }

    /** A perceptron: dense layers of {@code hidden} widths with ReLU between, then the head's outputs. */
    public static Net mlp(int inputs, List<Integer> hidden, int outputs, Head head) {
        return mlp(inputs, List.of(), hidden, outputs, head);
    }

    /** A perceptron on {@code plain} inputs and on words, each embedded by one of {@code tables}; without tables, on the former alone. */
    public static Net mlp(int plain, List<Layer.Embed.Table> tables, List<Integer> hidden, int outputs, Head head) {
        List<Layer> layers = new ArrayList<>();
        int width = plain;
        if (!tables.isEmpty()) {
            Layer.Embed embed = new Layer.Embed(plain, tables);
            layers.add(embed);
            width = embed.outputs();
        }
        for (int next : hidden) {
            layers.add(new Layer.Dense(width, next));
            layers.add(new Layer.Relu());
            width = next;
        }
        layers.add(new Layer.Dense(width, outputs));
        return new Net(layers, head);
    }

    /** Of each row: its features, the codes of words among them. */
    public int inputs() {
        return embed().map(Layer.Embed::inputs).orElseGet(() -> ((Layer.Dense) layers.getFirst()).inputs());
    }

    /** Its first layer, if words are embedded in it. */
    public Optional<Layer.Embed> embed() {
        return layers.getFirst() instanceof Layer.Embed embed ? Optional.of(embed) : Optional.empty();
    }

    /** The net behind {@link #embed}; this one, if there is none. */
    public Net dense() {
        return embed().isEmpty() ? this : new Net(behindEmbed(layers), head);
    }

    private static List<Layer> behindEmbed(List<Layer> layers) {
        return !layers.isEmpty() && layers.getFirst() instanceof Layer.Embed
                ? layers.subList(1, layers.size())
                : layers;
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
     * Weights uniform in ±√(6 / (inputs + outputs)), biases 0, and so are the vectors of words: one that training never sees says nothing. A pure function of
     * {@code seed}.
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

    /** {@code 28-256-128-1}, as people write it; {@code 28+5000x16-256-128-1} with vectors of 16 for 5,000 words. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        embed().ifPresentOrElse(
                        embed -> {
                            text.append(embed.plain());
                            embed.tables()
                                    .forEach(table -> text.append('+')
                                            .append(table.words())
                                            .append('x')
                                            .append(table.width()));
                        },
                        () -> text.append(inputs()));
        for (Layer layer : layers) {
            if (layer instanceof Layer.Dense dense) {
                text.append('-').append(dense.outputs());
            }
        }
        return text.toString();
    }
}
