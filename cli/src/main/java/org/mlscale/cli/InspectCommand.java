package org.mlscale.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
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
        schema.targets().forEach(target -> line(text, "predicts", "%s: %s".formatted(target.name(), target(target))));
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
        line(text, "command", Text.command(from.command()));
        from.data().forEach(file -> line(text, "data", "%s, %s".formatted(file.name(), Text.bytes(file.bytes()))));
        from.part()
                .ifPresent(part -> line(
                        text,
                        "part",
                        "--sample %s, taken evenly over all of it: %s of about %s"
                                .formatted(
                                        part.asked(), Text.count(part.rows(), "row"), Text.count(part.wholeRows()))));
        from.split().ifPresent(split -> line(text, split.folds() > 0 ? "judged" : "held out", split.reason()));
        if (!ModelFile.opensInDl4j(opened.model().net())) {
            line(text, "opens in", "mlscale alone: Deeplearning4j has no layer for embedded words");
        }
        line(text, "checked", "every entry's checksum, and the predictions for its check rows");
        text.append('\n');
        if (from.holdout().isEmpty()) {
            text.append("no rows were held out: how good it is nobody knows\n");
        } else {
            boolean folds = from.split().filter(split -> split.folds() > 0).isPresent();
            text.append((folds ? "on all %s, each judged by a part that did not learn from it%n" : "on %s held out%n")
                    .formatted(Text.count(from.rowsHeld(), "row")));
            text.append(FigureTable.of(from.holdout(), from.linear()));
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
                "a number, from %s to %s in training%s"
                        .formatted(
                                Text.number(number.min()),
                                Text.number(number.max()),
                                switch (number.bend()) {
                                    case Target.Bend.Straight _ -> "";
                                    case Target.Bend.Log log ->
                                        ", mostly around %s: learned as its logarithm"
                                                .formatted(Text.number(log.from() + log.unit()));
                                });
            case Target.Classes classes -> "one of " + ColumnText.some(classes.labels());
        };
    }

    private static String column(Column column) {
        return String.format(Locale.ROOT, "%-24s %s", column.name(), ColumnText.of(column));
    }
}
