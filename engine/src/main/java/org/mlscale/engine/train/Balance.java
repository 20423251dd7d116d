package org.mlscale.engine.train;

import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.schema.Target;

/**
 * How much the rows of each class weigh in the gradient, and how what that shifts in probabilities is shifted back.
 *
 * <p>Cross-entropy over rows that weigh {@code w} of their class teaches log-odds that are too large by {@code log w}: taking that off the last
 * biases gives the probabilities of the table again. So the params that are judged and saved need nothing else.
 *
 * @see "Elkan, The foundations of cost-sensitive learning, IJCAI 2001"
 */
public final class Balance {
    /** All rows weigh the same. */
    public static final Balance OFF = new Balance(new float[0]);

    private final float[] classWeights;

    private Balance(float[] classWeights) {
        this.classWeights = classWeights;
    }

    /** All classes weigh the same: a row the less, the more rows its class has; 1 in the mean. */
    public static Balance of(Target.Classes classes) {
        double[] shares = classes.shares();
        float[] weights = new float[shares.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (1 / (shares[i] * shares.length));
        }
        return new Balance(weights);
    }

    public boolean on() {
        return classWeights.length > 0;
    }

    /** The feed of what is learned from. */
    Feed of(Feed feed) {
        return on() ? feed.weighing(classWeights) : feed;
    }

    /** What is added to the outputs before {@code head} to shift it back: float64 [outputs], or empty. */
    double[] shifts(Head head) {
        double[] shifts = new double[classWeights.length];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = -StrictMath.log(classWeights[i]);
        }
        return head == Head.YES_NO && on() ? new double[] {shifts[1] - shifts[0]} : shifts;
    }
}
