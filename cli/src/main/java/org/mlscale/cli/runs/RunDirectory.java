package org.mlscale.cli.runs;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/**
 * One run's directory, locked while this is open: at once if there is a run in it, else from the moment when one begins, so that what ends before
 * leaves nothing behind. One thread; what is written is there at once, so that a run that is killed has told what it
 * knew, and whole: a run that goes on finds nothing half-written.
 */
public final class RunDirectory implements AutoCloseable {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final String JOB = "job.json";
    private static final String RUN = "run.json";
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
     * The directory of a run that begins, made by {@link #begin}: {@code wanted}, or {@code runs/<utc>-<pid>} where the command was typed.
     *
     * @throws Fault USAGE if {@code wanted} holds something already, RESOURCES if it cannot be made or another process has it
     */
    public static RunDirectory create(Optional<Path> wanted, ZonedDateTime now) {
        if (wanted.isPresent()) {
            refuse(wanted.get(), Files.exists(wanted.get().resolve(JOB)));
            return at(wanted.get());
        }
        String stamp = STAMP.format(now.withZoneSameInstant(ZoneOffset.UTC));
        return at(Path.of("runs", stamp + "-" + ProcessHandle.current().pid()));
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
        return at(path);
    }

    /** Whether there is nothing in it; a lock is left by a run that was killed while it began. */
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

    private static RunDirectory at(Path path) {
        RunDirectory directory = new RunDirectory(path);
        if (Files.exists(path.resolve(JOB)) || Files.exists(path.resolve(RunLock.NAME))) {
            directory.take();
        } else {
            checkPlace(path);
        }
        return directory;
    }

    /** What would be a pity to find out when the table has been read. */
    private static void checkPlace(Path path) {
        Path there = path;
        while (!Files.exists(there)) { // the empty path is there: it is where the command was typed
            there = Optional.ofNullable(there.getParent()).orElse(Path.of(""));
        }
        if (!Files.isDirectory(there)) {
            throw unusable(path, new FileAlreadyExistsException(there.toString()));
        }
        if (!Files.isWritable(there)) {
            throw unusable(path, new AccessDeniedException(there.toString()));
        }
    }

    /** Takes the lock and reads what an earlier process has left. */
    private void take() {
        try {
            Files.createDirectories(path);
            lock = Optional.of(RunLock.take(path));
        } catch (IOException unwritable) {
            throw unusable(path, unwritable);
        }
        try {
            readRun();
        } catch (Fault unusable) {
            close();
            throw unusable;
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

    /**
     * From here on there is a run, which may be gone on with.
     *
     * @throws Fault USAGE if another process was faster, RESOURCES if it still works there
     */
    public void begin(JobRecord begun) {
        if (lock.isEmpty()) {
            take();
            if (goesOn) {
                close();
                refuse(path, true);
            }
        }
        job = Optional.of(begun);
        JsonText.replace(path.resolve(JOB), begun.json());
    }

    /** Where its checkpoints go. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    @Override
    public void close() {
        lock.ifPresent(RunLock::close);
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
        JsonText.replace(path.resolve(RUN), run);
    }

    /** The looks at the hold-out. */
    public MetricsFile metrics() {
        return new MetricsFile(path.resolve("metrics.jsonl"));
    }
}
