package org.mlscale.engine.chunk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/**
 * A file that appears under its name only when it is complete. Until then it is {@code NAME.part}, which is gone when the file is closed without
 * {@link #complete}, or when the process is told to end; unless it is to be kept.
 */
public final class OutFile implements AutoCloseable {
    private static final String PART = ".part";

    private final Path path;
    private final Optional<ScratchFile> part; // none for a device or a pipe, which is written as it is
    private final FileChannel channel;
    private final OutputStream stream;

    private OutFile(Path path, Optional<ScratchFile> part, FileChannel channel) {
        this.path = path;
        this.part = part;
        this.channel = channel;
        this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    /**
     * Begins a file. What is left of a run that died is removed; a run that lives holds a lock on its part.
     *
     * @throws Fault USAGE if it exists and may not be replaced, or another run writes it; RESOURCES if it cannot be written
     */
    public static OutFile create(Path path, boolean replace) {
        return create(path, replace, PART);
    }

    /** The same with a part of this process alone: several may write to one name, and who ends last has it. */
    public static OutFile createOwn(Path path) {
        return create(path, true, ".%d.part".formatted(ProcessHandle.current().pid()));
    }

    private static OutFile create(Path path, boolean replace, String suffix) {
        check(path, replace);
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return through(path);
        }
        Path file = real(path);
        try {
            ScratchFile part = ScratchFile.create(beside(file, suffix), path);
            return new OutFile(file, Optional.of(part), part.channel());
        } catch (IOException unwritable) {
            throw unwritable(path, unwritable);
        }
    }

    /**
     * Goes on with the part that an earlier run has left, which is {@link #cut} before anything is written.
     *
     * @return empty if there is none
     * @throws Fault as {@link #create}
     */
    public static Optional<OutFile> goOn(Path path, boolean replace) {
        check(path, replace);
        Path file = real(path);
        try {
            return ScratchFile.takeOver(beside(file, PART), path)
                    .map(part -> new OutFile(file, Optional.of(part), part.channel()));
        } catch (IOException unwritable) {
            throw unwritable(path, unwritable);
        }
    }

    /** Where {@code path} is written until it is complete. */
    public static Path part(Path path) {
        return beside(real(path), PART);
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static void check(Path path, boolean replace) {
        if (Files.isDirectory(path)) {
            throw Fault.usage(
                    "%s is a directory".formatted(path), "name a file: %s".formatted(path.resolve("out.csv")));
        }
        if (!replace && Files.isRegularFile(path)) {
            throw Fault.usage("%s exists".formatted(path), "--force replaces it, or choose another name");
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

    public OutputStream stream() {
        return stream;
    }

    /** Gives the file its name, in the place of what had it. */
    public void complete() {
        try {
            force();
            if (part.isPresent()) {
                part.get().moveTo(path);
            }
        } catch (IOException full) {
            throw unwritable(path, full);
        }
    }

    /** What an earlier run has left, from its start on; not to be closed. */
    public InputStream content() {
        return Channels.newInputStream(channel);
    }

    /** Forgets all but the first {@code bytes} bytes, and writes on from there. */
    public void cut(long bytes) throws IOException {
        channel.truncate(bytes);
        channel.position(bytes);
    }

    /** From now on the part stays when this is closed without {@link #complete}, for a run that goes on with it. */
    public void keepPart() {
        part.ifPresent(ScratchFile::keep);
    }

    /** Removes the part of an earlier run that is of no use. */
    public void discard() {
        part.ifPresent(ScratchFile::discard);
    }

    /** Puts what was written on disk, so that a power cut leaves it. */
    public void force() throws IOException {
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
            force(); // what cannot be written whole moves nothing
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
        if (part.isPresent()) {
            part.get().close(); // what is not complete need not be whole
            return;
        }
        try {
            stream.close();
        } catch (IOException gone) {
            return; // who reads it is not there any more
        }
    }

    private static Fault unwritable(Path path, IOException cause) {
        return Fault.resources(
                        "%s cannot be written: %s".formatted(path, Reason.of(cause)),
                        "choose another place, or make room")
                .because(cause);
    }
}
