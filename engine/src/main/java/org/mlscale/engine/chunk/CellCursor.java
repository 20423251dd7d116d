package org.mlscale.engine.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the cells of a text, byte by byte, eight at a time where that is faster. The grammar is that of {@link Rows}: RFC 4180, padding around
 * unquoted cells and around quotes trimmed, a quote only where a cell begins, and text that follows a closing quote a part of its cell.
 *
 * <p>The text must be followed by {@link Chunk#PADDING} line feeds. One thread; reused from cell to cell, no garbage.
 *
 * @see "Lamport, Multiple byte processing with full-word instructions, CACM 18 (1975)"
 */
public final class CellCursor {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long RETURNS = '\r' * ONES;
    private static final int NO_QUOTE = Integer.MIN_VALUE; // unlike any byte

    private final byte[] bytes;
    private final int length;
    private final byte separator;
    private final long separators;
    private final int quote;
    private final long quotes;

    private byte[] text; // of the cell that was read last: the chunk's bytes, or the scratch
    private int from;
    private int to;
    private byte[] scratch = new byte[0];
    private long lineEnds; // inside quoted cells, since the beginning
    private long others; // than bytes from 1 to 127: high bits of the bytes passed so far, and of words less ones

    /** Over the first {@code length} of {@code bytes}, which stay the caller's. */
    public CellCursor(byte[] bytes, int length, Dialect dialect) {
        this.bytes = bytes;
        this.text = bytes;
        this.length = length;
        this.separator = (byte) dialect.separator();
        this.separators = separator * ONES;
        this.quote = dialect.quote().map(q -> (int) q).orElse(NO_QUOTE);
        this.quotes = (byte) quote * ONES;
    }

    /**
     * Passes all cells of a chunk.
     *
     * @throws Unclosed if it ends inside quotes
     */
    static void pass(Chunk chunk, Dialect dialect) {
        CellCursor cursor = new CellCursor(chunk.bytes(), chunk.length(), dialect);
        for (int at = 0; at < chunk.length(); ) {
            int end = cursor.skip(at);
            at = cursor.endsLine(chunk.bytes()[end]) ? cursor.afterLineEnd(end) : end + 1;
        }
    }

    /** The 8 bytes from {@code at} on, the first lowest. */
    public static long word(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /** 0x80 in the lowest byte that is equal to the pattern's, anything above it. */
    private static long equal(long word, long pattern) {
        long difference = word ^ pattern;
        return (difference - ONES) & ~difference & HIGHS;
    }

    /** 0x80 in a byte if one is NUL or beyond 127: there is no borrow without a NUL byte, whose own high bit it sets. */
    private static long others(long word) {
        return word - ONES | word;
    }

    /** Bytes of the cell that {@link #read} found, with {@link Chunk#PADDING} more that can be read: valid until it is called again, and not to be written. */
    public byte[] text() {
        return text;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** The cell's text. */
    public String string() {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    /** Line ends inside quoted cells, of all cells read or passed so far. */
    public long lineEnds() {
        return lineEnds;
    }

    /** Whether all bytes of the cells read or passed so far are from 1 to 127, as those of nearly all tables are. It costs two steps a word, a look of its own 6 % of a parse. */
    public boolean isAscii() {
        return (others & HIGHS) == 0;
    }

    /** Forgets line ends that were counted twice, because a cell was read again. */
    public void backTo(long lineEndsBefore) {
        lineEnds = lineEndsBefore;
    }

    private boolean endsCell(byte here) {
        return here == separator || here == '\n' || here == '\r';
    }

    public boolean endsLine(byte here) {
        return here == '\n' || here == '\r';
    }

    /** The place after the line end at {@code at}; {@code length} where the text ends without one. */
    public int afterLineEnd(int at) {
        int next = bytes[at] == '\r' && bytes[at + 1] == '\n' ? at + 2 : at + 1;
        return Math.min(next, length);
    }

    /** Place of the first byte from {@code at} on that ends an unquoted cell. */
    public int endOfPlain(int at) {
        long seen = 0;
        for (int place = at; ; place += Long.BYTES) {
            long word = word(bytes, place);
            long ends = equal(word, separators) | equal(word, LINE_FEEDS) | equal(word, RETURNS);
            seen |= others(word);
            if (ends != 0) {
                others |= seen;
                return place + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
        }
    }

    /**
     * Reads the cell that begins at {@code at}; returns the place of the byte that ends it: a separator, a line end, or {@code length}.
     *
     * @throws Unclosed if it is quoted and does not end
     */
    public int read(int at) {
        int start = afterBlanks(at);
        if (bytes[start] == quote) {
            return readQuoted(start);
        }
        int end = endOfPlain(start);
        text = bytes;
        from = start;
        to = beforeBlanks(start, end);
        return end;
    }

    /** Place of the byte that ends the cell that begins at {@code at}, if its text is just what stands there; else {@code at}. */
    public int endOfBare(int at) {
        byte first = bytes[at];
        if (first <= ' ' || first == quote) {
            return at;
        }
        int end = endOfPlain(at);
        return end > at && bytes[end - 1] > ' ' ? end : at;
    }

    /** Passes the cell that begins at {@code at}, as {@link #read} does, without looking at its text. */
    public int skip(int at) {
        byte first = bytes[at];
        return first > ' ' && first != quote ? endOfPlain(at) : read(at);
    }

    private int readQuoted(int open) {
        int start = open + 1;
        int close = closing(open, start);
        if (bytes[close + 1] != quote && endsCell(bytes[close + 1])) {
            text = bytes;
            from = start;
            to = close;
            return close + 1;
        }
        return readPieces(open, start, close);
    }

    /** A cell with doubled quotes, or with text or blanks behind the closing one. */
    private int readPieces(int open, int first, int firstQuote) {
        int filled = 0;
        int start = first;
        int close = firstQuote;
        while (bytes[close + 1] == quote) {
            filled = append(filled, start, close + 1);
            start = close + 2;
            close = closing(open, start);
        }
        filled = append(filled, start, close);
        int end = endOfPlain(close + 1);
        boolean padded = beforeBlanks(close + 1, end) == close + 1;
        filled = append(filled, close + 1, padded ? close + 1 : end);
        text = scratch;
        from = 0;
        to = filled;
        return end;
    }

    private int append(int filled, int start, int end) {
        int after = filled + end - start;
        if (after + Chunk.PADDING > scratch.length) {
            scratch = Arrays.copyOf(scratch, 2 * (after + Chunk.PADDING));
        }
        System.arraycopy(bytes, start, scratch, filled, end - start);
        return after;
    }

    /** Place of the first quote from {@code at} on, in the cell that {@code open} opens; counts the line ends before it. */
    private int closing(int open, int at) {
        for (int place = at; place < length; place += Long.BYTES) {
            long word = word(bytes, place);
            long found = equal(word, quotes);
            others |= others(word);
            if (found != 0) {
                int close = place + (Long.numberOfTrailingZeros(found) >>> 3);
                if (close >= length) {
                    break;
                }
                countLineEnds(place, close);
                return close;
            }
            if ((equal(word, LINE_FEEDS) | equal(word, RETURNS)) != 0) {
                countLineEnds(place, Math.min(place + Long.BYTES, length));
            }
        }
        throw new Unclosed(open);
    }

    private void countLineEnds(int start, int end) {
        for (int place = start; place < end; place++) {
            boolean lineEnd = bytes[place] == '\n' || bytes[place] == '\r' && bytes[place + 1] != '\n';
            lineEnds += lineEnd ? 1 : 0;
        }
    }

    /** The first place from {@code at} on without a blank: what {@link Character#isWhitespace} says, but for separators and line ends. */
    private int afterBlanks(int at) {
        int place = at;
        for (; ; ) {
            byte here = bytes[place];
            if (here > ' ' || here == separator || endsLine(here)) {
                return place;
            }
            int wide = here >= 0 ? 1 : 3;
            if (!blank(here >= 0 ? here : wide(place))) {
                return place;
            }
            others |= here; // a wide one
            place += wide;
        }
    }

    private int beforeBlanks(int start, int end) {
        int place = end;
        while (place > start) {
            byte last = bytes[place - 1];
            if (last > ' ') {
                return place;
            }
            int wide = last >= 0 ? 1 : 3;
            if (place - start < wide || !blank(last >= 0 ? last : wide(place - wide))) {
                return place;
            }
            place -= wide;
        }
        return place;
    }

    private static boolean blank(int codePoint) {
        return Character.isWhitespace(codePoint);
    }

    /** The character whose three bytes begin at {@code at}, as all blanks beyond ASCII do; 0 if it has not three. */
    private int wide(int at) {
        boolean three = (bytes[at] & 0xF0) == 0xE0 && (bytes[at + 1] & 0xC0) == 0x80 && (bytes[at + 2] & 0xC0) == 0x80;
        return three ? (bytes[at] & 0x0F) << 12 | (bytes[at + 1] & 0x3F) << 6 | bytes[at + 2] & 0x3F : 0;
    }
}
