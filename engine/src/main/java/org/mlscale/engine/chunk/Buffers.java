package org.mlscale.engine.chunk;

import java.util.ArrayDeque;
import java.util.Deque;

/** Arrays for chunks, used again and again: as many as there are chunks at a time. One thread. */
final class Buffers {
    private final Deque<byte[]> free = new ArrayDeque<>();

    /** An array of at least so many bytes, whatever is in it. */
    byte[] take(int bytes) {
        byte[] buffer = free.poll();
        return buffer != null && buffer.length >= bytes ? buffer : new byte[bytes];
    }

    void give(byte[] buffer) {
        free.push(buffer);
    }
}
