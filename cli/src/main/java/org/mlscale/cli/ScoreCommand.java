package org.mlscale.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Nearest;
import org.mlscale.engine.modelfile.Model;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.score.ScoreJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mlscale score}: a model and a table → a table of predictions, row for row. */
@Command(
        name = "score",
        header = "Write the predictions for a table, row for row.",
        description = "Reads IN in pieces, whatever its size, and writes the same rows in the same order to OUT, which"
                + " appears only when it is complete. Columns are matched by their names.",
        footer = {
            "",
            "Examples:",
            "  mlscale score model.zip new.csv predictions.csv",
            "  mlscale score model.zip new.csv.gz out.csv --keep all",
            "  zcat big.csv.gz | mlscale score model.zip - - > out.csv",
            "  mlscale score model.zip huge.csv out.csv.gz --resume",
        })
final class ScoreCommand implements Callable<ExitCode> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model, as train wrote it.")
    Path model = Path.of("model.zip");

    @Parameters(index = "1", paramLabel = "IN", description = "The table, plain or gzipped; - for stdin.")
    String in = Input.STDIN;

    @Parameters(
            index = "2",
            paramLabel = "OUT",
            description = "Where the predictions go, gzipped if it ends in .gz; - for stdout.")
    String out = Input.STDIN;

    @Option(
            names = "--keep",
            paramLabel = "auto|all|none|COLS",
            split = ",",
            defaultValue = "auto",
            description =
                    "Columns of IN to write before the prediction. Default: ${DEFAULT-VALUE}, the id columns named in"
                            + " training.")
    List<String> keep = List.of("auto");

    @Option(
            names = "--probs",
            paramLabel = "auto|on|off",
            defaultValue = "auto",
            description = "Whether each class gets a column with its probability. Default: ${DEFAULT-VALUE}, yes.")
    Values.Switch probs = Values.Switch.auto;

    @Option(
            names = "--threshold",
            paramLabel = "auto|P",
            defaultValue = "auto",
            converter = ThresholdConverter.class,
            description =
                    "Of two classes, the probability from which the second is predicted. Default: ${DEFAULT-VALUE},"
                            + " 0.5.")
    Threshold threshold = new Threshold(Optional.empty());

    @Option(
            names = "--on-bad-row",
            paramLabel = "empty|skip|fail",
            defaultValue = "empty",
            description =
                    "What becomes of rows that cannot be read: an empty prediction, no line, or an error. Default:"
                            + " ${DEFAULT-VALUE}.")
    ScoreJob.BadRows onBadRow = ScoreJob.BadRows.EMPTY;

    @Option(
            names = "--max-bad",
            paramLabel = "SHARE",
            defaultValue = "1%",
            converter = Values.Share.class,
            description = "With more rows than this that cannot be read, exit code 7. Default: 1%%.")
    double maxBad = 0.01;

    @Option(names = "--force", description = "Replace OUT if it exists.")
    boolean force;

    @Option(
            names = "--resume",
            description = "Go on where a run of the same command line was stopped or killed, with the same bytes in the"
                    + " end, or begin it; if OUT is complete, that is all. What is done stays when the run is stopped.")
    boolean resume;

    @Mixin
    TableOptions table = new TableOptions();

    @Mixin
    RenameOption rename = new RenameOption();

    @Mixin
    MachineOptions machine = new MachineOptions();

    @Mixin
    TalkOptions talk = new TalkOptions();

    /** The probability that decides, if the user has one. */
    record Threshold(Optional<Double> probability) {}

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public ExitCode call() {
        String left = out.equals(Input.STDIN) ? "before the end" : "before the end: %s is not written".formatted(out);
        try (Console console = talk.console();
                Stop stop = Stop.listen(console, left, typed())) {
            return new ScoreRun(this, console, stop).run();
        }
    }

    /** The command line. */
    List<String> typed() {
        return Mlscale.typed(spec);
    }

    /** The flags that decide the bytes of OUT. */
    ResultFlags resultFlags() {
        return spec == null ? new ResultFlags(Map.of(), Map.of()) : ResultFlags.ofScore(spec);
    }

    /** What is written for each row of a table with these columns. */
    ScoreJob job(Model model, List<String> columns) {
        Schema schema = model.schema();
        return new ScoreJob(model, kept(schema, columns), probabilities(schema), onBadRow, threshold(schema));
    }

    private List<String> kept(Schema schema, List<String> columns) {
        if (keep.size() > 1) {
            return known(keep, schema, columns);
        }
        return switch (keep.getFirst()) {
            case "auto" -> schema.ids().stream().filter(columns::contains).toList();
            case "all" -> columns;
            case "none" -> List.of();
            default -> known(keep, schema, columns);
        };
    }

    /** A name that neither the table nor the model has is a slip of the hand. */
    private static List<String> known(List<String> names, Schema schema, List<String> columns) {
        names.stream()
                .filter(name -> !columns.contains(name) && !schema.names().contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Fault.usage(
                            "--keep: the table has no column \"%s\"".formatted(name),
                            Nearest.to(name, columns)
                                    .map(near -> "did you mean \"%s\"?".formatted(near))
                                    .orElse("its columns are: "
                                            + String.join(
                                                    ", ",
                                                    columns.stream().limit(30).toList())));
                });
        return names;
    }

    private boolean probabilities(Schema schema) {
        if (probs == Values.Switch.on && schema.classes().isEmpty()) {
            throw Fault.usage(
                    "--probs on: the model predicts the number %s, which has no probabilities"
                            .formatted(schema.target().name()),
                    "leave --probs out");
        }
        return probs != Values.Switch.off && schema.classes().isPresent();
    }

    private float threshold(Schema schema) {
        boolean binary =
                schema.classes().filter(classes -> classes.labels().size() == 2).isPresent();
        if (threshold.probability().isPresent() && !binary) {
            throw Fault.usage(
                    "--threshold decides between two classes, which %s is not"
                            .formatted(schema.target().name()),
                    "leave --threshold out");
        }
        return threshold.probability().orElse(0.5).floatValue();
    }

    static final class ThresholdConverter implements ITypeConverter<Threshold> {
        @Override
        public Threshold convert(String value) {
            if (value.equals("auto")) {
                return new Threshold(Optional.empty());
            }
            try {
                double probability = Double.parseDouble(value);
                if (probability >= 0 && probability <= 1) {
                    return new Threshold(Optional.of(probability));
                }
            } catch (NumberFormatException notNumber) {
                throw new TypeConversionException("\"%s\" is not auto or a probability from 0 to 1".formatted(value));
            }
            throw new TypeConversionException("\"%s\" is not auto or a probability from 0 to 1".formatted(value));
        }
    }
}
