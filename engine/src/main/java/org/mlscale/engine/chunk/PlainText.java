package org.mlscale.engine.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.mlscale.engine.fault.Fault;

/**
 * The text of a file that is neither packed nor transcoded: any part of it can be read again. Thread-safe. The file is open only while a part is read, so that a table may
 * have any number of them.
 */
public final class PlainText {
    private final Source source;
    private final Path path;
    private final long size;
    private final int mark;

    /** {@code size}: bytes of the file; {@code mark}: of the byte order mark, which is no text. */
    PlainText(Source source, Path path, long size, int mark) {
        this.source = source;
        this.path = path;
        this.size = size;
        this.mark = mark;
    }

    /** How long it is, the byte order mark left out. */
    public long bytes() {
        return size - mark;
    }

    /** CRC-32C of the bytes [from, to), by which {@link #read} knows them again. */
    public static int sum(byte[] bytes, int from, int to) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, to - from);
        return (int) sum.getValue();
    }

    /** Bytes that a buffer must have for {@link #read}. */
    public static int bufferBytes(ChunkCut part) {
        return part.length() + Chunk.PADDING;
    }

    /**
     * The records that were at {@code part} when its {@code sum} was taken, as a chunk of which nobody asks for lines. It lies in {@code buffer}.
     *
     * @throws Fault DATA if other bytes are there now, or the file cannot be read
     */
    public Chunk read(ChunkCut part, int sum, byte[] buffer) {
        int length = part.length();
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
            int count;
            do {
                count = channel.read(bytes, mark + part.start() + bytes.position());
            } while (count > 0 && bytes.hasRemaining());
            if (bytes.hasRemaining() || sum(buffer, 0, length) != sum) {
                throw changed(part);
            }
        } catch (IOException unreadable) {
            source.checkUnchanged(); // which may say more
            throw Source.unreadable(source.name(), unreadable);
        }
        Chunk.pad(buffer, length);
        return new Chunk(0, part, buffer, LineCount.first(0), Chunk.End.KNOWN);
    }

    private Fault changed(ChunkCut part) {
        source.checkUnchanged(); // which may say more
        return Source.changed(source.name(), "it has other bytes from %,d to %,d".formatted(part.start(), part.end()));
    }
}
