package org.mlscale.cli.console;

import java.util.List;
import java.util.Locale;
import org.mlscale.engine.metrics.Figure;

/** Figures in columns, one line a figure: those of a model beside those of a linear one, if there is one, and guessing. */
public final class FigureTable {
    private static final int NAME_WIDTH_MIN = 12;

    private FigureTable() {}

    /** {@code linear}: figures of the same names, or none. */
    public static String of(List<Figure> figures, List<Figure> linear) {
        int nameWidth = Math.max(
                NAME_WIDTH_MIN,
                figures.stream()
                        .mapToInt(figure -> figure.name().length())
                        .max()
                        .orElse(0));
        StringBuilder table = new StringBuilder();
        line(table, nameWidth, "", "model", linear.isEmpty() ? List.of("guessing") : List.of("linear", "guessing"));
        for (Figure figure : figures) {
            String guess = known(figure.baseline());
            line(
                    table,
                    nameWidth,
                    figure.name(),
                    Text.number(figure.value()),
                    linear.isEmpty() ? List.of(guess) : List.of(named(figure.name(), linear), guess));
        }
        return table.toString();
    }

    private static String named(String name, List<Figure> figures) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .map(figure -> known(figure.value()))
                .findFirst()
                .orElse("");
    }

    private static String known(double value) {
        return Double.isNaN(value) ? "" : Text.number(value);
    }

    private static void line(StringBuilder table, int nameWidth, String name, String value, List<String> others) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%-" + nameWidth + "s %12s", name, value));
        others.forEach(other -> line.append(String.format(Locale.ROOT, " %12s", other)));
        table.append(line.toString().stripTrailing()).append('\n');
    }
}
