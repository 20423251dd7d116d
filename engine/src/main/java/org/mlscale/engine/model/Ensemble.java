package org.mlscale.engine.model;

import java.util.ArrayList;
import java.util.List;
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

    /** The one net that answers as all members do together: their first layers side by side, the others in blocks along a diagonal. */
    public Net merged() {
        if (size == 1) {
            return member;
        }
        List<Layer> layers = new ArrayList<>();
        int last = member.layers().size() - 1;
        for (int i = 0; i <= last; i++) {
            layers.add(
                    member.layers().get(i) instanceof Layer.Dense dense
                            ? new Layer.Dense(
                                    i == 0 ? dense.inputs() : size * dense.inputs(),
                                    i == last ? dense.outputs() : size * dense.outputs())
                            : member.layers().get(i));
        }
        return new Net(layers, member.head());
    }

    /** The params of {@link #merged}; those of the members are only read. */
    public float[] merge(float[] params) {
        Net merged = merged();
        float[] all = new float[merged.paramCount()];
        int last = member.layers().size() - 1;
        int from = 0;
        int to = 0;
        for (int i = 0; i <= last; i++) {
            if (member.layers().get(i) instanceof Layer.Dense dense) {
                Layer.Dense wide = (Layer.Dense) merged.layers().get(i);
                for (int k = 0; k < size; k++) {
                    int rowStart = i == 0 ? 0 : k * dense.inputs();
                    int columnStart = i == last ? 0 : k * dense.outputs();
                    int source = k * member.paramCount() + from;
                    for (int row = 0; row <= dense.inputs(); row++) { // the last row is the biases
                        int target = to
                                + (row < dense.inputs() ? rowStart + row : wide.inputs()) * wide.outputs()
                                + columnStart;
                        for (int column = 0; column < dense.outputs(); column++) {
                            float param = params[source + row * dense.outputs() + column];
                            all[target + column] += i == last ? param / size : param;
                        }
                    }
                }
                to += wide.paramCount();
            }
            from += member.layers().get(i).paramCount();
        }
        return all;
    }

    /** {@code 4 x 28-128-128-1}, as people write it. */
    @Override
    public String toString() {
        return size == 1 ? member.toString() : size + " x " + member;
    }
}
