package org.mlscale.engine.train;

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

    private TrainState(float[] params, float[] moments, float[] average, float[] best, long step, History history) {
        this.params = params;
        this.moments = moments;
        this.average = average;
        this.best = best;
        this.step = step;
        this.history = history;
    }

    public static TrainState fresh(TrainJob job) {
        float[] params = job.nets().initialParams(job.shape().seed());
        float[] moments = new float[job.optimizer().momentCount(params.length)];
        return new TrainState(params, moments, params.clone(), params.clone(), 0, History.NONE);
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

    void stepped() {
        step++;
        float keep = (float) Math.min(AVERAGE_KEEP_MAX, step / (step + 10.0));
        for (int i = 0; i < params.length; i++) {
            average[i] = keep * average[i] + (1 - keep) * params[i];
        }
    }

    /** Where the rate is lowered, training goes on from the best params. */
    void evaluated(History.Evaluation evaluation, Plateau plateau) {
        history = history.with(evaluation);
        if (history.sinceBest() == 0) {
            best = average.clone();
        }
        if (plateau.after(history).droppedNow()) {
            System.arraycopy(best, 0, params, 0, params.length);
            System.arraycopy(best, 0, average, 0, params.length);
        }
    }
}
