package org.mlscale.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.cli.runs.RunDirectory;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fault.Reason;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.modelfile.Provenance;
import org.mlscale.engine.table.CellStore;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.table.Sample;
import org.mlscale.engine.table.SampleChoice;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.TableFreeze;
import org.mlscale.engine.table.TableFreeze.Headed;
import org.mlscale.engine.train.Checkpoints;
import org.mlscale.engine.train.Recipe;
import org.mlscale.engine.train.TrainJob;
import org.mlscale.engine.train.TrainState;

/** One run of {@code mlscale train}: what flows through the rooms, in their order. */
final class TrainRun {
    private static final int HEAD_BYTES = 1 << 20;

    private final TrainCommand command;
    private final Console console;
    private final ZonedDateTime start = ZonedDateTime.now(ZoneOffset.UTC);
    private final long startNanos = System.nanoTime();

    TrainRun(TrainCommand command, Console console) {
        this.command = command;
        this.console = console;
    }

    ExitCode run() {
        command.valid.check();
        command.tmp.check();
        checkOut();
        Logs.quieten();
        Gate gate = new Gate(command.required);
        List<String> named = command.valid.file().stream().toList();
        try (RunDirectory directory = TrainStart.directory(command, start);
                Stop stop = Stop.listen(console, "while the table was read: nothing is written", command.typed());
                Spool spool = Spool.of(
                        Stream.concat(command.data.stream(), named.stream()).toList(),
                        System.in,
                        command.tmp::directory);
                CellStore store = new CellStore(command.machine.budget(), command.tmp::directory);
                ExecutorService executor = command.machine.executor()) {
            Headed all = head(spool, command.data);
            checkSources(all);
            Optional<Headed> valid = named.isEmpty() ? Optional.empty() : Optional.of(head(spool, named));
            if (valid.isPresent() && all.input().overlaps(valid.get().input())) {
                throw Fault.usage(
                        "a file of --data is also in --valid",
                        "rows to judge by must not be learned from: name another file");
            }
            List<Provenance.DataFile> files = Stream.concat(Stream.of(all), valid.stream())
                    .flatMap(part -> part.input().sources().stream())
                    .map(TrainRun::dataFile)
                    .toList();
            TrainStart begin = new TrainStart(command, directory, files);
            Optional<ExitCode> finished = begin.finished(console);
            if (finished.isPresent()) {
                return finished.get();
            }
            long readNanos = System.nanoTime();
            Headed headed = all.withSample(sample(all));
            Table table = read(headed, valid, store, executor);
            Duration read = Duration.ofNanos(System.nanoTime() - readNanos);
            TrainJob job = Recipe.job(table, command.wishes());
            gate.check(table);
            RowPlan plan = RowPlan.of(table, job.shape());
            long cacheBytes = cacheBytes(table, store, job, plan);
            stop.endAtOnce("before the first step", begin.next());
            Checkpoints checkpoints = begin.begin(table, job);
            console.logTo(directory.log());
            new TrainPlan(command, headed, table, store, job).say(console);
            console.say("run", directory.path() + "/");
            TrainState state = begin.state(job, checkpoints, job.steps(plan), console);
            directory.tell(
                    directory.goesOn()
                            ? Map.of("resumed_from", begin.resumedFrom(state))
                            : Map.of("started", RunFacts.text(start)));
            directory.tell(RunFacts.begun(command, headed, table, job));
            judgeChampions(gate, table, valid.orElse(headed), executor);
            Optional<Long> deadline = Optional.ofNullable(command.maxTime).map(time -> startNanos + time.toNanos());
            TrainLoop loop = new TrainLoop(command, console, begin, stop, deadline);
            Optional<SampleCurve> curve =
                    headed.sample().flatMap(sample -> SampleCurve.of(command, console, begin, table, job, cacheBytes));
            if (curve.isPresent() && !curve.get().parts(loop, executor)) {
                return ExitCode.STOPPED;
            }
            Optional<TrainLoop.Trained> trained = loop.run(new TrainLoop.Bench(
                    job, plan, new Feed(table, cacheBytes), Networks.of(job.nets()), state, checkpoints, executor));
            if (trained.isEmpty()) {
                return ExitCode.STOPPED;
            }
            boolean morePays = curve.map(parts ->
                            parts.say(trained.get(), plan, headed.sample().orElseThrow(), read))
                    .orElse(false);
            try {
                ExitCode exit = new TrainOut(command, console, start, startNanos)
                        .write(headed, files, table, job, trained.get(), gate, directory);
                clear(curve, checkpoints);
                if (exit == ExitCode.DONE) {
                    console.say(
                            "next",
                            morePays
                                    ? Text.command(SampleCurve.onAll(command.typed()))
                                    : TrainCommand.scoring(command.out));
                }
                return exit;
            } catch (Fault failed) {
                throw begin.kept(failed);
            }
        }
    }

    /** The part of the table that is to be learned from; absent: all of it. */
    private Optional<Sample> sample(Headed all) {
        if (command.sample == null) {
            return Optional.empty();
        }
        SampleChoice choice = new SampleChoice(
                all,
                command.sample,
                command.seed,
                bytes -> console.progress("sample", () -> Text.bytes(bytes) + " of text looked at"));
        return choice.choose();
    }

