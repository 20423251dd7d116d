package org.mlscale.engine.chunk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.mlscale.engine.fault.Location;

/**
 * A piece of a table, header lines not included. It begins at a record and, unless a quote misled who cut it, ends after one.
 *
 * @param index from 0, through all files of the table
 * @param bytes UTF-8, in the first {@link #length} bytes; the {@value #PADDING} bytes behind them are line feeds, so that a reader of words or cells need not look
 *     for the end. Lent: {@link ChunkLine} gives the array back to the reader once the chunk's result is taken
 * @param lines the line ends before it in its file
 * @param end how its end was found
 * @param origin byte of the file, from 1, where it begins, if what comes before it is not read at all: then nobody knows its lines, and places are told by their bytes
 */
public record Chunk(int index, ChunkCut cut, byte[] bytes, LineCount lines, End end, OptionalLong origin) {
    /** Bytes that may be read past the end. */
    public static final int PADDING = 64;

    /** How the end of a chunk was found. */
    public enum End {
        /** After a line end with records of the right width behind it. Who reads the chunk finds out whether it lies inside quotes. */
        GUESSED,
        /** By reading every cell, or the file ends there. */
        KNOWN,
        /** Not at all: too many bytes without one. */
        NONE
    }

    /** One of a file that is read from its beginning. */
    public Chunk(int index, ChunkCut cut, byte[] bytes, LineCount lines, End end) {
        this(index, cut, bytes, lines, end, OptionalLong.empty());
    }

    /** A text as one chunk, the first of its file. */
    static Chunk of(String file, byte[] text) {
        byte[] padded = Arrays.copyOf(text, text.length + PADDING);
        pad(padded, text.length);
        return new Chunk(0, new ChunkCut(file, 0, text.length), padded, LineCount.first(0), End.KNOWN);
    }

    static void pad(byte[] bytes, int length) {
        Arrays.fill(bytes, length, length + PADDING, (byte) '\n');
    }

    public int length() {
        return cut.length();
    }

    public String file() {
        return cut.file();
    }

    /**
     * Passes a chunk that is text.
     *
     * @throws org.mlscale.engine.fault.Fault DATA if a byte is not UTF-8, or NUL
     */
    public void check() {
        Utf8.check(this);
    }

    /** Tells how many line ends it has, once it is read: the first word counts. */
    public void counted(long lineEnds) {
        lines.counted(lineEnds);
    }

    /** The text of its bytes [from, to), without the blanks at the end. */
    public String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).stripTrailing();
    }

    /** The place in the file of the byte at {@code at}. May wait for the chunks before it in its file to be read. */
    public Location location(int at) {
        return origin.isPresent()
                ? Location.ofByte(file(), origin.getAsLong() + at)
                : new Location(file(), firstLine() + Utf8.lineEnds(this, at));
    }

    /** The place after the first {@code count} line ends from {@code from} on, which is no place inside of one. */
    public int afterLineEnds(int from, long count) {
        int at = from;
        for (long left = count; left > 0 && at < length(); at++) {
            boolean lineEnd = bytes[at] == '\n' || bytes[at] == '\r' && (bytes[at + 1] != '\n' || at + 1 == length());
            left -= lineEnd ? 1 : 0;
        }
        return at;
    }

    /** Line of the file where it begins, from 1. Waits for the chunks before it in its file to be read. */
    public long firstLine() {
        return 1 + lines.before();
    }
}
