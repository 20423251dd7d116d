package org.mlscale.engine.model.dl4j;

import java.util.List;
import org.mlscale.engine.model.Layer;
import org.mlscale.engine.model.Net;

/**
 * The way between our order of a net's params and DL4J's. Both go layer by layer, weights before biases; ours keeps
 * weights [inputs x outputs] row-major, DL4J column-major. Immutable.
 */
final class ParamOrder {
    private static final int TILE = 16; // floats of a cache line: a tile reads and writes whole lines

    private final List<Layer.Dense> layers;

    ParamOrder(Net net) {
        layers = DenseStage.of(net).stream().map(DenseStage::dense).toList();
    }

    /** Copies paramCount floats of {@code ours} to the same place of {@code theirs}, both from {@code from} on. */
    void toDl4j(float[] ours, float[] theirs, int from) {
        int at = from;
        for (Layer.Dense layer : layers) {
            int inputs = layer.inputs();
            int outputs = layer.outputs();
            for (int tile = 0; tile < inputs; tile += TILE) {
                int end = Math.min(tile + TILE, inputs);
                for (int output = 0; output < outputs; output++) {
                    for (int input = tile; input < end; input++) {
                        theirs[at + output * inputs + input] = ours[at + input * outputs + output];
                    }
                }
            }
            int biases = at + inputs * outputs;
            System.arraycopy(ours, biases, theirs, biases, outputs);
            at = biases + outputs;
        }
    }

    /** Adds {@code theirs} to {@code ours}, both [paramCount]. */
    void addFromDl4j(float[] theirs, float[] ours) {
        int at = 0;
        for (Layer.Dense layer : layers) {
            int inputs = layer.inputs();
            int outputs = layer.outputs();
            for (int tile = 0; tile < inputs; tile += TILE) {
                int end = Math.min(tile + TILE, inputs);
                for (int output = 0; output < outputs; output++) {
                    for (int input = tile; input < end; input++) {
                        ours[at + input * outputs + output] += theirs[at + output * inputs + input];
                    }
                }
            }
            int biases = at + inputs * outputs;
            for (int output = 0; output < outputs; output++) {
                ours[biases + output] += theirs[biases + output];
            }
            at = biases + outputs;
        }
    }
}
