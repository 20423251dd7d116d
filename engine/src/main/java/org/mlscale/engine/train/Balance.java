package org.mlscale.engine.train;

import java.util.Arrays;
import java.util.List;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.schema.Target;

/**
 * How much the rows of each class weigh in the gradient, and how what that shifts in probabilities is shifted back.
 *
 * <p>Cross-entropy over rows that weigh {@code w} of their class teaches log-odds that are too large by {@code log w}: taking that off the last
 * biases gives the probabilities of the table again. So the params that are judged and saved need nothing else.
 *
 * @param classWeights what a row of each class weighs, besides its own weight; empty: 1 each
 * @see "Elkan, The foundations of cost-sensitive learning, IJCAI 2001"
 */
public record Balance(List<Float> classWeights) {
    /** All rows weigh the same. */
    public static final Balance OFF = new Balance(List.of());

    public Balance {
        classWeights = List.copyOf(classWeights);
    }

    /** All classes weigh the same: a row the less, the more rows its class has; 1 in the mean. */
    public static Balance of(Target.Classes classes) {
        double[] shares = classes.shares();
        return new Balance(Arrays.stream(shares)
                .mapToObj(share -> (float) (1 / (share * shares.length)))
                .toList());
    }

    public boolean on() {
        return !classWeights.isEmpty();
    }

    /** The feed of what is learned from. */
    Feed of(Feed feed) {
        return on() ? feed.weighing(classWeights) : feed;
    }

    /** What is added to the outputs before {@code head} to shift it back: float64 [outputs], or empty. */
    double[] shifts(Head head) {
        double[] shifts = new double[classWeights.size()];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = -StrictMath.log(classWeights.get(i));
        }
        return head == Head.YES_NO && on() ? new double[] {shifts[1] - shifts[0]} : shifts;
    }
}
