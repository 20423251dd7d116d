package org.mlscale.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
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
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.score.Evaluation;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ColumnMatch;
import org.mlscale.engine.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mlscale evaluate}: a model and a table that has the target → how good the model is. */
@Command(
        name = "evaluate",
        header = "Show how good a model is on a table that has the target.",
        description = "Predicts every row of LABELLED and compares with what it says, beside what guessing would give.",
        footer = {"", "Example:", "  mlscale evaluate model.zip test.csv"})
final class EvaluateCommand implements Callable<ExitCode> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model, as train wrote it.")
    Path model = Path.of("model.zip");

    @Parameters(index = "1", paramLabel = "LABELLED", description = "The table, with the target; - for stdin.")
    String labelled = Input.STDIN;

    @Mixin
    TableOptions table = new TableOptions();

    @Mixin
    MachineOptions machine = new MachineOptions();

    @Mixin
    TalkOptions talk = new TalkOptions();

    @Override
    public ExitCode call() {
        try (Console console = talk.console();
                ExecutorService executor = machine.executor()) {
            Logs.quieten();
            ModelFile.Opened opened = ModelFile.open(model);
            Schema schema = opened.model().schema();
            Input input = table.input(List.of(labelled), System.in);
            TableHead head = TableHead.of(input, table.wishes(Optional.of(schema.header())));
            String file = input.sources().getFirst().name();
            ChunkScanner scanner = ColumnMatch.scanner(schema, head, file, true, List.of());
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
                throw Fault.data(
                        "no row of %s has a value of %s that the model knows"
                                .formatted(file, String.join(", ", schema.targetNames())),
                        schema.target() instanceof Target.Classes classes
                                ? "it knows %s: does the table write them otherwise?"
                                        .formatted(String.join(
                                                ", ",
                                                classes.labels().stream()
                                                        .limit(10)
                                                        .toList()))
                                : "does the table write its numbers otherwise?");
            }
            console.say("rows", account(result));
            result.misfits().forEach(misfits -> console.say("warn", Misread.text(misfits)));
            System.out.print(FigureTable.of(result.metrics().figures(), "model", "guessing"));
            return ExitCode.DONE;
        }
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
