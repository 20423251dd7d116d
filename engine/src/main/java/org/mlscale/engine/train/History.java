package org.mlscale.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Metrics;

/** The evaluations so far, in order; equal on all ranks at the same step. */
public record History(List<Evaluation> evaluations) {
    /**
     * The hold-out after {@code step} steps. The figures, not the sums that they came from: a long run has thousands.
     *
     * @param loss what training makes smaller, a row
     * @param figures of what is predicted
     */
    public record Evaluation(long step, long rows, double loss, List<Figure> figures) {
        public Evaluation {
            figures = List.copyOf(figures);
        }

        static Evaluation of(long step, Metrics learned, Metrics predicted) {
            return new Evaluation(step, learned.rows(), learned.loss(), predicted.figures());
        }
    }

    static final History NONE = new History(List.of());

    public History {
        evaluations = List.copyOf(evaluations);
    }

    /** The evaluation with the least loss, the first among equals. */
    public Optional<Evaluation> best() {
        return evaluations.isEmpty() ? Optional.empty() : Optional.of(evaluations.get(bestIndex()));
    }

    /** Evaluations after the best one; 0 if the last is the best. */
    public int sinceBest() {
        return evaluations.isEmpty() ? 0 : evaluations.size() - 1 - bestIndex();
    }

    History with(Evaluation next) {
        List<Evaluation> longer = new ArrayList<>(evaluations);
        longer.add(next);
        return new History(longer);
    }

    long lastStep() {
        return evaluations.isEmpty() ? 0 : evaluations.getLast().step();
    }

    private int bestIndex() {
        int best = 0;
        for (int i = 1; i < evaluations.size(); i++) {
            best = loss(i) < loss(best) ? i : best;
        }
        return best;
    }

    private double loss(int index) {
        double loss = evaluations.get(index).loss();
        return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
}
