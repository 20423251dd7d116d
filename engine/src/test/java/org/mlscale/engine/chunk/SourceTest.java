package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceTest {
    private static final String TEXT = "name,größe\nJosé,漢字\n😀,1\n".repeat(3000);

    @TempDir
    Path directory;

    /** A way to write the same text. */
    record Written(String how, Charset encoding, byte[] bytes) {
        @Override
        public String toString() {
            return how;
        }
    }

    static Stream<Written> written() throws IOException {
        Charset utf8 = StandardCharsets.UTF_8;
        byte[] plain = TEXT.getBytes(utf8);
        byte[] marked = ("\uFEFF" + TEXT).getBytes(utf8);
        int half = plain.length / 2;
        byte[] first = Arrays.copyOf(plain, half);
        byte[] second = Arrays.copyOfRange(plain, half, plain.length);
        byte[] members = Packed.joined(Packed.gzip(first), Packed.gzip(second), Packed.gzip(new byte[0]));
        byte[] frames = Packed.joined(
                Packed.SKIPPED, Packed.zstd(first), Packed.SKIPPED, Packed.zstd(second), Packed.zstd(new byte[0]));
        return Stream.of(
                new Written("plain", utf8, plain),
                new Written("UTF-8 with mark", utf8, marked),
                new Written("mark stronger than the option", StandardCharsets.ISO_8859_1, marked),
                new Written("UTF-16LE with mark", utf8, ("\uFEFF" + TEXT).getBytes(StandardCharsets.UTF_16LE)),
                new Written("UTF-16BE with mark", utf8, ("\uFEFF" + TEXT).getBytes(StandardCharsets.UTF_16BE)),
                new Written("UTF-16LE by option", StandardCharsets.UTF_16LE, TEXT.getBytes(StandardCharsets.UTF_16LE)),
                new Written("gzip", utf8, Packed.gzip(plain)),
                new Written(
                        "gzip of UTF-16LE with mark",
                        utf8,
                        Packed.gzip(("\uFEFF" + TEXT).getBytes(StandardCharsets.UTF_16LE))),
                new Written("three members of gzip", utf8, members),
                new Written("gzip padded with zeros", utf8, Packed.joined(members, new byte[10_240])),
                new Written("zstd", utf8, Packed.zstd(plain)),
                new Written(
                        "zstd of UTF-16BE by option",
                        StandardCharsets.UTF_16BE,
                        Packed.zstd(TEXT.getBytes(StandardCharsets.UTF_16BE))),
                new Written("three frames of zstd between frames to be skipped", utf8, frames),
                new Written("GB18030", Charset.forName("GB18030"), TEXT.getBytes(Charset.forName("GB18030"))));
    }

    @ParameterizedTest
    @MethodSource("written")
    void open_anyWriting_givesTheSameText(Written written) throws IOException {
        Path file = Files.write(directory.resolve("t.csv"), written.bytes());
        assertEquals(TEXT, text(Source.file("t.csv", file, written.encoding())));
    }

    @ParameterizedTest
    @MethodSource("written")
    void open_pipeThatGivesFewBytesAtATime_givesTheSameText(Written written) throws IOException {
        for (long seed : Seeds.some(5).toArray()) {
            InputStream pipe = new ShortReads(new ByteArrayInputStream(written.bytes()), seed, 5000);
            assertEquals(
                    TEXT, text(Source.stream("stdin", pipe, written.encoding())), () -> Seeds.repeat(getClass(), seed));
        }
    }

    @Test
    void open_latin1ByOption_isTranscoded() throws IOException {
        byte[] bytes = "für,José\n".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                "für,José\n", text(Source.stream("t", new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1)));
    }

    @Test
    void open_textNotInTheEncodingNamed_saysSo() {
        Source source = Source.stream(
                "t.csv", new ByteArrayInputStream(new byte[] {'a', (byte) 0xE9}), StandardCharsets.US_ASCII);
        assertUnreadable("it is not written in the encoding that --encoding names", source);
    }

    @Test
    void head_thenOpen_losesNothing() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        Seeds.some(20).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int length = random.nextInt(2 * bytes.length);
            Source source = TextTable.stream("stdin", new ShortReads(new ByteArrayInputStream(bytes), seed, 999));
            String where = Seeds.repeat(getClass(), seed);
            assertEquals(Math.min(length, bytes.length), source.head(length).length, where);
            assertEquals(Math.min(7, bytes.length), source.head(7).length, where);
            assertEquals(TEXT, text(source), where);
        });
    }

    @Test
    void head_ofMarkedStream_doesNotTakeAMarkTwice() {
        byte[] bytes = "\uFEFFa,b\n".getBytes(StandardCharsets.UTF_16LE);
        Source source = TextTable.source("stdin", bytes);
        assertEquals("a,b\n", new String(source.head(100), StandardCharsets.UTF_8));
        assertEquals("a,b\n", text(source));
    }

    @Test
    void open_streamTwice_isOurBug() {
        Source source = TextTable.source("stdin", new byte[] {'a'});
        assertEquals("a", text(source));
        assertEquals(
                "stdin can be read only once",
                assertThrows(IllegalStateException.class, source::open).getMessage());
    }

    @Test
    void open_fileTwice_givesItTwice() throws IOException {
        Source source =
                Source.file("t.csv", Files.writeString(directory.resolve("t.csv"), "a"), StandardCharsets.UTF_8);
        assertEquals("a", text(source));
        assertEquals("a", text(source));
    }

    @Test
    void bytesRead_afterTheWholeFile_isItsSizeStillZipped() throws IOException {
        byte[] zipped = Packed.gzip(TEXT.getBytes(StandardCharsets.UTF_8));
        Source source =
                Source.file("t.csv.gz", Files.write(directory.resolve("t.csv.gz"), zipped), StandardCharsets.UTF_8);
        assertEquals(0, source.bytesRead());
        assertEquals(TEXT, text(source));
        assertEquals(zipped.length, source.bytesRead());
        assertEquals(zipped.length, source.size());
    }

    @Test
    void open_fileThatWentAway_saysSo() throws IOException {
        Path file = Files.writeString(directory.resolve("t.csv"), "a");
        Source source = Source.file("t.csv", file, StandardCharsets.UTF_8);
        Files.delete(file);
        assertUnreadable("there is no such file", source);
    }

    private static void assertUnreadable(String reason, Source source) {
        assertData("cannot read the input: " + reason, "t.csv", "check the file: ls -l t.csv", () -> {
            Input input = new Input(List.of(source));
            TextTable.chunks(input, TextTable.COMMA_NO_HEADER, List.of(), 1000);
        });
    }

    private static String text(Source source) {
        try (InputStream in = source.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
