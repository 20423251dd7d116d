package org.mlscale.engine.chunk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file for as long as this process wants it: its name is deleted as soon as it is open, so that nothing is left of it however the process ends. It fills no disk.
 *
 * <p>One thread writes; any may read what was written.
 */
public final class UnnamedFile implements AutoCloseable {
    /** In percent; a fuller disk stops more than this run. */
    public static final int FULL = 90;

    /** The disk is asked how full it is once for so many bytes. */
    private static final long ASKED_EVERY = 64L << 20;

    /** Where a process finds the files that it has open, with or without a name. */
    private static final Path OPEN = Path.of("/proc/self/fd");

    /** The disk that holds the file, in bytes. */
    public interface Disk {
        long size() throws IOException;

        /** What may still be written. */
        long free() throws IOException;
    }

    private final Disk disk;
    private final long askedEvery;
    private final FileChannel channel;
    private final Optional<Path> path;
    private final boolean named;
    private long asked;

    private UnnamedFile(Disk disk, long askedEvery, FileChannel channel, Optional<Path> path, boolean named) {
        this.disk = disk;
        this.askedEvery = askedEvery;
        this.channel = channel;
        this.path = path;
        this.named = named;
        this.asked = -askedEvery;
    }

    /** An empty one. */
    public static UnnamedFile in(Path directory) throws IOException {
        return in(directory, disk(directory), ASKED_EVERY);
    }

    /** {@code disk} is asked once for {@code askedEvery} bytes. */
    public static UnnamedFile in(Path directory, Disk disk, long askedEvery) throws IOException {
        Path name = named(directory);
        try {
            return new UnnamedFile(disk, askedEvery, channel(name), Optional.empty(), false);
        } finally {
            Files.delete(name);
        }
    }

    /** An empty one that has a {@link #path}. Where the system has none for open files it keeps its name until it is closed, or the process is told to end. */
    public static UnnamedFile withPath(Path directory) throws IOException {
        return withPath(directory, disk(directory), ASKED_EVERY);
    }

    /** {@code disk} is asked once for {@code askedEvery} bytes. */
    public static UnnamedFile withPath(Path directory, Disk disk, long askedEvery) throws IOException {
        Path name = named(directory);
        FileChannel channel = channel(name);
        Optional<Path> open = open(name.toRealPath());
        if (open.isPresent()) {
            Files.delete(name);
        } else {
            name.toFile().deleteOnExit();
        }
        return new UnnamedFile(disk, askedEvery, channel, open.or(() -> Optional.of(name)), open.isEmpty());
    }

    private static Path named(Path directory) throws IOException {
        return Files.createTempFile(directory, "mlscale-", ".tmp");
    }

    private static FileChannel channel(Path name) throws IOException {
        return FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The name that the file called {@code name} has among those that this process has open. */
    private static Optional<Path> open(Path name) throws IOException {
        if (!Files.isDirectory(OPEN)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(OPEN)) {
            return files.filter(file -> leadsTo(file, name)).findFirst();
        }
    }

    private static boolean leadsTo(Path link, Path target) {
        try {
            return Files.readSymbolicLink(link).equals(target);
        } catch (IOException closed) {
            return false; // another thread's, a moment ago
        }
    }

    private static Disk disk(Path directory) throws IOException {
        var store = Files.getFileStore(directory);
        return new Disk() {
            @Override
            public long size() throws IOException {
                return store.getTotalSpace();
            }

            @Override
            public long free() throws IOException {
                return store.getUsableSpace();
            }
        };
    }

    /** Closed with this. */
    public FileChannel channel() {
        return channel;
    }

    /** By which this process opens the file again, and no other can. */
    public Path path() {
        return path.orElseThrow();
    }

    /** False if the disk would be more than {@value #FULL} percent full with what is about to be written, from {@code from} up to {@code to}. */
    public boolean hasRoom(long from, long to) throws IOException {
        if (to - asked < askedEvery) {
            return true;
        }
        if (100 * (disk.free() - Math.max(to - from, askedEvery)) < (100 - FULL) * disk.size()) {
            return false;
        }
        asked = to;
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (named) {
            Files.deleteIfExists(path());
        }
    }
}
