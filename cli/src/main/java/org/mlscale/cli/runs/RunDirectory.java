package org.mlscale.cli.runs;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;
import org.mlscale.engine.metrics.Figure;

/**
 * One run's directory, locked while this is open. One thread; what is written is there at once, so that a run that is killed has told what it
 * knew, and whole: a run that goes on finds nothing half-written.
 */
public final class RunDirectory implements AutoCloseable {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final JSON PRETTY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);
    private static final String JOB = "job.json";
    private static final String RUN = "run.json";
    private static final String METRICS = "metrics.jsonl";
    private static final String FINISHED = "finished";

    private final Path path;
    private final Map<String, Object> run = new LinkedHashMap<>();
    private Optional<JobRecord> job = Optional.empty();
    private Optional<RunLock> lock = Optional.empty();
    private boolean goesOn;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /**
     * The directory of a run that begins: {@code wanted}, made and locked at once, or {@code runs/<utc>-<pid>} where the command was typed, made
     * by {@link #begin}.
     *
     * @throws Fault USAGE if {@code wanted} holds something already, RESOURCES if it cannot be made or another process has it
     */
    public static RunDirectory create(Optional<Path> wanted, ZonedDateTime now) {
        if (wanted.isPresent()) {
            refuse(wanted.get(), Files.exists(wanted.get().resolve(JOB)));
            RunDirectory directory = locked(wanted.get());
            directory.readRun(); // another process may have begun between the look and the lock
            if (directory.job.isPresent()) {
                directory.close();
                refuse(wanted.get(), true);
            }
            return directory;
        }
        String stamp = STAMP.format(now.withZoneSameInstant(ZoneOffset.UTC));
        return new RunDirectory(
                Path.of("runs", stamp + "-" + ProcessHandle.current().pid()));
    }

    /**
     * The directory of a run that goes on, or begins if there is none yet.
     *
     * @throws Fault USAGE if it holds something else than a run, RESOURCES if it cannot be used or another process has it
     */
    public static RunDirectory resume(Path path) {
        if (!Files.exists(path.resolve(JOB)) && !isFree(path)) {
            throw Fault.usage(
                    "the run directory %s holds no run that could go on".formatted(path),
                    "--run-dir with a new name, or rm -r " + path);
        }
        RunDirectory directory = locked(path);
        directory.readRun();
        return directory;
    }

    /** Whether there is nothing in it; a lock is left by a run that ended before it had begun. */
    private static boolean isFree(Path path) {
        if (!Files.isDirectory(path)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.allMatch(entry -> entry.endsWith(RunLock.NAME));
        } catch (IOException unreadable) {
            throw unusable(path, unreadable);
        }
    }

    private static void refuse(Path path, boolean holdsRun) {
        if (!isFree(path)) {
            String goOn = holdsRun && !isFinished(path) ? "--resume goes on with the unfinished run in it\n" : "";
            throw Fault.usage(
                    "the run directory %s is not empty".formatted(path),
                    goOn + "--run-dir with a new name, or rm -r " + path);
        }
    }

    private static boolean isFinished(Path path) {
        RunDirectory directory = new RunDirectory(path);
        directory.readRun();
        return directory.finished();
    }

    private static RunDirectory locked(Path path) {
        RunDirectory directory = new RunDirectory(path);
        directory.take();
        return directory;
    }

    private void take() {
        try {
            Files.createDirectories(path);
            lock = Optional.of(RunLock.take(path));
        } catch (IOException unwritable) {
            throw unusable(path, unwritable);
        }
    }

    private void readRun() {
        try {
            if (Files.exists(path.resolve(JOB))) {
                job = Optional.of(JobRecord.of(path.resolve(JOB), Files.readString(path.resolve(JOB))));
                goesOn = true;
            }
            if (Files.exists(path.resolve(RUN))) {
                run.putAll(JSON.std.mapFrom(Files.readString(path.resolve(RUN))));
            }
        } catch (IOException unreadable) {
            throw Fault.resources(
                            "the run in %s cannot be read: %s".formatted(path, Reason.of(unreadable)),
                            "--run-dir with a new name")
                    .because(unreadable);
        }
    }

    private static Fault unusable(Path path, IOException cause) {
        return Fault.resources(
                        "the run directory %s cannot be made: %s".formatted(path, Reason.of(cause)),
                        "--run-dir DIR in a place where you may write")
                .because(cause);
    }

    /** What the run in it follows from; absent if none has begun. */
    public Optional<JobRecord> job() {
        return job;
    }

    /** True if an earlier process has begun the run. */
    public boolean goesOn() {
        return goesOn;
    }

    /** True if the run in it has ended with a model. */
    public boolean finished() {
        return run.containsKey(FINISHED);
    }

    /** A fact that was told, maybe by an earlier process. */
    public Optional<Object> fact(String name) {
        return Optional.ofNullable(run.get(name));
    }

    /** From here on there is a run, which may be gone on with. */
    public void begin(JobRecord begun) {
        if (lock.isEmpty()) {
            take();
        }
        job = Optional.of(begun);
        replace(path.resolve(JOB), json(PRETTY, begun.json()));
    }

    /** Where its checkpoints go. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    @Override
    public void close() {
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException ended) {
            throw unusable(path, ended);
        }
        lock = Optional.empty();
    }

    public Path path() {
        return path;
    }

    public Path log() {
        return path.resolve("log.txt");
    }

    /** Adds facts to {@code run.json}. */
    public void tell(Map<String, ?> facts) {
        run.putAll(facts);
        replace(path.resolve(RUN), json(PRETTY, run));
    }

    /** Adds a line to {@code metrics.jsonl}. */
    public void evaluated(long step, int epoch, double trainLoss, List<Figure> figures) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("v", 1);
        line.put("step", step);
        line.put("epoch", epoch);
        put(line, "train_loss", trainLoss);
        figures.forEach(figure -> put(line, "holdout_" + figure.name(), figure.value()));
        Path file = path.resolve(METRICS);
        try {
            Files.writeString(
                    file, json(JSON.std, line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw unwritable(file, full);
        }
    }

    /** Takes lines out of {@code metrics.jsonl} that tell of steps after {@code step}: a run that goes on from there comes to them again. */
    public void forgetAfter(long step) {
        Path file = path.resolve(METRICS);
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<String> kept = Files.readAllLines(file).stream()
                    .filter(line -> stepOf(line) <= step)
                    .toList();
            replace(file, kept.isEmpty() ? "" : String.join("\n", kept) + "\n");
        } catch (IOException unreadable) {
            throw unwritable(file, unreadable);
        }
    }

    /** The last line of a process that was killed may be cut short: it is of no step that is kept. */
    private static long stepOf(String line) {
        try {
            return JSON.std.mapFrom(line).get("step") instanceof Number step ? step.longValue() : Long.MAX_VALUE;
        } catch (IOException cut) {
            return Long.MAX_VALUE;
        }
    }

    private static void put(Map<String, Object> line, String name, double value) {
        if (Double.isFinite(value)) { // JSON has no NaN
            line.put(name, value);
        }
    }

    private static String json(JSON format, Map<String, ?> object) {
        try {
            return format.asString(object) + "\n";
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Never half-written: a process may be killed at any moment. */
    private static void replace(Path file, String text) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            throw unwritable(file, full);
        }
    }

    private static Fault unwritable(Path file, IOException cause) {
        return Fault.resources("%s cannot be written: %s".formatted(file, Reason.of(cause)), "make room on the disk")
                .because(cause);
    }
}
