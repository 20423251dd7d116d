package org.mlscale.engine.modelfile;

import java.util.List;
import java.util.Locale;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/** {@code MODEL_CARD.md}: what a reader of the file wants to know before they trust it. */
final class ModelCard {
    private ModelCard() {}

    static String write(Model model, Provenance from) {
        Schema schema = model.schema();
        StringBuilder card = new StringBuilder();
        card.append("# Predicts ")
                .append(schema.target().name())
                .append(", ")
                .append(kind(schema.target()))
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
            card.append(String.format(
                    Locale.ROOT,
                    "On %,d rows held out: it did not learn from them, but they chose its best state, so they are a"
                            + " little kind to it. `mlscale evaluate` judges it on a table that it has never seen.\n\n",
                    from.rowsHeld()));
            card.append("| figure | model | guessing |\n|---|---|---|\n");
            for (Figure figure : from.holdout()) {
                String guess =
                        Double.isNaN(figure.baseline()) ? "" : String.format(Locale.ROOT, "%.6g", figure.baseline());
                card.append(String.format(Locale.ROOT, "| %s | %.6g | %s |\n", figure.name(), figure.value(), guess));
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

    private static String kind(Target target) {
        return switch (target) {
            case Target.Numeric _ -> "a number";
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
                        numeric.min(),
                        numeric.max(),
                        numeric.missing());
            case Column.Category category ->
                String.format(
                        Locale.ROOT,
                        "%s: one of %,d words (%s)%s, %,d cells of other words, %,d missing",
                        category.name(),
                        category.keys().size(),
                        String.join(", ", sample(category.keys())),
                        category.embedded() ? ", embedded" : "",
                        category.other(),
                        category.missing());
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
