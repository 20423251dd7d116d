package org.mlscale.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ErrorReport;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.table.SampleWish;
import org.mlscale.engine.table.SetAside;
import org.mlscale.engine.table.TableFreeze;
import org.mlscale.engine.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mlscale train}: flags → Table → job → params → model.zip. */
@Command(
        name = "train",
        header = "Learn to predict a column of a table.",
        description =
                "Reads the table once, says what it found and what it will do, trains a neural net on all cores, and"
                        + " writes the model that did best on rows held out.",
        footer = {
            "",
            "Examples:",
            "  mlscale train --data housing.csv --target median_house_value",
            "  mlscale train --data 'parts/*.csv.gz' --id customer --out churn.zip",
            "  mlscale train --data new.csv --require 'auc>=champion.zip-0.002'",
            "  zcat big.csv.gz | mlscale train --data - --model mlp:512,256 --epochs 5",
            "  mlscale train --data big.csv --sample 2GB",
            "  mlscale train --data big.csv --max-time 8h --run-dir runs/big --resume",
        })
final class TrainCommand implements Callable<ExitCode> {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            arity = "1..*",
            required = true,
            parameterConsumer = Values.UpToNextFlag.class,
            description =
                    "The table: a CSV file, plain or packed (.gz, .zst), a quoted glob, or - for stdin; several make"
                            + " one table.")
    List<String> data = List.of();

    @Option(
            names = "--sample",
            paramLabel = "SIZE|SHARE|ROWS",
            converter = Values.Sample.class,
            description = "Learn from a part of the table, taken evenly over all of it: 2GB of its text, 1%% of it, or"
                    + " 100000 rows. A plain file is not read whole. Says how good the model is after a quarter"
                    + " and half of the part too, and whether more rows would pay. Default: all of the table.")
    @Nullable
    SampleWish sample;

    @Option(
            names = "--model",
            paramLabel = "NET",
            defaultValue = "auto",
            converter = Values.ModelConverter.class,
            description = "auto, or mlp:WIDTHS with the widths of the hidden layers, like mlp:256,128. Default:"
                    + " ${DEFAULT-VALUE}.")
    Values.ModelWish model = new Values.ModelWish.Auto();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            defaultValue = "model.zip",
            description = "Where the model goes; one that is there is kept beside it. Default: ${DEFAULT-VALUE}.")
    Path out = Path.of("model.zip");

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where the run's log and figures go. Default: a new directory in runs/.")
    @Nullable
    Path runDir;

    @Option(
            names = "--resume",
            description =
                    "Go on with the run in --run-dir where it was stopped, or begin it; if it is finished, that is"
                            + " all. The same command line may be repeated until it is.")
    boolean resume;

    @Option(
            names = "--checkpoint",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Values.Time.class,
            description = "How often what is learned is kept, for --resume: 90s, 5m, 2h. Default: ${DEFAULT-VALUE}.")
    Duration checkpoint = Duration.ofMinutes(5);

    @Option(
            names = "--max-time",
            paramLabel = "TIME",
            converter = Values.Time.class,
            description =
                    "Stop learning after this time at the latest, and write the best model so far. Default: none.")
    @Nullable
    Duration maxTime;

    @Option(
            names = "--header",
            paramLabel = "auto|yes|no",
            defaultValue = "auto",
            description = "Whether the table begins with the names of its columns. Default: ${DEFAULT-VALUE}.")
    Values.Tri header = Values.Tri.auto;

    @Option(
            names = "--metric",
            paramLabel = "auto|NAME",
            defaultValue = "auto",
            converter = Values.MetricConverter.class,
            description =
                    "The figure on the held-out rows by which the best state is chosen and training stops early: rmse,"
                            + " mae or r2; accuracy, log_loss, auc, average_precision, macro_f1 or ece. Default:"
                            + " ${DEFAULT-VALUE}, the loss.")
    Values.MetricWish metric = new Values.MetricWish(Optional.empty());

    @Option(
            names = "--require",
            paramLabel = "RULE",
            converter = Requirement.Converter.class,
            description = "What the model must reach on the held-out rows, like 'auc>=0.80', or"
                    + " 'auc>=champion.zip-0.002' by what another model reaches on the same rows. Else it is kept as"
                    + " FILE.refused, FILE stays as it is, and the exit code is 7. May be given several times.")
    List<Requirement> required = List.of();

    @Option(
            names = "--epochs",
            paramLabel = "auto|N",
            defaultValue = "auto",
            converter = Values.AutoOrPositive.class,
            description = "How often all rows are learned from, at most. Default: ${DEFAULT-VALUE}.")
    OptionalInt epochs = OptionalInt.empty();

    @Option(
            names = "--early-stop",
            paramLabel = "auto|N|off",
            defaultValue = "auto",
            converter = Values.EarlyStopConverter.class,
            description = "Stop after N looks at the held-out rows without a better one. Default: ${DEFAULT-VALUE}.")
    Values.EarlyStop earlyStop = new Values.EarlyStop.Auto();

    @Option(
            names = "--batch",
            paramLabel = "auto|N",
            defaultValue = "auto",
            converter = Values.AutoOrPositive.class,
            description =
                    "Rows of one update, the same on any machine. Default: ${DEFAULT-VALUE}, from the number of rows.")
    OptionalInt batch = OptionalInt.empty();

    @Option(
            names = "--lr",
            paramLabel = "auto|X",
            defaultValue = "auto",
            converter = Values.AutoOrRate.class,
            description = "Learning rate. Default: ${DEFAULT-VALUE}, from the batch.")
    OptionalDouble learningRate = OptionalDouble.empty();

    @Option(
            names = "--balance",
            paramLabel = "auto|on|off",
            defaultValue = "auto",
            description =
                    "Whether rare classes weigh as much as common ones while they are learned; probabilities stay those"
                            + " of the table. Default: ${DEFAULT-VALUE}, off: no table measured was the better for it.")
    Values.Switch balance = Values.Switch.auto;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            converter = Values.Whole.class,
            description = "What all draws come from: the same seed gives the same model. Default: ${DEFAULT-VALUE}.")
    long seed = 42;

    @Option(
            names = "--on-bad-row",
            paramLabel = "set-aside|fail",
            defaultValue = "set-aside",
            converter = OnBadRowConverter.class,
            description = "What becomes of rows that cannot be read. Default: ${DEFAULT-VALUE}.")
    OnBadRow onBadRow = OnBadRow.SET_ASIDE;

    @Option(
            names = "--max-bad",
            paramLabel = "SHARE",
            defaultValue = "1%",
            converter = Values.Share.class,
            description = "More rows set aside than this is an error. Default: 1%%.")
    double maxBad = 0.01;

    @Mixin
    RoleOptions roles = new RoleOptions();

    @Mixin
    ValidOptions valid = new ValidOptions();

    @Mixin
    TableOptions table = new TableOptions();

    @Mixin
    MachineOptions machine = new MachineOptions();

    @Mixin
    TmpOption tmp = new TmpOption();

    @Mixin
    TalkOptions talk = new TalkOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public ExitCode call() {
        try (Console console = talk.console()) {
            try {
                return new TrainRun(this, console).run();
            } catch (RuntimeException | Error failure) {
                console.record(ErrorReport.of(failure, true).text());
                throw failure;
            }
        }
    }

    /** The command line, for the record. */
    List<String> typed() {
        return Mlscale.typed(spec);
    }

    /** What to type when there is a model. */
    static String scoring(Path model) {
        return Text.command(List.of("mlscale", "score", model.toString(), "NEW.csv", "predictions.csv"));
    }

    /** The flags that decide the result. */
    ResultFlags resultFlags() {
        return spec == null ? new ResultFlags(Map.of(), Map.of()) : ResultFlags.ofTrain(spec);
    }

    /** How the table is to be read; {@code sampled}: a part of it, on which nets of less are judged too. */
    TableFreeze.Reading reading(boolean sampled) {
        boolean others = sampled
                || required.stream()
                        .anyMatch(requirement -> requirement.champion().isPresent());
        return new TableFreeze.Reading(
                roles.roles(),
                roles.missing(),
                valid.wish().withOthers(others),
                new SetAside.Limit(onBadRow == OnBadRow.FAIL, maxBad),
                seed,
                ChunkReader.CHUNK_BYTES);
    }

    Optional<Boolean> headerWish() {
        return switch (header) {
            case auto -> Optional.empty();
            case yes -> Optional.of(true);
            case no -> Optional.of(false);
        };
    }

    /** What the job is to be like. */
    Recipe.Wishes wishes() {
        Optional<OptionalInt> patience = switch (earlyStop) {
            case Values.EarlyStop.Auto _ -> Optional.empty();
            case Values.EarlyStop.Off _ -> Optional.of(OptionalInt.empty());
            case Values.EarlyStop.After(int evaluations) -> Optional.of(OptionalInt.of(evaluations));
        };
        Optional<List<Integer>> widths = switch (model) {
            case Values.ModelWish.Auto _ -> Optional.empty();
            case Values.ModelWish.Perceptron(List<Integer> layers) -> Optional.of(layers);
        };
        return new Recipe.Wishes(
                widths, batch, learningRate, epochs, patience, metric.measure(), balance == Values.Switch.on, seed);
    }

    /** What becomes of rows that cannot be read. */
    enum OnBadRow {
        SET_ASIDE,
        FAIL
    }

    static final class OnBadRowConverter implements ITypeConverter<OnBadRow> {
        @Override
        public OnBadRow convert(String value) {
            return switch (value) {
                case "set-aside" -> OnBadRow.SET_ASIDE;
                case "fail" -> OnBadRow.FAIL;
                default -> throw new TypeConversionException("\"%s\" is not set-aside or fail".formatted(value));
            };
        }
    }
}