    private void judgeChampions(Gate gate, Table table, Headed file, ExecutorService executor) {
        gate.judge(
                table,
                file,
                executor,
                command.machine.threads(),
                rows -> console.progress("judge", () -> Text.count(rows, "row")));
        for (Path champion : gate.champions()) {
            console.say(
                    "to beat",
                    "%s on the rows held out here: %s".formatted(champion, TrainWatch.figures(gate.figures(champion))));
        }
    }

    private void checkSources(Headed headed) {
        for (Source source : headed.input().sources()) {
            if (source.path()
                    .filter(path -> path.toAbsolutePath()
                            .normalize()
                            .equals(command.out.toAbsolutePath().normalize()))
                    .isPresent()) {
                throw Fault.usage("--out %s is the table".formatted(command.out), "--out model.zip");
            }
        }
        if (headed.head().columnNames().size() == 1) {
            throw Fault.data(
                    "the table has only one column, \"%s\""
                            .formatted(headed.head().columnNames().getFirst()),
                    Location.of(headed.input().describe()),
                    "--sep CHAR, if something else than %s separates its cells"
                            .formatted(headed.head().dialect().separatorName()));
        }
    }

    /** Memory for cells that come from the file while they are learned from: what the table and the net leave. */
    private long cacheBytes(Table table, CellStore store, TrainJob job, RowPlan plan) {
        long net = job.bytes(command.machine.threads());
        long heap = Runtime.getRuntime().maxMemory();
        long left = heap / 10 * 9 - table.bytes() - net;
        if (left < 0) {
            throw Fault.resources(
                    "the net %s takes about %s while it is trained, the table %s: more than the memory allowed has room for, %s"
                            .formatted(job.nets(), Text.bytes(net), Text.bytes(table.bytes()), Text.bytes(heap)),
                    "--memory SIZE allows more, narrower layers need less: --model mlp:256,128");
        }
        long cache = Math.min(left, store.budget().left()) - command.machine.threads() * store.rereadBytes();
        if (plan.activeBytes() > cache) {
            throw Fault.resources(
                    "the rows that %s lanes mix take %s of memory at a time, and the memory allowed has room for %s"
                            .formatted(
                                    Text.count(plan.laneCount()),
                                    Text.bytes(plan.activeBytes()),
                                    Text.bytes(Math.max(0, cache))),
                    "--memory SIZE allows more, smaller batches need less: --batch %d"
                            .formatted(Math.max(1, job.shape().batchRows() / 4)));
        }
        return cache;
    }

    /** What would be a pity to find out after an hour. */
    private void checkOut() {
        Path out = command.out.toAbsolutePath();
        Path directory = Optional.ofNullable(out.getParent()).orElse(out);
        if (Files.isDirectory(out)) {
            throw Fault.usage(
                    "--out %s is a directory".formatted(command.out),
                    "--out %s".formatted(command.out.resolve("model.zip")));
        }
        if (!Files.isDirectory(directory)) {
            throw Fault.resources(
                    "the model %s cannot be written: there is no directory %s".formatted(command.out, directory),
                    "mkdir -p " + directory);
        }
        if (!Files.isWritable(directory)) {
            throw Fault.resources(
                    "the model %s cannot be written: permission denied".formatted(command.out),
                    "--out FILE writes it elsewhere");
        }
    }

    private Headed head(Spool spool, List<String> names) {
        Input input = spool.named(command.table.input(spool.names(names), System.in), command.table.encoding);
        return new Headed(input, TableHead.of(input, command.table.wishes(command.headerWish())));
    }

    private Table read(Headed headed, Optional<Headed> valid, CellStore store, ExecutorService executor) {
        long total = headed.input().size();
        TableFreeze freeze = new TableFreeze(
                command.reading(headed.sample().isPresent()),
                store,
                executor,
                command.machine.readers(),
                rows -> console.progress(
                        "read",
                        () -> headed.sample()
                                .map(sample -> "%s of %s".formatted(Text.count(rows), Text.count(sample.rows(), "row")))
                                .orElseGet(() -> "%s, %s of %s"
                                        .formatted(
                                                Text.count(rows, "row"),
                                                Text.bytes(headed.input().bytesRead()),
                                                Text.bytes(total)))));
        return freeze.freeze(headed, valid);
    }

    /** A finished run is not gone on with. */
    private void clear(Optional<SampleCurve> curve, Checkpoints checkpoints) {
        try {
            if (curve.isPresent()) {
                curve.get().clear();
            }
            checkpoints.clear();
        } catch (IOException stays) {
            console.say("warn", "the checkpoints cannot be removed: " + Reason.of(stays));
        }
    }

    private static Provenance.DataFile dataFile(Source source) {
        if (source.path().isEmpty()) {
            return new Provenance.DataFile(source.name(), source.size(), "");
        }
        try (InputStream in = Files.newInputStream(source.path().get())) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readNBytes(HEAD_BYTES));
            return new Provenance.DataFile(
                    source.name(), source.size(), HexFormat.of().formatHex(digest));
        } catch (IOException | NoSuchAlgorithmException gone) {
            throw Fault.data(
                            "%s is gone: %s".formatted(source.name(), gone.getMessage()),
                            "leave the table in place while it is learned from")
                    .because(gone);
        }
    }
}
