package org.mlscale.engine.chunk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A piece of a text at a time, of places that only grow. What lies between them is passed: sought past in a plain file, read in one that is packed. One thread. */
final class TextWindow implements AutoCloseable {
    private static final int READ_BYTES = 1 << 18;

    private final Source source;
    private final InputStream in;
    private byte[] bytes = new byte[READ_BYTES];
    private int length;
    private long place; // of the first byte
    private boolean ended;

    TextWindow(Source source) {
        this.source = source;
        this.in = source.open();
    }

    /** What is there, followed by {@link Chunk#PADDING} line feeds. Good until the window moves or is filled. */
    byte[] bytes() {
        return bytes;
    }

    /** Bytes that are there. */
    int length() {
        return length;
    }

    /** True if no byte comes after those that are there. */
    boolean ended() {
        return ended;
    }

    /** Begins at {@code next}, which is not before where it began; nothing is there if the text is shorter. */
    void moveTo(long next) throws IOException {
        long passed = next - place;
        if (passed < length) {
            length -= (int) passed;
            System.arraycopy(bytes, (int) passed, bytes, 0, length);
        } else {
            try {
                in.skipNBytes(passed - length);
            } catch (EOFException shorter) {
                ended = true;
            }
            length = 0;
        }
        place = next;
    }

    /** Reads on until so many bytes are there, or the text ends. */
    void fill(int wanted) throws IOException {
        if (wanted + Chunk.PADDING > bytes.length) {
            bytes = Arrays.copyOf(bytes, wanted + Chunk.PADDING);
        }
        while (length < wanted && !ended) {
            int count = in.read(bytes, length, Math.min(READ_BYTES, wanted - length));
            ended = count < 0;
            length += Math.max(0, count);
        }
        Chunk.pad(bytes, length);
    }

    /** @throws org.mlscale.engine.fault.Fault DATA if the file has changed since it was opened */
    @Override
    public void close() throws IOException {
        in.close();
        source.checkUnchanged();
    }
}
