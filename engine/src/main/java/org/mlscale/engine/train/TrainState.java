package org.mlscale.engine.train;

import java.util.List;
import org.mlscale.engine.collective.StepSum;
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
    private Losses losses;

    /**
     * What training lost, for people: nothing is decided by it.
     *
     * @param sum of the steps since the last look at the hold-out, over their rows, each times its weight
     * @param weight of those rows
     * @param mean of a row over the steps between the last two looks; NaN before the first
     */
    public record Losses(double sum, double weight, double mean) {
        static final Losses NONE = new Losses(0, 0, Double.NaN);

        /** The mean loss of a row, as new as it is known. */
        public double latest() {
            return Double.isNaN(mean) ? sum / weight : mean;
        }

        private Losses with(StepSum step) {
            return new Losses(sum + step.loss(), weight + step.weight(), mean);
        }

        private Losses looked() {
            return new Losses(0, 0, sum / weight);
        }
    }

    private TrainState(float[] params, float[] moments, float[] best, long step, History history, Losses losses) {
        this.params = params;
        this.moments = moments;
        this.best = best;
        this.step = step;
        this.history = history;
        this.losses = losses;
    }

    public static TrainState fresh(Net net, TrainJob job) {
        float[] params = net.initialParams(job.shape().seed());
        return new TrainState(
                params,
                new float[job.optimizer().momentCount(params.length)],
                params.clone(),
                0,
                History.NONE,
                Losses.NONE);
    }

    /** How many {@link #arrays} a state has. A constant of the checkpoints' format. */
    static final int ARRAYS = 3;

    /** All that is not a few numbers; the state's own, in the order of {@link #of}. */
    List<float[]> arrays() {
        return List.of(params, moments, best);
    }

    /** A state that goes on where another was; {@code arrays} become its own. */
    static TrainState of(List<float[]> arrays, long step, History history, Losses losses) {
        return new TrainState(arrays.get(0), arrays.get(1), arrays.get(2), step, history, losses);
    }

    TrainState copy() {
        return of(arrays().stream().map(float[]::clone).toList(), step, history, losses);
    }

    public float[] params() {
        return params;
    }

    public float[] moments() {
        return moments;
    }

    /** The params that scored best on the hold-out so far; without one, the last. */
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

    public Losses losses() {
        return losses;
    }

    void stepped() {
        step++;
    }

    /** What the step just applied had lost. */
    void lost(StepSum sum) {
        losses = losses.with(sum);
    }

    void evaluated(History.Evaluation evaluation) {
        history = history.with(evaluation);
        losses = losses.looked();
        if (history.sinceBest() == 0) {
            best = params.clone();
        }
    }
}
