package org.mlscale.engine.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.metrics.Metrics;

/**
 * The evaluations so far, in order; equal on all ranks at the same step.
 *
 * @param metric the figure that tells which is best; absent: the loss
 */
public record History(Optional<Measure> metric, List<Evaluation> evaluations) {
    /**
     * The hold-out after {@code step} steps. The figures, not the sums that they came from: a long run has thousands.
     *
     * @param loss what training makes smaller, a row
     * @param figures of what is predicted
     * @param shifts float64 [outputs], or none: what was added to the outputs before the head to judge predictions rather than what is learned
     */
    public record Evaluation(long step, long rows, double loss, List<Figure> figures, List<Double> shifts) {
        public Evaluation {
            figures = List.copyOf(figures);
            shifts = List.copyOf(shifts);
        }

        /** Of outputs that nothing is added to. */
        public Evaluation(long step, long rows, double loss, List<Figure> figures) {
            this(step, rows, loss, figures, List.of());
        }

        static Evaluation of(long step, Metrics learned, Metrics predicted, double[] shifts) {
            return new Evaluation(
                    step,
                    learned.rows(),
                    learned.loss(),
                    predicted.figures(),
                    Arrays.stream(shifts).boxed().toList());
        }
    }

    private static final Comparator<Cost> BY_COST =
            Comparator.comparingDouble(Cost::metric).thenComparingDouble(Cost::loss);

    static History none(Optional<Measure> metric) {
        return new History(metric, List.of());
    }

    public History {
        evaluations = List.copyOf(evaluations);
    }

    /** The best evaluation by the metric; among equals that with the least loss, then the first. */
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
        return new History(metric, longer);
    }

    long lastStep() {
        return evaluations.isEmpty() ? 0 : evaluations.getLast().step();
    }

    private int bestIndex() {
        int best = 0;
        for (int i = 1; i < evaluations.size(); i++) {
            best = BY_COST.compare(cost(i), cost(best)) < 0 ? i : best;
        }
        return best;
    }

    /** What evaluation {@code index} is to make small; infinite where it is no number. */
    double goal(int index) {
        return metric.isPresent() ? cost(index).metric() : cost(index).loss();
    }

    /** What is to be small, most important first; what is no number is worst. */
    private record Cost(double metric, double loss) {}

    private Cost cost(int index) {
        Evaluation evaluation = evaluations.get(index);
        double figure = metric.map(measure -> measure.in(evaluation.figures())
                        .map(found -> measure.higherIsBetter() ? -found.value() : found.value())
                        .orElse(Double.NaN))
                .orElse(0.0);
        return new Cost(worstIfNaN(figure), worstIfNaN(evaluation.loss()));
    }

    private static double worstIfNaN(double cost) {
        return Double.isNaN(cost) ? Double.POSITIVE_INFINITY : cost + 0.0; // -0 is 0
    }
}
