package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.metrics.NumberJudge;
import org.mlscale.engine.metrics.Yardstick;

class HistoryTest {
    private static final NumberJudge JUDGE = new NumberJudge(List.of(Yardstick.standardised("y", 1)));

    private static History.Evaluation look(long step, double loss) {
        float[] error = {(float) Math.sqrt(loss)};
        Metrics metrics = Metrics.of(JUDGE, error, new float[] {0}, new float[0]);
        return History.Evaluation.of(step, metrics, metrics, new double[0]);
    }

    private static History of(double... losses) {
        History history = History.none(Optional.empty());
        for (int i = 0; i < losses.length; i++) {
            history = history.with(look(10L * (i + 1), losses[i]));
        }
        return history;
    }

    private static void check(History history, long bestStep, int sinceBest) {
        assertEquals(bestStep, history.best().orElseThrow().step());
        assertEquals(sinceBest, history.sinceBest());
    }

    @Test
    void of_metrics_keepsWhatTheyTell() {
        float[] targets = {0, 2, 1};
        Metrics learned = Metrics.of(JUDGE, new float[] {1, 2, 4}, targets, new float[] {1, 2, 3});
        Metrics predicted = Metrics.of(JUDGE, new float[] {1, 1, 4}, targets, new float[] {1, 2, 3});
        History.Evaluation look = History.Evaluation.of(7, learned, predicted, new double[] {0.5});
        assertEquals(new History.Evaluation(7, 3, 28 / 6.0, predicted.figures(), List.of(0.5)), look);
        assertThrows(UnsupportedOperationException.class, () -> look.figures().clear());
    }

    @Test
    void evaluation_figuresChangedLater_areNotItsOwn() {
        List<Figure> figures = new ArrayList<>(List.of(new Figure("rmse", 1, 2, false)));
        History.Evaluation look = new History.Evaluation(1, 2, 3, figures);
        figures.clear();
        assertEquals(List.of(new Figure("rmse", 1, 2, false)), look.figures());
    }

    @Test
    void best_noEvaluation_isAbsent() {
        assertTrue(History.none(Optional.empty()).best().isEmpty());
        assertEquals(0, History.none(Optional.empty()).sinceBest());
        assertEquals(0, History.none(Optional.empty()).lastStep());
    }

    @Test
    void best_someLosses_isTheLeast() {
        check(of(4), 10, 0);
        check(of(4, 1, 9), 20, 1);
        check(of(4, 9, 1), 30, 0);
        check(of(1, 4, 9, 16), 10, 3);
        assertEquals(40, of(1, 4, 9, 16).lastStep());
    }

    @Test
    void best_equalLosses_isTheFirst() {
        check(of(4, 1, 1, 1), 20, 2);
    }

    @Test
    void best_lossesThatAreNoNumber_countAsWorst() {
        double nan = Double.NaN;
        check(of(nan, 4, nan, 1, nan), 40, 1);
        check(of(nan, 4), 20, 0);
        check(of(4, nan), 10, 1);
        check(of(Double.POSITIVE_INFINITY, nan, 4), 30, 0);
    }

    @Test
    void best_nothingButNaN_isTheFirst() {
        check(of(Double.NaN, Double.NaN, Double.NaN), 10, 2);
    }

    private static History.Evaluation look(long step, double loss, double auc, double ece) {
        return new History.Evaluation(
                step, 1, loss, List.of(new Figure("auc", auc, 0.5, true), new Figure("ece", ece, Double.NaN, false)));
    }

    private static History by(Measure metric, History.Evaluation... looks) {
        return new History(Optional.of(metric), List.of(looks));
    }

    @Test
    void best_byAFigure_goesItsWayAndBreaksTiesByTheLoss() {
        History.Evaluation[] looks = {
            look(10, 4, 0.7, 0.3), look(20, 3, 0.9, 0.2), look(30, 2, 0.9, 0.1), look(40, 1, 0.8, 0.1)
        };
        check(by(Measure.AUC, looks), 30, 1);
        check(by(Measure.ECE, looks), 40, 0);
        check(by(Measure.RMSE, looks), 40, 0);
    }

    @Test
    void best_figureThatIsNoNumber_isWorst() {
        double nan = Double.NaN;
        check(by(Measure.AUC, look(10, 1, nan, 0), look(20, 2, 0.1, 0)), 20, 0);
        check(by(Measure.AUC, look(10, 2, nan, 0), look(20, 1, nan, 0), look(30, 3, nan, 0)), 20, 1);
    }

    @Test
    void with_anotherLook_leavesTheFirstHistoryAlone() {
        History one = of(4);
        History two = one.with(look(20, 1));
        assertEquals(1, one.evaluations().size());
        assertEquals(2, two.evaluations().size());
        assertThrows(
                UnsupportedOperationException.class, () -> two.evaluations().clear());
        assertEquals(
                List.of(10L, 20L),
                two.evaluations().stream().map(History.Evaluation::step).toList());
    }
}
