package org.mlscale.cli.console;

import java.util.List;
import java.util.Locale;
import org.mlscale.engine.metrics.Figure;

/** Figures in columns. */
public final class FigureTable {
    private FigureTable() {}

    /** One line a figure, under the names of what is compared. */
    public static String of(List<Figure> figures, String value, String baseline) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(Locale.ROOT, "%-12s %12s %12s%n", "", value, baseline));
        for (Figure figure : figures) {
            String guess = Double.isNaN(figure.baseline()) ? "" : Text.number(figure.baseline());
            table.append(String.format(
                                    Locale.ROOT, "%-12s %12s %12s", figure.name(), Text.number(figure.value()), guess)
                            .stripTrailing())
                    .append('\n');
        }
        return table.toString();
    }
}
