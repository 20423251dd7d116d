package org.mlscale.engine.train;

/**
 * What follows when the held-out rows are judged no better any more: the learning rate is lowered, training goes on from the best params, and at last it ends. A pure
 * function of the evaluations, so all ranks and a resumed run agree.
 *
 * @param patience evaluations without a better one before something follows, at first; in a long run a seventh of those up to the best, if that is more
 * @param latePatience the same, once the rate has been lowered
 * @param drops how often the rate is lowered before training ends
 */
public record Plateau(int patience, double patienceShare, int latePatience, int drops) {
    /** The rate after a drop, of that before. */
    static final double DROP = 0.25;

    /** Better by less than this share is no better: the figure of a finite hold-out wobbles. */
    private static final double BETTER_SHARE = 1e-4;

    /** The rate is lowered twice; the third plateau ends it. */
    static Plateau usual() {
        return new Plateau(5, 0.15, 3, 2);
    }

    /** Training goes on to its last epoch. */
    static Plateau never() {
        return endingAfter(Integer.MAX_VALUE);
    }

    /** Ends after {@code evaluations} without a better one. */
    static Plateau endingAfter(int evaluations) {
        return new Plateau(evaluations, 0, evaluations, 0);
    }

    /**
     * Where a run stands.
     *
     * @param drops how often the rate was lowered
     * @param droppedNow whether the last evaluation did
     * @param over whether the last evaluation ended training
     */
    record Standing(int drops, boolean droppedNow, boolean over) {
        double rate() {
            return Math.pow(DROP, drops);
        }
    }

    Standing after(History history) {
        double best = Double.POSITIVE_INFINITY;
        int bestAt = 0;
        int waited = 0;
        int dropped = 0;
        boolean now = false;
        for (int i = 0; i < history.evaluations().size(); i++) {
            double goal = history.goal(i);
            now = false;
            if (goal < best - Math.abs(best) * BETTER_SHARE || best == Double.POSITIVE_INFINITY && goal < best) {
                best = goal;
                bestAt = i + 1;
                waited = 0;
            } else if (++waited >= (dropped > 0 ? latePatience : Math.max(patience, patienceShare * bestAt))) {
                if (dropped == drops) {
                    return new Standing(dropped, false, true);
                }
                dropped++;
                waited = 0;
                now = true;
            }
        }
        return new Standing(dropped, now, false);
    }
}
