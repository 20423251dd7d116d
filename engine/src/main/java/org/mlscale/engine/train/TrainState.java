package org.mlscale.engine.train;

import java.util.List;
import org.mlscale.engine.collective.StepSum;

/**
 * The whole state of a run: no random generator, no iterator position. One owner, the loop's thread; the arrays are its own and are
 * replaced or written only between steps.
 */
public final class TrainState {
    private static final double AVERAGE_KEEP_MAX = 0.995;

    private final float[] params;
    private final float[] moments;
    private final float[] average;
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

    private TrainState(
            float[] params, float[] moments, float[] average, float[] best, long step, History history, Losses losses) {
        this.params = params;
        this.moments = moments;
        this.average = average;
        this.best = best;
        this.step = step;
        this.history = history;
        this.losses = losses;
    }

    public static TrainState fresh(TrainJob job) {
        float[] params = job.nets().initialParams(job.shape().seed());
        float[] moments = new float[job.optimizer().momentCount(params.length)];
        return new TrainState(
                params, moments, params.clone(), params.clone(), 0, History.none(job.metric()), Losses.NONE);
    }

    /** How many {@link #arrays} a state has. A constant of the checkpoints' format. */
    static final int ARRAYS = 4;

    /** All that is not a few numbers; the state's own, in the order of {@link #of}. */
    List<float[]> arrays() {
        return List.of(params, moments, average, best);
    }

    /** A state that goes on where another was; {@code arrays} become its own. */
    static TrainState of(List<float[]> arrays, long step, History history, Losses losses) {
        return new TrainState(arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3), step, history, losses);
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

    /**
     * The mean of the last some two hundred steps' params, the latest weighing most: what is judged and kept. It does what a small learning rate would do, and
     * sooner.
     *
     * @see "Polyak and Juditsky, Acceleration of stochastic approximation by averaging, 1992"
     */
    public float[] average() {
        return average;
    }

    /** The averaged params that scored best on the hold-out so far; without one, the last. */
    public float[] best() {
        return history.evaluations().isEmpty() ? average : best;
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
        float keep = (float) Math.min(AVERAGE_KEEP_MAX, step / (step + 10.0));
        for (int i = 0; i < params.length; i++) {
            average[i] = keep * average[i] + (1 - keep) * params[i];
        }
    }

    /** What the step just applied had lost. */
    void lost(StepSum sum) {
        losses = losses.with(sum);
    }

    /** Where the rate is lowered, training goes on from the best params. */
    void evaluated(History.Evaluation evaluation, Plateau plateau) {
        history = history.with(evaluation);
        losses = losses.looked();
        if (history.sinceBest() == 0) {
            best = average.clone();
        }
        if (plateau.after(history).droppedNow()) {
            System.arraycopy(best, 0, params, 0, params.length);
            System.arraycopy(best, 0, average, 0, params.length);
        }
    }
}
