package org.mlscale.engine.chunk;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fault.Shell;

/** Sees to it that a chunk is text. */
final class Utf8 {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int BLOCK = 64;

    private Utf8() {}

    /**
     * Passes a chunk that is text from {@code from} to {@code to} at least; returns how far it is.
     *
     * @throws Fault DATA if a byte is not UTF-8, or NUL
     */
    static int check(Chunk chunk, int from, int to) {
        if (!ascii(chunk.bytes(), from, to)) {
            text(chunk);
            return chunk.length();
        }
        return to;
    }

    /** True for bytes from 1 to 127, of which nearly all tables are; the padding behind them is. */
    private static boolean ascii(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += BLOCK) { // a block at a time: a test for each word would cost twice as much
            long others = 0;
            for (int place = at; place < at + BLOCK; place += Long.BYTES) {
                long word = CellCursor.word(bytes, place);
                others |= word - ONES | word; // no borrow without a NUL byte, whose own high bit it sets
            }
            if ((others & HIGHS) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The text of a chunk. Fails on bytes that are not UTF-8, instead of replacing them. */
    static String text(Chunk chunk) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(chunk.bytes(), 0, chunk.length());
        CharBuffer chars = CharBuffer.allocate(chunk.length());
        if (decoder.decode(bytes, chars, true).isError()) {
            throw notUtf8(chunk, bytes.position());
        }
        String text = chars.flip().toString();
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw notText(chunk, text.substring(0, nul).getBytes(StandardCharsets.UTF_8).length);
        }
        return text;
    }

    /** The line of the byte at {@code at}. */
    static long lineOf(Chunk chunk, int at) {
        return chunk.firstLine() + lineEnds(chunk, at);
    }

    /** Line ends in the first {@code length} bytes. */
    static long lineEnds(Chunk chunk, int length) {
        byte[] bytes = chunk.bytes();
        long count = 0;
        for (int i = 0; i < length; i++) {
            boolean lineEnd = bytes[i] == '\n' || bytes[i] == '\r' && (bytes[i + 1] != '\n' || i + 1 == chunk.length());
            count += lineEnd ? 1 : 0;
        }
        return count;
    }

    private static Fault notText(Chunk chunk, int at) {
        return Fault.data(
                "this is not text: it holds a NUL byte",
                new Location(chunk.file(), lineOf(chunk, at)),
                "--encoding utf-16le, if it is UTF-16 without a byte order mark%ntr -d '\\000' <%s >clean.csv takes them out"
                        .formatted(Shell.word(chunk.file())));
    }

    private static Fault notUtf8(Chunk chunk, int at) {
        return Fault.data(
                "the text is not UTF-8: byte 0x%02X does not fit".formatted(chunk.bytes()[at]),
                new Location(chunk.file(), lineOf(chunk, at)),
                "--encoding latin1, if the table comes from an older program or a spreadsheet (or the encoding it was"
                        + " saved in)");
    }
}
