package org.mlscale.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.mlscale.engine.table.Draws;

/**
 * Nets of one shape that learn side by side, each by its own loss, and answer together by the mean of their last layers' outputs. That mean is itself a perceptron, so
 * only training knows of members: what is saved and scored is {@link #merged}.
 *
 * <p>Params: those of the first member, then of the second, and so on.
 *
 * @param size members, at least 1
 * @see "Gorishniy, Kotelnikov and Babenko, TabM: advancing tabular deep learning with parameter-efficient ensembling, ICLR 2025"
 */
public record Ensemble(Net member, int size) {
    public Ensemble {
        if (size < 1) {
            throw new IllegalArgumentException("an ensemble of " + size);
        }
    }

    public int paramCount() {
        return Math.multiplyExact(size, member.paramCount());
    }

    /** Each member begins elsewhere; a pure function of {@code seed}. */
    public float[] initialParams(long seed) {
        float[] params = new float[paramCount()];
        for (int i = 0; i < size; i++) {
            float[] own = member.initialParams(i == 0 ? seed : Draws.draw(seed, i));
            System.arraycopy(own, 0, params, i * own.length, own.length);
        }
        return params;
    }

    /**
     * {@code params} such that every output before the head is larger by its shift; a new array.
     *
     * @param shifts float64 [outputs], or empty: none
     */
    public float[] shifted(float[] params, double[] shifts) {
        float[] shifted = params.clone();
        for (int end = member.paramCount(); end <= params.length; end += member.paramCount()) {
            for (int i = 0; i < shifts.length; i++) {
                shifted[end - shifts.length + i] += (float) shifts[i];
            }
        }
        return shifted;
    }

    /** The one net that answers as all members do together: their tables of words and first dense layers side by side, the others in blocks along a diagonal. */
    public Net merged() {
        if (size == 1) {
            return member;
        }
        List<Layer> layers = new ArrayList<>();
        int last = member.layers().size() - 1;
        int first = firstDense();
        for (int i = 0; i <= last; i++) {
            layers.add(
                    switch (member.layers().get(i)) {
                        case Layer.Embed embed ->
                            new Layer.Embed(
                                    embed.plain(),
                                    embed.tables().stream()
                                            .map(table -> new Layer.Embed.Table(table.words(), size * table.width()))
                                            .toList());
                        case Layer.Dense dense ->
                            new Layer.Dense(
                                    i == first
                                            ? sharedInputs() + size * (dense.inputs() - sharedInputs())
                                            : size * dense.inputs(),
                                    i == last ? dense.outputs() : size * dense.outputs());
                        case Layer.Relu relu -> relu;
                    });
        }
        return new Net(layers, member.head());
    }

    private int firstDense() {
        return member.embed().isPresent() ? 1 : 0;
    }

    /** Inputs of the first dense layer that are the same for all members: vectors of words are not. */
    private int sharedInputs() {
        return member.embed().map(Layer.Embed::plain).orElseGet(member::inputs);
    }

    /** The params of {@link #merged}; those of the members are only read. */
    public float[] merge(float[] params) {
        if (size == 1) {
            return params.clone();
        }
        Net merged = merged();
        float[] all = new float[merged.paramCount()];
        int from = 0;
        int to = 0;
        for (int i = 0; i < member.layers().size(); i++) {
            Layer layer = member.layers().get(i);
            for (int k = 0; k < size; k++) {
                int source = k * member.paramCount() + from;
                switch (layer) {
                    case Layer.Embed embed -> mergeTables(embed, k, params, source, all, to);
                    case Layer.Dense _ ->
                        mergeDense((Layer.Dense) merged.layers().get(i), i, k, params, source, all, to);
                    case Layer.Relu _ -> {}
                }
            }
            from += layer.paramCount();
            to += merged.layers().get(i).paramCount();
        }
        return all;
    }

    /** A word's vectors of all members stand side by side. */
    private void mergeTables(Layer.Embed embed, int k, float[] params, int source, float[] all, int to) {
        int from = source;
        int at = to;
        for (Layer.Embed.Table table : embed.tables()) {
            for (int word = 0; word < table.words(); word++) {
                System.arraycopy(
                        params,
                        from + word * table.width(),
                        all,
                        at + (word * size + k) * table.width(),
                        table.width());
            }
            from += table.words() * table.width();
            at += size * table.words() * table.width();
        }
    }

    /** Layer {@code i} of member {@code k}, of which {@code wide} is made. */
    private void mergeDense(Layer.Dense wide, int i, int k, float[] params, int source, float[] all, int to) {
        Layer.Dense dense = (Layer.Dense) member.layers().get(i);
        boolean last = i == member.layers().size() - 1;
        int[] rows = i == firstDense() ? firstRows(k) : rows(dense.inputs(), k);
        int columnStart = last ? 0 : k * dense.outputs();
        for (int row = 0; row <= dense.inputs(); row++) { // the last row is the biases
            int target = to + (row < dense.inputs() ? rows[row] : wide.inputs()) * wide.outputs() + columnStart;
            for (int column = 0; column < dense.outputs(); column++) {
                float param = params[source + row * dense.outputs() + column];
                all[target + column] += last ? param / size : param;
            }
        }
    }

    private static int[] rows(int inputs, int k) {
        return IntStream.range(k * inputs, (k + 1) * inputs).toArray();
    }

    /** Where the inputs of member {@code k}'s first dense layer are among those of the merged one's. */
    private int[] firstRows(int k) {
        IntStream rows = IntStream.range(0, sharedInputs());
        int before = sharedInputs();
        for (Layer.Embed.Table table : member.embed().map(Layer.Embed::tables).orElse(List.of())) {
            int start = before + k * table.width();
            rows = IntStream.concat(rows, IntStream.range(start, start + table.width()));
            before += size * table.width();
        }
        return rows.toArray();
    }

    /** {@code 4 x 28-128-128-1}, as people write it. */
    @Override
    public String toString() {
        return size == 1 ? member.toString() : size + " x " + member;
    }
}
