package org.mlscale.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.mlscale.cli.console.FigureTable;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.engine.modelfile.ModelFile;
import org.mlscale.engine.modelfile.Provenance;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mlscale inspect}: a model → what it is. */
@Command(
        name = "inspect",
        header = "Show what is in a model and where it is from.",
        description =
                "Verifies the file, its check rows included, and shows columns, encoding, layers, figures and origin.",
        footer = {"", "Example:", "  mlscale inspect model.zip"})
final class InspectCommand implements Callable<ExitCode> {
    private static final int WORDS_MAX = 8;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model, as train wrote it.")
    Path model = Path.of("model.zip");

    @Mixin
    TalkOptions talk = new TalkOptions();

    @Override
    public ExitCode call() {
        Logs.quieten();
        ModelFile.Opened opened = ModelFile.open(model);
        System.out.print(Text.printable(text(opened)));
        return ExitCode.DONE;
    }

    private static String text(ModelFile.Opened opened) {
        Schema schema = opened.model().schema();
        Provenance from = opened.from();
        StringBuilder text = new StringBuilder();
        line(text, "predicts", "%s: %s".formatted(schema.target().name(), target(schema.target())));
        line(
                text,
                "net",
                "%s, %s params"
                        .formatted(
                                opened.model().net(),
                                Text.count(opened.model().net().paramCount())));
        line(
                text,
                "trained",
                "%s by mlscale %s, %s, %s steps, seed %d"
                        .formatted(
                                from.created(),
                                from.version(),
                                Text.count(from.rowsTrained(), "row"),
                                Text.count(from.steps()),
                                from.seed()));
        line(text, "on", from.host());
        line(text, "command", String.join(" ", from.command()));
        from.data().forEach(file -> line(text, "data", "%s, %s".formatted(file.name(), Text.bytes(file.bytes()))));
        if (!ModelFile.opensInDl4j(opened.model().net())) {
            line(text, "opens in", "mlscale alone: Deeplearning4j has no layer for embedded words");
        }
        line(text, "checked", "every entry's checksum, and the predictions for its check rows");
        text.append('\n');
        if (from.holdout().isEmpty()) {
            text.append("no rows were held out: how good it is nobody knows\n");
        } else {
            text.append("on %s held out%n".formatted(Text.count(from.rowsHeld(), "row")));
            text.append(FigureTable.of(from.holdout(), "model", "guessing"));
        }
        text.append('\n');
        schema.columns().forEach(column -> text.append(column(column)).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String what) {
        text.append("%-9s%s%n".formatted(label, what));
    }

    private static String target(Target target) {
        return switch (target) {
            case Target.Numeric number ->
                "a number, from %s to %s in training".formatted(Text.number(number.min()), Text.number(number.max()));
            case Target.Classes classes -> "one of " + some(classes.labels());
        };
    }

    private static String column(Column column) {
        String what = switch (column) {
            case Column.Numeric numeric ->
                "number   %s to %s, median %s, spread %s%s"
                        .formatted(
                                Text.number(numeric.min()),
                                Text.number(numeric.max()),
                                Text.number(numeric.center()),
                                Text.number(numeric.scale()),
                                missing(numeric.missing()));
            case Column.Category category ->
                "words    %s%s%s%s"
                        .formatted(
                                some(category.keys()),
                                category.embedded() ? ", embedded" : "",
                                category.other() == 0 ? "" : "; rarer words in " + Text.count(category.other(), "cell"),
                                missing(category.missing()));
            case Column.Unused unused -> "not used " + unused.why().text();
        };
        return String.format(Locale.ROOT, "%-24s %s", column.name(), what);
    }

    private static String missing(long cells) {
        return cells == 0 ? "" : "; " + Text.count(cells, "cell") + " missing";
    }

    private static String some(List<String> words) {
        Stream<String> first = words.stream().limit(WORDS_MAX);
        return String.join(", ", first.toList())
                + (words.size() > WORDS_MAX ? ", … (%d in all)".formatted(words.size()) : "");
    }
}
