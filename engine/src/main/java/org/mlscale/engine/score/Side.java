package org.mlscale.engine.score;

import java.util.List;
import java.util.Optional;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Judge;

/**
 * One of two that are compared: what its answers add to the judge's sums, row by row.
 *
 * @param ranking of two classes with probabilities
 */
record Side(Judge judge, Addends addends, Optional<Ranking> ranking) {
    int rowCount() {
        return addends.rowCount();
    }

    /** With each row taken so many {@code times} [rowCount]. */
    List<Figure> figures(int[] times) {
        List<Figure> figures = judge.figures(addends.sums(judge.width(), times));
        return ranking.map(exact -> exact.exact(figures, times)).orElse(figures);
    }
}
