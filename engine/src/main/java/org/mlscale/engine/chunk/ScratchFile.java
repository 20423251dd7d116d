package org.mlscale.engine.chunk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.mlscale.engine.fault.Fault;

/**
 * A file that one process alone writes while it works: locked, and gone when it is closed or the process is told to end, unless it was kept or got
 * another name. A process that is killed leaves it behind, with a lock that is free.
 */
public final class ScratchFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final Thread onExit = new Thread(this::remove, "remove-part");
    private volatile boolean stays; // kept, or maybe another run's by now

    private ScratchFile(Path path, FileChannel channel, boolean stays) {
        this.path = path;
        this.channel = channel;
        this.stays = stays;
        try {
            Runtime.getRuntime().addShutdownHook(onExit);
        } catch (IllegalStateException ending) { // told to end while the file was made
            remove();
            throw ending;
        }
    }

    /**
     * Makes the file anew. What is left of a run that died is removed.
     *
     * @param purpose the file that the user asked for, which messages name
     * @throws Fault USAGE if another run writes it
     */
    public static ScratchFile create(Path path, Path purpose) throws IOException {
        if (Files.exists(path)) {
            removeLeftOver(path, purpose);
        }
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw taken(purpose);
            }
            return new ScratchFile(path, channel, false);
        } catch (FileAlreadyExistsException justMade) {
            throw taken(purpose).because(justMade);
        }
    }

    /**
     * Takes over what a run that died, or was told to keep it, has left: it stays unless it is discarded, and is read from its start on.
     *
     * @return empty if there is nothing
     * @throws Fault USAGE if another run writes it
     */
    public static Optional<ScratchFile> takeOver(Path path, Path purpose) throws IOException {
        FileChannel channel;
        Optional<Object> file;
        try {
            file = key(path);
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        // between the look and the lock it may have become the other run's finished file
        if (!locked(channel) || !Files.exists(path) || !key(path).equals(file)) {
            channel.close();
            throw taken(purpose);
        }
        return Optional.of(new ScratchFile(path, channel, true));
    }

    private static Optional<Object> key(Path path) throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    /** Never written to: between the look and the lock it may have become the other run's finished file. */
    private static void removeLeftOver(Path path, Path purpose) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a directory");
        }
        try (FileChannel old = FileChannel.open(path, StandardOpenOption.WRITE)) {
            if (!locked(old)) {
                throw taken(purpose);
            }
            Files.deleteIfExists(path);
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

    private static Fault taken(Path purpose) {
        return Fault.usage("another run writes %s".formatted(purpose), "wait for it, or choose another name");
    }

    public Path path() {
        return path;
    }

    /** Open for reading and writing; closed with this. */
    public FileChannel channel() {
        return channel;
    }

    /** From now on it stays, however this ends. */
    public void keep() {
        stays = true;
    }

    /** Gives it another name, in the place of what had that. */
    public void moveTo(Path target) throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        stays = true;
    }

    /** Removes it, even if it was kept. */
    public void discard() {
        stays = false;
        close();
    }

    @Override
    public void close() {
        remove(); // before the lock goes
        try {
            channel.close();
        } catch (IOException full) {
            log("cannot close " + path, full);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException ending) {
            return; // the hook is running
        }
    }

    private void remove() {
        try {
            if (!stays) {
                Files.deleteIfExists(path);
                stays = true; // from now on the name may be another run's
            }
        } catch (IOException notOurs) {
            log("cannot remove " + path, notOurs);
        }
    }

    private static void log(String what, IOException why) {
        System.getLogger(ScratchFile.class.getName()).log(System.Logger.Level.WARNING, what, why);
    }
}
