package org.mlscale.cli.runs;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** One run's directory. One thread; what is written is there at once, so that a run that is killed has told what it knew. */
public final class RunDirectory {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final JSON PRETTY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private final Path path;
    private final Map<String, Object> run = new LinkedHashMap<>();

    private RunDirectory(Path path) {
        this.path = path;
    }

    /**
     * Refuses a directory that holds something, before any work is done.
     *
     * @throws Fault USAGE if it does
     */
    public static void checkFree(Path path) {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            if (entries.findAny().isPresent()) {
                throw Fault.usage(
                        "the run directory %s is not empty".formatted(path),
                        "--run-dir with a new name, or rm -r " + path);
            }
        } catch (IOException unreadable) {
            throw unusable(path, unreadable);
        }
    }

    /**
     * Makes the directory: {@code wanted}, or {@code runs/<utc>-<pid>} where the command was typed.
     *
     * @throws Fault USAGE if {@code wanted} holds something already, RESOURCES if it cannot be made
     */
    public static RunDirectory create(Optional<Path> wanted, ZonedDateTime now) {
        String stamp = STAMP.format(now.withZoneSameInstant(ZoneOffset.UTC));
        Path path = wanted.orElseGet(
                () -> Path.of("runs", stamp + "-" + ProcessHandle.current().pid()));
        checkFree(path);
        try {
            Files.createDirectories(path);
            return new RunDirectory(path);
        } catch (IOException unwritable) {
            throw unusable(path, unwritable);
        }
    }

    private static Fault unusable(Path path, IOException cause) {
        return Fault.resources(
                        "the run directory %s cannot be made: %s".formatted(path, Reason.of(cause)),
                        "--run-dir DIR in a place where you may write")
                .because(cause);
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
        write(path.resolve("run.json"), PRETTY, run);
    }

    /** Adds a line to {@code metrics.jsonl}. */
    public void evaluated(long step, int epoch, double trainLoss, List<Figure> figures) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("v", 1);
        line.put("step", step);
        line.put("epoch", epoch);
        put(line, "train_loss", trainLoss);
        figures.forEach(figure -> put(line, "holdout_" + figure.name(), figure.value()));
        write(path.resolve("metrics.jsonl"), JSON.std, line);
    }

    private static void put(Map<String, Object> line, String name, double value) {
        if (Double.isFinite(value)) { // JSON has no NaN
            line.put(name, value);
        }
    }

    private static void write(Path file, JSON format, Map<String, ?> object) {
        try {
            String text = format.asString(object) + "\n";
            if (format == PRETTY) {
                Files.writeString(file, text);
            } else {
                Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException full) {
            throw Fault.resources("%s cannot be written: %s".formatted(file, Reason.of(full)), "make room on the disk")
                    .because(full);
        }
    }
}
