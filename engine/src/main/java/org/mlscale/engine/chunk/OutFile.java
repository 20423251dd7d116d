package org.mlscale.engine.chunk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/**
 * A file that appears under its name only when it is complete. Until then it is {@code NAME.part}, which is gone when the file is closed without
 * {@link #complete}, or when the process is told to end.
 */
public final class OutFile implements AutoCloseable {
    private final Path path;
    private final Optional<Path> part; // none for a device or a pipe, which is written as it is
    private final FileChannel channel;
    private final OutputStream stream;
    private final Thread onExit;
    private volatile boolean complete; // from then on the part's name may be another run's

    private OutFile(Path path, Optional<Path> part, FileChannel channel) {
        this.path = path;
        this.part = part;
        this.channel = channel;
        this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        this.onExit = new Thread(this::removePart, "remove-part");
        try {
            Runtime.getRuntime().addShutdownHook(onExit);
        } catch (IllegalStateException ending) { // told to end while the part was made
            removePart();
            throw ending;
        }
    }

    /**
     * Begins a file. What is left of a run that died is taken over; a run that lives holds a lock on its part.
     *
     * @throws Fault USAGE if it exists and may not be replaced, or another run writes it; RESOURCES if it cannot be written
     */
    public static OutFile create(Path path, boolean replace) {
        return create(path, replace, ".part");
    }

    /** The same with a part of this process alone: several may write to one name, and who ends last has it. */
    public static OutFile createOwn(Path path) {
        return create(path, true, ".%d.part".formatted(ProcessHandle.current().pid()));
    }

    private static OutFile create(Path path, boolean replace, String suffix) {
        if (Files.isDirectory(path)) {
            throw Fault.usage(
                    "%s is a directory".formatted(path), "name a file: %s".formatted(path.resolve("out.csv")));
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return through(path);
        }
        if (!replace && Files.exists(path)) {
            throw Fault.usage("%s exists".formatted(path), "--force replaces it, or choose another name");
        }
        Path file = real(path);
        Path part = file.resolveSibling(file.getFileName() + suffix);
        try {
            if (Files.exists(part)) {
                removeLeftOver(path, part);
            }
            FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw taken(path);
            }
            return new OutFile(file, Optional.of(part), channel);
        } catch (FileAlreadyExistsException justMade) {
            throw taken(path).because(justMade);
        } catch (IOException unwritable) {
            throw unwritable(path, unwritable);
        }
    }

    /** The file that a link leads to: the link stays. */
    private static Path real(Path path) {
        try {
            return Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath() : path;
        } catch (IOException unreadable) {
            throw unwritable(path, unreadable);
        }
    }

    /** A device or a pipe takes what comes; replacing it by a file would destroy it. */
    private static OutFile through(Path path) {
        try {
            return new OutFile(path, Optional.empty(), FileChannel.open(path, StandardOpenOption.WRITE));
        } catch (IOException unwritable) {
            throw unwritable(path, unwritable);
        }
    }

    /** Never opened for writing: between the look and the lock it may have become the other run's finished file. */
    private static void removeLeftOver(Path path, Path part) throws IOException {
        if (Files.isDirectory(part)) {
            throw new IOException(part + " is a directory");
        }
        try (FileChannel old = FileChannel.open(part, StandardOpenOption.WRITE)) {
            if (!locked(old)) {
                throw taken(path);
            }
            Files.deleteIfExists(part);
        } catch (NoSuchFileException gone) {
            return; // the other run has just ended
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    private static Fault taken(Path path) {
        return Fault.usage("another run writes %s".formatted(path), "wait for it, or choose another name");
    }

    public OutputStream stream() {
        return stream;
    }

    /** Gives the file its name, in the place of what had it. */
    public void complete() {
        try {
            flush();
            if (part.isPresent()) {
                Files.move(part.get(), path, StandardCopyOption.ATOMIC_MOVE);
            }
            complete = true;
        } catch (IOException full) {
            throw unwritable(path, full);
        }
    }

    private void flush() throws IOException {
        stream.flush();
        if (part.isPresent()) {
            channel.force(true); // or a power cut leaves the name without the bytes
        }
    }

    /**
     * Gives the file its name; a file that has it gets the first free of {@code NAME.~1~}, {@code NAME.~2~}, … before.
     *
     * @return the new name of that file; the empty string if there was none
     */
    public String completeKeeping() {
        try {
            flush(); // what cannot be written whole moves nothing
        } catch (IOException full) {
            throw unwritable(path, full);
        }
        String kept = "";
        for (int number = 1; kept.isEmpty() && part.isPresent() && Files.exists(path); number++) {
            Path free = path.resolveSibling("%s.~%d~".formatted(path.getFileName(), number));
            kept = keep(free) ? free.toString() : "";
        }
        complete();
        return kept;
    }

    /** A second name, so that a process that dies here leaves the file under both; false if the name is taken. */
    private boolean keep(Path free) {
        try {
            Files.createLink(free, path);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException | IOException noLinksHere) {
            return copy(free);
        }
    }

    private boolean copy(Path free) {
        try {
            Files.copy(path, free);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (IOException full) {
            throw unwritable(free, full);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException full) {
            removePart(); // what could not be written is thrown away anyway
        }
        removePart();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException ending) {
            return; // the hook is running
        }
    }

    private void removePart() {
        try {
            if (part.isPresent() && !complete) {
                Files.deleteIfExists(part.get());
            }
        } catch (IOException stays) {
            System.getLogger(OutFile.class.getName()).log(System.Logger.Level.WARNING, "cannot remove " + part, stays);
        }
    }

    private static Fault unwritable(Path path, IOException cause) {
        return Fault.resources(
                        "%s cannot be written: %s".formatted(path, Reason.of(cause)),
                        "choose another place, or make room")
                .because(cause);
    }
}
