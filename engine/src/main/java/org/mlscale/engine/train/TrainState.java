package org.mlscale.engine.train;

import org.mlscale.engine.model.Net;

/**
 * The whole state of a run: no random generator, no iterator position. One owner, the loop's thread; the arrays are its own and are
 * replaced or written only between steps.
 */
public final class TrainState {
    private final float[] params;
    private final float[] moments;
    private float[] best;
    private long step;
    private History history;

    private TrainState(float[] params, float[] moments, float[] best, long step, History history) {
        this.params = params;
        this.moments = moments;
        this.best = best;
        this.step = step;
        this.history = history;
    }

    public static TrainState fresh(Net net, TrainJob job) {
        float[] params = net.initialParams(job.shape().seed());
        return new TrainState(
                params, new float[job.optimizer().momentCount(params.length)], params.clone(), 0, History.NONE);
    }

    public float[] params() {
        return params;
    }

    public float[] moments() {
        return moments;
    }

    /** The params that scored best on the hold-out so far, as they were judged; without one, the last. */
    public float[] best() {
        return history.evaluations().isEmpty() ? params : best;
    }

    /** True if {@link #best} are the params of the last step: only then do {@link #moments} belong to them. */
    public boolean bestIsLast() {
        return history.evaluations().isEmpty() || (history.sinceBest() == 0 && history.lastStep() == step);
    }

    /** Updates applied since the start of the run, over all epochs. */
    public long step() {
        return step;
    }

    public History history() {
        return history;
    }

    void stepped() {
        step++;
    }

    /** {@code judged} are the params that were evaluated, the state's from now on. */
    void evaluated(History.Evaluation evaluation, float[] judged) {
        history = history.with(evaluation);
        if (history.sinceBest() == 0) {
            best = judged;
        }
    }
}
