package org.mlscale.engine.train;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/**
 * The checkpoints of one run, {@code step-N.ckpt} in a directory of their own: the last two, so that one is left if the newest is damaged. One
 * thread at a time, and one process: whoever owns the run.
 */
public final class Checkpoints {
    private static final int KEPT = 2;
    private static final Pattern NAME = Pattern.compile("step-[0-9]{1,18}\\.ckpt");
    private static final String PART = ".part";

    private final Path directory;
    private final String fingerprint;

    /** {@code directory} need not be there; {@code fingerprint} says which run may go on from what lies in it. */
    public Checkpoints(Path directory, String fingerprint) {
        this.directory = directory;
        this.fingerprint = fingerprint;
    }

    /**
     * Writes the state; it is on disk before it has its name, and its name before this returns. Older ones go.
     *
     * @return the file
     */
    Path write(TrainState state) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("step-%d.ckpt".formatted(state.step()));
        Path part = directory.resolve(file.getFileName() + PART);
        try (FileChannel channel = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            new Checkpoint(fingerprint, state).write(out);
            channel.force(true);
        } catch (IOException full) {
            Files.deleteIfExists(part); // a full disk is not to stay full
            throw full;
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
        for (Path old : newestFirst().stream().skip(KEPT).toList()) {
            Files.deleteIfExists(old);
        }
        return file;
    }

    /**
     * The newest state that can be read; none if there is none. A damaged checkpoint is told to {@code damaged} and removed.
     *
     * @throws Fault USAGE if it belongs to another run or format, RESOURCES if the directory cannot be read
     */
    public Optional<TrainState> newest(Consumer<String> damaged) {
        try {
            for (Path file : newestFirst()) {
                try {
                    Checkpoint checkpoint = Checkpoint.read(file);
                    if (!checkpoint.fingerprint().equals(fingerprint)) {
                        throw Fault.usage(
                                "%s belongs to another run".formatted(file),
                                "--run-dir with a new name, or rm -r " + directory);
                    }
                    return Optional.of(checkpoint.state());
                } catch (IOException unreadable) {
                    damaged.accept("%s is damaged: %s".formatted(file, Reason.of(unreadable)));
                    Files.delete(file);
                }
            }
            return Optional.empty();
        } catch (IOException unreadable) {
            throw Fault.resources(
                            "%s cannot be read: %s".formatted(directory, Reason.of(unreadable)),
                            "check that it is yours and writable: ls -l " + directory)
                    .because(unreadable);
        }
    }

    /** Removes all of them: the run is finished. */
    public void clear() throws IOException {
        for (Path file : files().toList()) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }

    private List<Path> newestFirst() throws IOException {
        return files().filter(
                        file -> NAME.matcher(file.getFileName().toString()).matches())
                .sorted(Comparator.comparingLong(Checkpoints::step).reversed())
                .toList();
    }

    private static long step(Path file) {
        return Long.parseLong(file.getFileName().toString().replaceAll("[^0-9]", ""));
    }

    /** Checkpoints and their parts; whatever else lies there is not ours. */
    private Stream<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries
                    .filter(file -> NAME.matcher(file.getFileName().toString().replace(PART, ""))
                            .matches())
                    .toList()
                    .stream();
        } catch (NoSuchFileException none) {
            return Stream.empty();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }
}
