package org.mlscale.engine.model.compiled;

import java.util.Arrays;
import java.util.List;

/** What lies between the stages while one batch goes through them: what each gives, and the slopes of that. One thread at a time; reused from batch to batch. */
final class Values {
    private static final float[] NONE = new float[0];

    private final List<Stage> stages;
    private final float[][] out;
    private final float[][] slopes;

    Values(List<Stage> stages) {
        this.stages = stages;
        this.out = new float[stages.size()][];
        this.slopes = new float[stages.size()][];
        Arrays.fill(out, NONE);
        Arrays.fill(slopes, NONE);
    }

    /** What stage {@code i} gives for so many rows, to be written; what it held is lost if there was less room. */
    float[] out(int i, int rows) {
        out[i] = room(out[i], i, rows);
        return out[i];
    }

    /** What the last stage gave; its slopes are written over it. */
    float[] outputs() {
        return out[out.length - 1];
    }

    /** The slopes of what stage {@code i} gave. */
    float[] slopes(int i, int rows) {
        if (i == slopes.length - 1) {
            return outputs();
        }
        slopes[i] = room(slopes[i], i, rows);
        return slopes[i];
    }

    private float[] room(float[] held, int i, int rows) {
        int length = Math.multiplyExact(rows, stages.get(i).outputs());
        return held.length >= length ? held : new float[length];
    }
}
