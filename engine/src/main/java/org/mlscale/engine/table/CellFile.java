package org.mlscale.engine.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/**
 * Blocks of cells that memory has no room for, in a file that has no name: it is deleted as soon as it is open, so that nothing is left of it however the process ends.
 *
 * <p>One thread appends; any may read what was appended.
 */
final class CellFile implements AutoCloseable {
    /** A fuller disk stops more than this run. */
    private static final double FULL = 0.9;

    /** The disk is asked how full it is once for so many bytes. */
    private static final long ASKED_EVERY = 64L << 20;

    /** The disk that holds the file, in bytes. */
    interface Disk {
        long size() throws IOException;

        /** What may still be written. */
        long free() throws IOException;

        static Disk of(Path directory) throws IOException {
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
    }

    private final Path directory;
    private final Disk disk;
    private final FileChannel channel;
    private final Queue<ByteBuffer> spares = new ConcurrentLinkedQueue<>(); // of readers
    private ByteBuffer unwritten = buffer(1 << 16);
    private long end;
    private long asked = -ASKED_EVERY;

    private CellFile(Path directory, Disk disk, FileChannel channel) {
        this.directory = directory;
        this.disk = disk;
        this.channel = channel;
    }

    /**
     * An empty one.
     *
     * @throws Fault RESOURCES if {@code directory} cannot be written to
     */
    static CellFile in(Path directory) {
        try {
            return in(directory, Disk.of(directory));
        } catch (IOException refused) {
            throw refused(directory, refused);
        }
    }

    static CellFile in(Path directory, Disk disk) {
        try {
            Path file = Files.createTempFile(directory, "mlscale-", ".cells");
            try {
                return new CellFile(
                        directory, disk, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
            } finally {
                Files.delete(file);
            }
        } catch (IOException refused) {
            throw refused(directory, refused);
        }
    }

    private static Fault refused(Path directory, IOException refused) {
        return Fault.resources(
                        "the cells that memory has no room for cannot be kept in %s: %s"
                                .formatted(directory, Reason.of(refused)),
                        "--tmp DIR names another directory, --memory SIZE allows more memory")
                .because(refused);
    }

    Path directory() {
        return directory;
    }

    /** Bytes written so far. */
    long size() {
        return end;
    }

    /** Adds the cells of a chunk, side by side. {@code share} of the table has been read, this chunk included: it tells how much there will be. */
    InFile append(InMemory cells, double share) {
        unwritten.clear();
        long[] places = new long[cells.columns().size()];
        int[] lengths = new int[places.length];
        for (int column = 0; column < places.length; column++) {
            int from = unwritten.position();
            places[column] = end + from;
            if (!(cells.columns().get(column) instanceof Cells.None)) {
                unwritten = CellBlock.write(cells.columns().get(column), unwritten);
                lengths[column] = unwritten.position() - from;
            }
        }
        long[] buckets = new long[cells.buckets().size()];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = end + unwritten.position();
            unwritten = CellBlock.write(cells.buckets().get(i), unwritten);
        }
        write(share);
        return new InFile(this, places, lengths, buckets);
    }

    private void write(double share) {
        unwritten.flip();
        int length = unwritten.remaining();
        try {
            if (end + length - asked >= ASKED_EVERY) {
                checkRoom(length, share);
                asked = end + length;
            }
            long at = end;
            while (unwritten.hasRemaining()) {
                at += channel.write(unwritten, at);
            }
            end = at;
        } catch (IOException full) {
            throw Fault.resources(
                            String.format(
                                    Locale.ROOT,
                                    "the cells that memory has no room for cannot be written to %s: %s; they need"
                                            + " about %.1f GB",
                                    directory,
                                    Reason.of(full),
                                    needed(length, share)),
                            "--tmp DIR names a disk with more room, --memory SIZE allows more memory")
                    .because(full);
        }
    }

    private void checkRoom(int length, double share) throws IOException {
        long size = disk.size();
        long free = disk.free();
        if (free - Math.max(length, ASKED_EVERY) < (1 - FULL) * size) {
            throw Fault.resources(
                    String.format(
                            Locale.ROOT,
                            "the disk of %s has no room for the cells that memory has none for: they need about %.1f"
                                    + " GB, and it would be more than %.0f %% full",
                            directory,
                            needed(length, share),
                            100 * FULL),
                    "--tmp DIR names a disk with more room, --memory SIZE allows more memory");
        }
    }

    private double needed(int length, double share) {
        return (end + length) / share / 1e9;
    }

    /** {@code length} bytes from {@code place} on, in a buffer that is to be given back. */
    ByteBuffer read(long place, int length) throws IOException {
        ByteBuffer buffer = spares.poll();
        if (buffer == null || buffer.capacity() < length) {
            buffer = buffer(Math.max(1 << 16, Integer.highestOneBit(Math.max(1, length - 1)) << 1));
        }
        buffer.clear().limit(length);
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, place + buffer.position());
            if (count < 0) {
                break; // who parses it sees that it is short
            }
        }
        return buffer.flip();
    }

    void giveBack(ByteBuffer buffer) {
        spares.add(buffer);
    }

    /** Turns a bit over: for tests of what comes of it. */
    void damage(long place) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, place);
        one.put(0, (byte) (one.get(0) ^ 1)).rewind();
        channel.write(one, place);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(CellBlock.ORDER);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException lost) {
            throw refused(directory, lost);
        }
    }
}
