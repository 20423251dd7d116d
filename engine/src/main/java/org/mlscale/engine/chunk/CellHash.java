package org.mlscale.engine.chunk;

/** Hashes of what is written in cells: the same in every chunk, on every machine and in every release that reads a run's directory. */
public final class CellHash {
    private CellHash() {}

    /** {@code hash} with {@code cell} behind it: one for one, whichever of the two is kept. */
    public static long fold(long hash, long cell) {
        long mixed = (hash ^ cell) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }

    /** Of the bytes alone, eight at a time; {@code text} can be read for 8 bytes beyond {@code to}. */
    public static long of(byte[] text, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = fold(hash, CellCursor.word(text, at));
        }
        return fold(hash, first(text, at, to - at));
    }

    /** The {@code count} bytes from {@code at} on, fewer than 8, the first one highest. */
    private static long first(byte[] text, int at, int count) {
        long alone =
                CellCursor.word(text, at) << 1 << Long.SIZE - 1 - Byte.SIZE * count; // in two steps: none may be left
        return Long.reverseBytes(alone);
    }
}
