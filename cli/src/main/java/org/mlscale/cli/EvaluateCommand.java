package org.mlscale.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.FigureTable;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.modelfile.ModelFile;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.score.Evaluation;
import org.mlscale.engine.score.Versus;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ColumnMatch;
import org.mlscale.engine.table.TableFreeze.Headed;
import org.mlscale.engine.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mlscale evaluate}: a model and a table that has the target → how good the model is. */
@Command(
        name = "evaluate",
        header = "Show how good a model is on a table that has the target.",
        description =
                "Predicts every row of LABELLED and compares with what it says, beside what guessing would give, or"
                        + " somebody else's predictions of the same rows.",
        footer = {
            "",
            "Examples:",
            "  mlscale evaluate model.zip test.csv",
            "  mlscale evaluate model.zip test.csv --against theirs.csv --id customer",
        })
final class EvaluateCommand implements Callable<ExitCode> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model, as train wrote it.")
    Path model = Path.of("model.zip");

    @Parameters(index = "1", paramLabel = "LABELLED", description = "The table, with the target; - for stdin.")
    String labelled = Input.STDIN;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description =
                    "Somebody else's predictions of the same rows, as CSV with a header: a column named prediction or"
                        + " as the target, and for classes prob_CLASS columns if there are any. Shows each figure of"
                        + " both, the difference with a 95 %% interval (paired bootstrap), and the rows where the two"
                        + " differ most.")
    @Nullable
    String against;

    @Option(
            names = "--id",
            paramLabel = "COL",
            description =
                    "With --against: the column of both files that says which rows belong together. Default: their"
                            + " order.")
    @Nullable
    String id;

    @Option(
            names = "--column",
            paramLabel = "COL",
            description = "With --against: the column of FILE that holds the predictions.")
    @Nullable
    String column;

    @Mixin
    TableOptions table = new TableOptions();

    @Mixin
    RenameOption rename = new RenameOption();

    @Mixin
    MachineOptions machine = new MachineOptions();

    @Mixin
    TalkOptions talk = new TalkOptions();

    @Override
    public ExitCode call() {
        checkFlags();
        try (Console console = talk.console();
                ExecutorService executor = machine.executor()) {
            Logs.quieten();
            ModelFile.Opened opened = ModelFile.open(model);
            Schema schema = opened.model().schema();
            checkOneTarget(schema);
            Input input = table.input(List.of(labelled), System.in);
            TableHead head = TableHead.of(input, table.wishes(schema));
            if (against != null) {
                return versus(opened, new Headed(input, rename.applied(head, schema)), against, console, executor);
            }
            String file = input.sources().getFirst().name();
            ChunkScanner scanner = ColumnMatch.scanner(schema, rename.applied(head, schema), file, true, List.of());
            Evaluation evaluation = new Evaluation(opened.model(), opened.network(), scanner, Recipe.judge(schema));
            Evaluation.Result result;
            try (ChunkReader chunks =
                    new ChunkReader(input, head.dialect(), head.columnNames(), ChunkReader.CHUNK_BYTES)) {
                result = evaluation.run(
                        chunks,
                        executor,
                        machine.threads(),
                        rows -> console.progress("judge", () -> Text.count(rows, "row")));
            }
            if (result.metrics().rows() == 0) {
                throw Evaluation.nothingToJudge(file, schema);
            }
            console.say("rows", account(result));
            result.misfits().forEach(misfits -> console.say("warn", Misread.text(misfits)));
            System.out.print(FigureTable.of(result.metrics().figures(), List.of()));
            return ExitCode.DONE;
        }
    }

    private void checkFlags() {
        if (against == null && (id != null || column != null)) {
            throw Fault.usage(
                    "%s does nothing without --against".formatted(id != null ? "--id" : "--column"),
                    "--against FILE names the predictions to compare with");
        }
        if (Input.STDIN.equals(against) && labelled.equals(Input.STDIN)) {
            throw Fault.usage("stdin (-) is named twice", "name it once");
        }
    }

    private void checkOneTarget(Schema schema) {
        if (against != null && schema.targets().size() > 1) {
            throw Fault.usage(
                    "--against compares predictions of one target, and %s predicts %s"
                            .formatted(model, String.join(", ", schema.targetNames())),
                    "evaluate without --against shows the figures of each");
        }
    }

    private ExitCode versus(
            ModelFile.Opened opened, Headed table, String otherName, Console console, ExecutorService executor) {
        Input input = this.table.input(List.of(otherName), System.in);
        Headed other = new Headed(input, TableHead.of(input, this.table.wishes(Optional.of(true))));
        Versus.Job job = new Versus.Job(
                opened.model(),
                opened.network(),
                Recipe.judge(opened.model().schema()),
                table,
                other,
                Optional.ofNullable(column),
                Optional.ofNullable(id));
        Versus.Result result = new Versus(job)
                .run(executor, machine.threads(), rows -> console.progress("judge", () -> Text.count(rows, "row")));
        console.say("rows", account(result.account().judged()));
        result.account().judged().misfits().forEach(misfits -> console.say("warn", Misread.text(misfits)));
        console.say("against", joined(result.account(), otherName));
        console.say(
                "interval",
                "95 %% of the differences when the %s are drawn again %s times"
                        .formatted(
                                Text.count(result.account().compared(), "row"),
                                Text.count(result.comparison().resamples())));
        System.out.print(VersusText.of(result.comparison(), id == null ? "row" : id));
        return ExitCode.DONE;
    }

    private String joined(Versus.Account account, String other) {
        List<String> reasons = new ArrayList<>();
        if (account.absent() > 0) {
            reasons.add(Text.count(account.absent()) + (id == null ? " cannot be read there" : " are not there"));
        }
        if (account.twice() > 0) {
            reasons.add(Text.count(account.twice()) + " have an id that comes twice");
        }
        if (account.unsaid() > 0) {
            reasons.add(Text.count(account.unsaid()) + " have no prediction there that the model knows");
        }
        String out = reasons.isEmpty() ? "" : "; left out: " + String.join(", ", reasons);
        String spare = id == null || account.spare() == 0
                ? ""
                : "; %s there that %s lacks".formatted(Text.count(account.spare(), "id"), labelled);
        String sample = account.oneIn() == 1
                ? ""
                : "; an even sample, 1 row in %s, because at most %s are held at a time"
                        .formatted(Text.count(account.oneIn()), Text.count(Versus.ROWS_MAX));
        return "%s, joined by %s: %s compared%s%s%s"
                .formatted(
                        other, id == null ? "position" : id, Text.count(account.compared(), "row"), out, spare, sample);
    }

    private static String account(Evaluation.Result result) {
        List<String> reasons = new ArrayList<>();
        if (result.unreadable() > 0) {
            reasons.add(Text.count(result.unreadable()) + " cannot be read");
        }
        if (result.withoutTarget() > 0) {
            reasons.add(Text.count(result.withoutTarget()) + " have no target that the model knows");
        }
        if (result.withoutWeight() > 0) {
            reasons.add(Text.count(result.withoutWeight()) + " have no weight, or one below 0");
        }
        return "%s read = %s judged + %s set aside%s"
                .formatted(
                        Text.count(result.read()),
                        Text.count(result.metrics().rows()),
                        Text.count(result.read() - result.metrics().rows()),
                        reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")");
    }
}
