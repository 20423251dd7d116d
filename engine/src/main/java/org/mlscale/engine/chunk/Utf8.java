package org.mlscale.engine.chunk;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Shell;

/** Sees to it that a chunk is text. */
final class Utf8 {
    private static final int CHARS = 1 << 13;

    private Utf8() {}

    /**
     * Passes a chunk that is text.
     *
     * @throws Fault DATA if a byte is not UTF-8, or NUL
     */
    static void check(Chunk chunk) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(chunk.bytes(), 0, chunk.length());
        CharBuffer chars = CharBuffer.allocate(CHARS);
        CoderResult result;
        do {
            result = decoder.decode(bytes, chars.clear(), true);
        } while (result.isOverflow());
        int nul = nul(chunk.bytes(), bytes.position());
        if (nul < bytes.position()) {
            throw notText(chunk, nul);
        }
        if (result.isError()) {
            throw notUtf8(chunk, bytes.position());
        }
    }

    /** The text of a chunk. Fails on what is no text, instead of replacing it. */
    static String text(Chunk chunk) {
        check(chunk);
        return new String(chunk.bytes(), 0, chunk.length(), StandardCharsets.UTF_8);
    }

    /** Place of the first NUL byte; {@code length} if there is none. */
    private static int nul(byte[] bytes, int length) {
        int at = 0;
        while (at < length && bytes[at] != 0) {
            at++;
        }
        return at;
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
                chunk.location(at),
                "--encoding utf-16le, if it is UTF-16 without a byte order mark%ntr -d '\\000' <%s >clean.csv takes them out"
                        .formatted(Shell.word(chunk.file())));
    }

    private static Fault notUtf8(Chunk chunk, int at) {
        return Fault.data(
                "the text is not UTF-8: byte 0x%02X does not fit".formatted(chunk.bytes()[at]),
                chunk.location(at),
                "--encoding latin1, if the table comes from an older program or a spreadsheet (or the encoding it was"
                        + " saved in)");
    }
}
