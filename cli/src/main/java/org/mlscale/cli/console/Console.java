package org.mlscale.cli.console;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Talks to the user on stderr: labelled lines, and while something takes long a live line on a terminal, or else a plain line each ten
 * seconds. Everything said also goes to the run's log once there is one.
 *
 * <p>Thread-safe.
 */
public final class Console implements AutoCloseable {
    /** How much is said. */
    public enum Volume {
        /** Only errors. */
        QUIET,
        NORMAL,
        VERBOSE
    }

    private static final Duration FIRST_PROGRESS = Duration.ofSeconds(2);
    private static final Duration LIVE_EVERY = Duration.ofMillis(100);
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(10);
    private static final int LABEL_WIDTH = 9;

    private final PrintStream err;
    private final boolean terminal;
    private final int columns;
    private final Volume volume;
    private final LongSupplier nanos;
    private final long start;
    private long lastProgress;
    private boolean live;
    private Optional<Writer> log = Optional.empty();

    /**
     * @param terminal whether {@code err} is one that understands escape codes
     * @param columns its width
     * @param nanos the clock
     */
    Console(PrintStream err, boolean terminal, int columns, Volume volume, LongSupplier nanos) {
        this.err = err;
        this.terminal = terminal;
        this.columns = columns;
        this.volume = volume;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** The console of this process; the launcher knows whether stderr is a terminal, Java does not. */
    public static Console ofProcess(Volume volume) {
        boolean terminal = Boolean.getBoolean("mlscale.terminal") && !"dumb".equals(System.getenv("TERM"));
        return new Console(
                System.err,
                terminal,
                Math.max(40, Integer.getInteger("mlscale.columns", 80)),
                volume,
                System::nanoTime);
    }

    /** From here on everything said is also written to {@code file}, after what is there. */
    public synchronized void logTo(Path file) {
        try {
            log = Optional.of(Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** A line under a short label: {@code data     housing.csv  20,640 rows}. */
    public synchronized void say(String label, String text) {
        if (volume != Volume.QUIET) {
            line(labelled(label, text));
        }
        log(label + " " + text);
    }

    /** A line that only {@code -v} shows. */
    public synchronized void detail(String label, String text) {
        if (volume == Volume.VERBOSE) {
            line(labelled(label, text));
        }
        log(label + " " + text);
    }

    /** A line as it stands. */
    public synchronized void say(String text) {
        if (volume != Volume.QUIET) {
            line(text);
        }
        log(text);
    }

    /** For the log alone. */
    public synchronized void record(String text) {
        log(text);
    }

    /** Something went wrong: said at any volume. */
    public synchronized void error(String text) {
        line(text);
        log(text);
    }

    /** What is being done; shown now and then, so it may be called often. */
    public synchronized void progress(String label, Supplier<String> text) {
        long now = nanos.getAsLong() - start;
        Duration every = terminal ? LIVE_EVERY : PLAIN_EVERY;
        boolean due = now >= FIRST_PROGRESS.toNanos() && (lastProgress == 0 || now - lastProgress >= every.toNanos());
        if (volume != Volume.QUIET && due) {
            lastProgress = now;
            String line = labelled(label, text.get());
            if (terminal) {
                err.print("\r\033[K" + line.substring(0, Math.min(line.length(), columns - 1)));
                err.flush();
                live = true;
            } else {
                err.println(line);
            }
        }
    }

    private static String labelled(String label, String text) {
        String indent = " ".repeat(Math.max(1, LABEL_WIDTH - label.length()));
        return label + indent + text.replace("\n", "\n" + " ".repeat(LABEL_WIDTH));
    }

    private void line(String text) {
        if (live) {
            err.print("\r\033[K");
            live = false;
        }
        err.println(Text.printable(text));
        err.flush();
    }

    private void log(String text) {
        log.ifPresent(writer -> {
            try {
                writer.write(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text + "\n");
                writer.flush();
            } catch (IOException full) {
                log = Optional.empty(); // the run itself is worth more than its log
                line("warn     the log cannot be written any more: " + full.getMessage());
            }
        });
    }

    @Override
    public synchronized void close() {
        if (live) {
            err.print("\r\033[K");
            err.flush();
            live = false;
        }
        log.ifPresent(writer -> {
            try {
                writer.close();
            } catch (IOException full) {
                line("warn     the log is incomplete: " + full.getMessage());
            }
        });
        log = Optional.empty();
    }
}
