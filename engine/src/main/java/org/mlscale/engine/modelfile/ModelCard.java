package org.mlscale.engine.modelfile;

import java.util.List;
import java.util.Locale;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Dates;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/** {@code MODEL_CARD.md}: what a reader of the file wants to know before they trust it. */
final class ModelCard {
    private ModelCard() {}

    static String write(Model model, Provenance from) {
        Schema schema = model.schema();
        StringBuilder card = new StringBuilder();
        card.append("# Predicts ")
                .append(String.join(", ", schema.targetNames()))
                .append(schema.targets().size() == 1 ? ", " : ": ")
                .append(kind(schema))
                .append("\n\n");
        card.append("Trained by mlscale ")
                .append(from.version())
                .append(" at ")
                .append(from.created())
                .append(".\n\n");
        card.append("    ").append(String.join(" ", from.command())).append("\n\n");
        card.append("## How good\n");
        if (from.holdout().isEmpty()) {
            card.append("No rows were held out: nothing is known.\n");
        } else {
            boolean folds = from.split().filter(split -> split.folds() > 0).isPresent();
            card.append(String.format(
                    Locale.ROOT,
                    folds
                            ? "On all %,d rows, each judged by a part of the model that did not learn from it;"
                                    + " together its parts do a little better. But the rows chose its best state, so"
                                    + " they are a little kind to it too. `mlscale evaluate` judges it on a table that"
                                    + " it has never seen.\n\n"
                            : "On %,d rows held out: it did not learn from them, but they chose its best state, so"
                                    + " they are a little kind to it. `mlscale evaluate` judges it on a table that it"
                                    + " has never seen.\n\n",
                    from.rowsHeld()));
            from.split()
                    .ifPresent(split -> card.append(
                            "Held out: %s. What may leak: %s.\n\n".formatted(split.reason(), split.leak())));
            card.append("| figure | model | a linear model | guessing |\n|---|---|---|---|\n");
            for (Figure figure : from.holdout()) {
                double linear = from.linear().stream()
                        .filter(other -> other.name().equals(figure.name()))
                        .mapToDouble(Figure::value)
                        .findFirst()
                        .orElse(Double.NaN);
                card.append("| %s | %s | %s | %s |\n"
                        .formatted(figure.name(), known(figure.value()), known(linear), known(figure.baseline())));
            }
        }
        card.append("\n## From what\n");
        from.data()
                .forEach(file -> card.append(String.format(
                        Locale.ROOT,
                        "- %s, %,d bytes%s\n",
                        file.name(),
                        file.bytes(),
                        file.sha256Head().isEmpty() ? "" : ", begins with sha256 " + file.sha256Head())));
        from.part()
                .ifPresent(part -> card.append(String.format(
                        Locale.ROOT,
                        "- a part of them, taken evenly over all: %s, %,d of about %,d rows\n",
                        part.asked(),
                        part.rows(),
                        part.wholeRows())));
        card.append(String.format(
                Locale.ROOT,
                "- %,d rows learned from, %,d steps, seed %d\n",
                from.rowsTrained(),
                from.steps(),
                from.seed()));
        card.append("\n## Columns\n");
        schema.columns()
                .forEach(column -> card.append("- ").append(describe(column)).append('\n'));
        card.append("\n## The net\n")
                .append(model.net())
                .append(", ")
                .append(String.format(Locale.ROOT, "%,d", model.net().paramCount()))
                .append(" params\n");
        if (!ModelFile.opensInDl4j(model.net())) {
            card.append("\n"
                            + "Each word of an embedded column has a vector that was learned. Deeplearning4j has"
                            + " no such layer, so this model")
                    .append(" opens in mlscale alone.\n");
        }
        return card.toString();
    }

    private static String known(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }

    private static String kind(Schema schema) {
        return switch (schema.target()) {
            case Target.Numeric _ ->
                schema.targets().size() == 1
                        ? "a number"
                        : "%d numbers".formatted(schema.targets().size());
            case Target.Classes classes -> "one of " + String.join(", ", sample(classes.labels()));
        };
    }

    private static String describe(Column column) {
        return switch (column) {
            case Column.Numeric numeric ->
                String.format(
                        Locale.ROOT,
                        "%s: number from %s to %s, %,d missing",
                        numeric.name(),
                        (float) numeric.min(),
                        (float) numeric.max(),
                        numeric.missing());
            case Column.Category category ->
                String.format(
                        Locale.ROOT,
                        "%s: %s of %,d words (%s)%s, %,d cells of other words, %,d missing",
                        category.name(),
                        category.yesNo() ? "yes/no, one" : "one",
                        category.keys().size(),
                        String.join(", ", sample(category.keys())),
                        category.embedded() ? ", embedded" : "",
                        category.other(),
                        category.missing());
            case Column.Date date ->
                String.format(
                        Locale.ROOT,
                        "%s: date, %s, from %s to %s, fed as %s; %,d missing",
                        date.name(),
                        date.order().text(),
                        Dates.day(date.first()),
                        Dates.day(date.last()),
                        String.join(
                                ", ",
                                date.parts().stream()
                                        .map(part -> part.unit().text())
                                        .toList()),
                        date.missing());
            case Column.Unused unused ->
                "%s: not used (%s)".formatted(unused.name(), unused.why().text());
        };
    }

    private static List<String> sample(List<String> words) {
        return words.size() <= 10
                ? words
                : java.util.stream.Stream.concat(words.stream().limit(9), java.util.stream.Stream.of("…"))
                        .toList();
    }
}
