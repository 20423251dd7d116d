package org.mlscale.engine.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.mlscale.engine.chunk.UnnamedFile;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/**
 * Blocks of cells that memory has no room for, in a file that has no name.
 *
 * <p>One thread appends; any may read what was appended.
 */
final class CellFile implements AutoCloseable {
    private static final String MORE_ROOM =
            "--tmp DIR names a disk with more room, --memory SIZE allows more memory, a plain UTF-8 file as --data"
                    + " needs neither";

    /** The disk has no room, or it would be too full; or it says {@code why} it takes no more. */
    private record Full(Optional<IOException> why) {}

    private final Path directory;
    private final UnnamedFile file;
    private final FileChannel channel;
    private final Queue<ByteBuffer> spares = new ConcurrentLinkedQueue<>(); // of readers
    private ByteBuffer unwritten = buffer(1 << 16);
    private long end;
    private Optional<Full> full = Optional.empty();

    private CellFile(Path directory, UnnamedFile file) {
        this.directory = directory;
        this.file = file;
        this.channel = file.channel();
    }

    /**
     * An empty one.
     *
     * @throws Fault RESOURCES if {@code directory} cannot be written to
     */
    static CellFile in(Path directory) {
        try {
            return new CellFile(directory, UnnamedFile.in(directory));
        } catch (IOException refused) {
            throw refused(directory, refused);
        }
    }

    /** {@code disk} is asked once for {@code askedEvery} bytes. */
    static CellFile in(Path directory, UnnamedFile.Disk disk, long askedEvery) {
        try {
            return new CellFile(directory, UnnamedFile.in(directory, disk, askedEvery));
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

    /** Adds the cells of a chunk, side by side; nothing if the disk has no room for them. Once it had none, nothing is added any more. */
    Optional<InFile> tryAppend(InMemory cells) {
        if (full.isPresent()) {
            return Optional.empty();
        }
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
        unwritten.flip();
        full = write();
        return full.isPresent() ? Optional.empty() : Optional.of(new InFile(this, places, lengths, buckets));
    }

    /**
     * {@link #tryAppend}. {@code share} of the table has been read, this chunk included: it tells how much there will be.
     *
     * @throws Fault RESOURCES if the disk has no room
     */
    InFile append(InMemory cells, double share) {
        return tryAppend(cells).orElseThrow(() -> noRoom(share));
    }

    /** To be thrown when {@link #tryAppend} has given nothing. */
    Fault noRoom(double share) {
        String needed = String.format(Locale.ROOT, "they need about %.1f GB", (end + unwritten.limit()) / share / 1e9);
        return full.flatMap(Full::why)
                .map(why -> Fault.resources(
                                "the cells that memory has no room for cannot be written to %s: %s; %s"
                                        .formatted(directory, Reason.of(why), needed),
                                MORE_ROOM)
                        .because(why))
                .orElseGet(() -> Fault.resources(
                        String.format(
                                Locale.ROOT,
                                "the disk of %s has no room for the cells that memory has none for: %s, and it would"
                                        + " be more than %d %% full",
                                directory,
                                needed,
                                UnnamedFile.FULL),
                        MORE_ROOM));
    }

    /** Writes all that is unwritten; why it has not, if there is no room. */
    private Optional<Full> write() {
        int length = unwritten.remaining();
        try {
            if (!file.hasRoom(end, end + length)) {
                return Optional.of(new Full(Optional.empty()));
            }
            long at = end;
            while (unwritten.hasRemaining()) {
                at += channel.write(unwritten, at);
            }
            end = at;
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(new Full(Optional.of(refused)));
        }
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
            file.close();
        } catch (IOException lost) {
            throw refused(directory, lost);
        }
    }
}
