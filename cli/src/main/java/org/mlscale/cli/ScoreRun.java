package org.mlscale.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.zip.GZIPOutputStream;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.StdoutStream;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.OutFile;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;
import org.mlscale.engine.modelfile.ModelFile;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.score.ScoreJob;
import org.mlscale.engine.score.Scored;
import org.mlscale.engine.score.Scoring;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ColumnMatch;

/** One run of {@code mlscale score}: what flows through the rooms, in their order. */
final class ScoreRun {
    private final ScoreCommand command;
    private final Console console;
    private final long startNanos = System.nanoTime();

    ScoreRun(ScoreCommand command, Console console) {
        this.command = command;
        this.console = console;
    }

    ExitCode run() {
        checkInput();
        Logs.quieten();
        ModelFile.Opened opened = ModelFile.open(command.model);
        Schema schema = opened.model().schema();
        Input input = command.table.input(List.of(command.in), System.in);
        TableHead head = TableHead.of(input, command.table.wishes(schema));
        if (!schema.header()
                && TableHead.of(input, command.table.wishes(Optional.empty()))
                        .dialect()
                        .header()) {
            console.say(
                    "warn",
                    "the first line of the table looks like names; the model was trained on a table without, so it is"
                            + " predicted as a row");
        }
        TableHead named = command.rename.applied(head, schema);
        ScoreJob job = command.job(opened.model(), ColumnMatch.names(schema, named));
        ChunkScanner scanner =
                ColumnMatch.scanner(schema, named, input.sources().getFirst().name(), false, job.kept());
        job.twice().ifPresent(name -> {
            throw Fault.usage(
                    "OUT would have two columns named \"%s\"".formatted(name),
                    "--keep COLS without that one, or --keep none");
        });
        Scoring scoring = new Scoring(job, opened.network(), scanner);
        if (!toFile()) {
            return said(writeStdout(scoring, input, head));
        }
        return said(hasRejects() ? writeFile(scoring, input, head) : writeDevice(scoring, input, head));
    }

    private boolean toFile() {
        return !command.out.equals(Input.STDIN);
    }

    /** What is read must not be written over. */
    private void checkInput() {
        if (!toFile()) {
            return;
        }
        Path out = Path.of(command.out);
        try {
            for (String read : List.of(command.in, command.model.toString())) {
                boolean there = !read.equals(Input.STDIN) && Files.exists(Path.of(read)) && Files.exists(out);
                if (there && Files.isSameFile(Path.of(read), out)) {
                    throw Fault.usage(
                            "%s and OUT are the same file".formatted(read.equals(command.in) ? "IN" : "MODEL"),
                            "name another OUT");
                }
            }
        } catch (IOException unreadable) {
            throw Fault.data("cannot compare OUT with what is read: " + Reason.of(unreadable), "check the files")
                    .because(unreadable);
        }
    }

    private Scored writeStdout(Scoring scoring, Input input, TableHead head) {
        PrintStream stdout = System.out;
        OutputStream buffered = new BufferedOutputStream(new StdoutStream(stdout), 1 << 16);
        Scored scored = run(scoring, input, head, buffered, OutputStream.nullOutputStream());
        try {
            buffered.flush();
        } catch (IOException closed) {
            throw Fault.resources(
                            "stdout was closed before all predictions were written",
                            "check the command that reads them")
                    .because(closed);
        }
        return scored;
    }

    /** A file has its rejects beside it. A device or a pipe has none: beside /dev/null nobody may write. */
    private boolean hasRejects() {
        return toFile() && (!Files.exists(Path.of(command.out)) || Files.isRegularFile(Path.of(command.out)));
    }

    private Scored writeDevice(Scoring scoring, Input input, TableHead head) {
        try (OutFile device = OutFile.create(Path.of(command.out), command.force)) {
            Scored scored = run(scoring, input, head, device.stream(), OutputStream.nullOutputStream());
            device.complete();
            return scored;
        }
    }

    private Scored writeFile(Scoring scoring, Input input, TableHead head) {
        try (OutFile predictions = OutFile.create(Path.of(command.out), command.force);
                OutFile rejects = OutFile.create(rejects(), true)) {
            Scored scored = command.out.endsWith(".gz")
                    ? runZipped(scoring, input, head, predictions.stream(), rejects.stream())
                    : run(scoring, input, head, predictions.stream(), rejects.stream());
            if (scored.rejected() > 0) {
                rejects.complete();
            } else {
                Files.deleteIfExists(rejects()); // an earlier run's
            }
            predictions.complete();
            return scored;
        } catch (IOException stays) {
            throw Fault.resources(
                            "%s cannot be finished: %s".formatted(command.out, Reason.of(stays)),
                            "make room on the disk, or write elsewhere")
                    .because(stays);
        }
    }

    private Path rejects() {
        return Path.of(command.out + ".rejects.csv");
    }

    private Scored runZipped(
            Scoring scoring, Input input, TableHead head, OutputStream predictions, OutputStream rejects)
            throws IOException {
        GZIPOutputStream zipped = new GZIPOutputStream(predictions, 1 << 16);
        Scored scored = run(scoring, input, head, zipped, rejects);
        zipped.finish();
        return scored;
    }

    private Scored run(Scoring scoring, Input input, TableHead head, OutputStream predictions, OutputStream rejects) {
        try (ExecutorService executor = command.machine.executor();
                ChunkReader chunks =
                        new ChunkReader(input, head.dialect(), head.columnNames(), ChunkReader.CHUNK_BYTES)) {
            return scoring.run(
                    chunks,
                    predictions,
                    rejects,
                    executor,
                    command.machine.threads(),
                    so -> console.progress(
                            "score",
                            () -> "%s, %s of %s"
                                    .formatted(
                                            Text.count(so.read(), "row"),
                                            Text.bytes(input.bytesRead()),
                                            input.size() == 0 ? "a stream" : Text.bytes(input.size()))));
        }
    }

    private ExitCode said(Scored scored) {
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        double seconds = Math.max(0.001, took.toMillis() / 1000.0);
        console.say(
                "scored",
                "%s read = %s predicted + %s rejected; %s, %s rows/s"
                        .formatted(
                                Text.count(scored.read()),
                                Text.count(scored.predicted()),
                                Text.count(scored.rejected()),
                                Text.duration(took),
                                Text.count(Math.round(scored.read() / seconds))));
        scored.bad()
                .forEach(bad -> console.say(
                        "warn",
                        "the first rejected: %s at %s%s"
                                .formatted(
                                        bad.reason(),
                                        bad.location(),
                                        hasRejects() ? "; all are in " + rejects() : "")));
        scored.misfits().forEach(misfits -> console.say("warn", Misread.text(misfits)));
        if (scored.rejected() > command.maxBad * scored.read()) {
            console.error(
                    "mlscale: %s of %s could not be read: more than --max-bad %s%%; the first: %s\n  at %s\n  try: mend them%s, or --max-bad %d%%"
                            .formatted(
                                    Text.count(scored.rejected()),
                                    Text.count(scored.read(), "row"),
                                    BigDecimal.valueOf(command.maxBad)
                                            .movePointRight(2)
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    scored.bad().getFirst().reason(),
                                    scored.bad().getFirst().location(),
                                    hasRejects() ? " (they are in %s)".formatted(rejects()) : "",
                                    (int) Math.ceil(100.0 * scored.rejected() / scored.read())));
            return ExitCode.REFUSED;
        }
        if (hasRejects()) {
            console.say("next", "head %s".formatted(command.out));
        }
        return ExitCode.DONE;
    }
}
