package org.mlscale.engine.score;

import java.util.List;
import org.mlscale.engine.chunk.CsvText;
import org.mlscale.engine.schema.Target;

/** Writes one row's prediction as cells: the label or the numbers, then the probabilities if they are wanted. Thread-safe. */
final class PredictionText {
    private final ScoreJob job;
    private final List<CsvText.Cell> labels; // none if numbers are predicted
    private final List<Target.Numeric> numbers;
    private final int columns;

    PredictionText(ScoreJob job) {
        this.job = job;
        this.labels = job.model()
                .schema()
                .classes()
                .map(classes -> classes.labels().stream().map(CsvText.Cell::new).toList())
                .orElse(List.of());
        this.numbers = job.model().schema().numbers();
        this.columns = job.header().size() - job.kept().size();
    }

    /** {@code outputs} [.. x net outputs] of the net, of which {@code row} is wanted. */
    void write(CsvText text, float[] outputs, int row) {
        if (labels.isEmpty()) {
            for (int i = 0; i < numbers.size(); i++) {
                text.cell((float) numbers.get(i).decode(outputs[row * numbers.size() + i]));
            }
        } else {
            writeClass(text, outputs, row);
        }
    }

    private void writeClass(CsvText text, float[] outputs, int row) {
        if (labels.size() == 2) {
            float second = outputs[row];
            text.cell(labels.get(second >= job.threshold() ? 1 : 0));
            if (job.probabilities()) {
                text.cell(1 - second).cell(second);
            }
        } else {
            int at = row * labels.size();
            text.cell(labels.get(largest(outputs, at, labels.size())));
            if (job.probabilities()) {
                for (int i = 0; i < labels.size(); i++) {
                    text.cell(outputs[at + i]);
                }
            }
        }
    }

    /** The cells of a row that has no prediction. */
    void writeEmpty(CsvText text) {
        for (int i = 0; i < columns; i++) {
            text.cell("");
        }
    }

    private static int largest(float[] outputs, int at, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = outputs[at + i] > outputs[at + best] ? i : best;
        }
        return best;
    }
}
