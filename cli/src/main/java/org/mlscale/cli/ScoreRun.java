package org.mlscale.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
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
import org.mlscale.engine.score.ScoreOut;
import org.mlscale.engine.score.ScoreSink;
import org.mlscale.engine.score.Scored;
import org.mlscale.engine.score.Scoring;
import org.mlscale.engine.score.StreamSink;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ColumnMatch;

/** One run of {@code mlscale score}: what flows through the rooms, in their order. */
final class ScoreRun {
    private final ScoreCommand command;
    private final Console console;
    private final Stop stop;
    private final long startNanos = System.nanoTime();

    /** The table as it is to be read, and what reads it. */
    record Work(Input input, TableHead head, Scoring scoring) {
        ChunkReader chunks() {
            return new ChunkReader(input, head.dialect(), head.columnNames(), ChunkReader.CHUNK_BYTES);
        }
    }

    ScoreRun(ScoreCommand command, Console console, Stop stop) {
        this.command = command;
        this.console = console;
        this.stop = stop;
    }

    ExitCode run() {
        checkInput();
        checkResume();
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
        Work work = new Work(input, head, new Scoring(job, opened.network(), scanner));
        if (isFile()) {
            ScoreOut out = new ScoreOut(Path.of(command.out), command.force);
            return new ScoreFileRun(command, console, stop, this, out).run(work);
        }
        Scored scored = isStdout() ? writeStdout(work) : writeDevice(work);
        ScoreReport report = new ScoreReport(console, command.maxBad, Optional.empty());
        report.account(scored, Scored.NONE, took());
        return report.verdict(scored);
    }

    private boolean isStdout() {
        return command.out.equals(Input.STDIN);
    }

    /** A file has its rejects beside it. A device or a pipe has none: beside /dev/null nobody may write. */
    private boolean isFile() {
        return !isStdout() && (!Files.exists(Path.of(command.out)) || Files.isRegularFile(Path.of(command.out)));
    }

    /** What is read must not be written over. */
    private void checkInput() {
        if (isStdout()) {
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

    private void checkResume() {
        List<String> lost = new ArrayList<>();
        if (command.in.equals(Input.STDIN)) {
            lost.add("IN is stdin, which cannot be read again");
        }
        if (isStdout()) {
            lost.add("OUT is stdout, which keeps nothing");
        } else if (!isFile() && !Files.isDirectory(Path.of(command.out))) {
            lost.add("OUT is a device, which keeps nothing");
        }
        if (command.resume && !lost.isEmpty()) {
            throw Fault.usage(
                    "--resume needs files: " + String.join("; ", lost),
                    "mlscale score MODEL in.csv out.csv --resume, or leave out --resume");
        }
    }

    private Scored writeStdout(Work work) {
        PrintStream stdout = System.out;
        OutputStream buffered = new BufferedOutputStream(new StdoutStream(stdout), 1 << 16);
        try (ChunkReader chunks = work.chunks()) {
            Scored scored = run(work, chunks, new StreamSink(buffered), so -> {});
            buffered.flush();
            return scored;
        } catch (IOException closed) {
            throw Fault.resources(
                            "stdout was closed before all predictions were written",
                            "check the command that reads them")
                    .because(closed);
        }
    }

    private Scored writeDevice(Work work) {
        try (OutFile device = OutFile.create(Path.of(command.out), command.force);
                ChunkReader chunks = work.chunks()) {
            Scored scored = run(work, chunks, new StreamSink(device.stream()), so -> {});
            device.complete();
            return scored;
        }
    }

    /**
     * Scores {@code chunks}.
     *
     * @param done told what was done so far
     */
    Scored run(Work work, ChunkReader chunks, ScoreSink sink, Consumer<Scored> done) {
        Input input = work.input();
        try (ExecutorService executor = command.machine.executor()) {
            return work.scoring().run(chunks, sink, executor, command.machine.threads(), so -> {
                done.accept(so);
                console.progress(
                        "score",
                        () -> "%s, %s of %s"
                                .formatted(
                                        Text.count(so.read(), "row"),
                                        Text.bytes(input.bytesRead()),
                                        input.size() == 0 ? "a stream" : Text.bytes(input.size())));
            });
        }
    }

    /** Since the program has begun. */
    Duration took() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
