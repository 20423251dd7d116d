package org.mlscale.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mlscale.cli.console.Text;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.score.Comparison;

/** A comparison as people read it: a line a figure, then the rows where the two differ most. */
final class VersusText {
    private VersusText() {}

    static String of(Comparison comparison, String key) {
        List<List<String>> figures = new ArrayList<>();
        figures.add(List.of("", "model", "other", "difference", "95 % interval", ""));
        for (Comparison.Line line : comparison.lines()) {
            figures.add(List.of(
                    line.ours().name(),
                    Text.number(line.ours().value()),
                    Text.number(line.theirs().value()),
                    signed(line.ours().value() - line.theirs().value()),
                    interval(line.interval()),
                    verdict(line.ours(), line.interval())));
        }
        StringBuilder text = new StringBuilder(table(figures));
        if (comparison.widest().isEmpty()) {
            return text.append("\nThe two say the same of every row.\n").toString();
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(key, "target", "model", "other"));
        for (Comparison.Disagreement row : comparison.widest()) {
            rows.add(List.of(row.key(), said(row.target()), said(row.ours()), said(row.theirs())));
        }
        return Text.printable(
                text.append("\nWhere they differ most:\n").append(table(rows)).toString());
    }

    private static String interval(Comparison.Interval interval) {
        return Double.isNaN(interval.low()) ? "unknown" : signed(interval.low()) + " to " + signed(interval.high());
    }

    private static String signed(double difference) {
        return difference > 0 ? "+" + Text.number(difference) : Text.number(difference);
    }

    /** Only what the rows show. */
    private static String verdict(Figure figure, Comparison.Interval interval) {
        boolean higher = interval.low() > 0;
        boolean lower = interval.high() < 0;
        if (!higher && !lower) {
            return "not told apart";
        }
        return higher == figure.higherIsBetter() ? "the model is better" : "the other is better";
    }

    private static String said(Comparison.Said said) {
        if (said.label().isEmpty()) {
            return Text.number(said.value());
        }
        return Double.isNaN(said.value())
                ? said.label()
                : String.format(Locale.ROOT, "%s (%.3f)", said.label(), said.value());
    }

    /** Columns as wide as they must be; the first to the left, as is the last of six. */
    private static String table(List<List<String>> lines) {
        int columns = lines.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder table = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = line.get(column);
                String blanks = " ".repeat(widths[column] - cell.length());
                boolean left = column == 0 || column == 5;
                text.append(column == 0 ? "" : "  ").append(left ? cell + blanks : blanks + cell);
            }
            table.append(text.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }
}
