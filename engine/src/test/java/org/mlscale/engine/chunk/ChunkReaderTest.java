package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ChunkReader says of files that are no tables, and how it goes from file to file. */
class ChunkReaderTest {
    private static final String CLOSE =
            "close the quote that begins there, or --quote none if quotes mean nothing in this file";
    private static final String SAME_HEADER =
            "give all files the same header line, or --header no if none of them has one";

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void next_quoteNeverClosed_namesTheLineOfTheQuote(int chunkBytes) {
        String text = "a,b\n1,\"x\ny\"\n2,\"z\n3,4\n5,6\n";
        assertData("the file ends inside a quoted cell", "table.csv line 4", CLOSE, () -> chunks(chunkBytes, text));
    }

    @Test
    void next_quoteOfTheHeaderNeverClosed_isRefused() {
        assertData("the file ends inside a quoted cell", "table.csv line 2", CLOSE, () -> chunks(100, "\na,\"b"));
    }

    @Test
    void next_quoteNeverClosedAndQuotesMeanNothing_readsOn() {
        Dialect dialect = new Dialect(',', Optional.empty(), false, DecimalSign.POINT);
        List<Chunk> chunks = TextTable.chunks(TextTable.input("2,\"z\n3,4\n"), dialect, List.of(), 100);
        assertEquals(List.of("1 [2, \"z]", "2 [3, 4]"), TextTable.told(TextTable.rows(chunks, dialect, 2)));
    }

    @Test
    void next_quotedCellOfManyMegabytes_namesTheLineOfTheQuote() {
        assertData(
                "a quoted cell does not end within 67,108,864 bytes",
                "endless.csv line 3",
                CLOSE,
                () -> endless("a,b\n1,2\n3,\"", "x\n"));
    }

    @Test
    void next_recordOfManyMegabytes_isNoTable() {
        assertData(
                "a record does not end within 67,108,864 bytes",
                "endless.csv line 3",
                "is this a table of text lines?",
                () -> endless("a,b\n1,2\n3,", "x"));
    }

    @Test
    void next_recordAsLongAsAllowed_isReadWhereverItBegins() {
        byte[] bytes = new byte[8 * ChunkReader.CHUNK_BYTES + 100_001];
        Arrays.fill(bytes, (byte) 'x');
        Arrays.fill(bytes, 0, 100_000, (byte) '\n');
        bytes[bytes.length - 2] = '\n'; // ends a record of 64 MiB
        Input input = new Input(List.of(TextTable.source("long.csv", bytes)));
        List<Chunk> chunks = TextTable.chunks(input, TextTable.COMMA_NO_HEADER, List.of(), ChunkReader.CHUNK_BYTES);
        assertEquals(
                List.of(1L, 100_002L), chunks.stream().map(Chunk::firstLine).toList());
        assertEquals(
                List.of(bytes.length - 1, 1), chunks.stream().map(Chunk::length).toList());
    }

    @Test
    void next_filesWithOneHeader_giveTheirRowsInOrder() {
        Input input = TextTable.input("a,b\n1,2\n3,4\n", "a, b\r\n5,6\r\n", "a,b", "\n \n\"a\",b\n\n7,8");
        List<Chunk> chunks = TextTable.chunks(input, TextTable.COMMA, List.of("a", "b"), 8);
        assertEquals(
                List.of("table.csv:2", "table.csv:3", "table2.csv:2", "table4.csv:4"),
                chunks.stream()
                        .map(chunk -> chunk.file() + ":" + chunk.firstLine())
                        .toList());
        assertEquals(List.of(0, 1, 2, 3), chunks.stream().map(Chunk::index).toList());
        assertEquals(
                List.of("2 [1, 2]", "3 [3, 4]", "2 [5, 6]", "5 [7, 8]"),
                TextTable.told(TextTable.rows(chunks, TextTable.COMMA, 2)));
    }

    @Test
    void next_filesWithoutHeader_giveAllTheirLines() {
        List<Chunk> chunks = TextTable.chunks(
                TextTable.input("1,2\n", "", "3,4"), TextTable.COMMA_NO_HEADER, List.of("x", "y"), 100);
        assertEquals(List.of("1 [1, 2]", "1 [3, 4]"), TextTable.told(TextTable.rows(chunks, TextTable.COMMA, 2)));
    }

    @Test
    void next_otherHeader_saysBoth() {
        assertData(
                "the header is not the one of the first file: column 2 is \"c\", expected \"b\"",
                "table2.csv line 1",
                SAME_HEADER,
                () -> chunks(100, "a,b\n1,2\n", "a,c\n3,4\n"));
    }

    @Test
    void next_otherHeaderBelowBlankLines_namesItsLine() {
        assertData(
                "the header is not the one of the first file: column 1 is \"3\", expected \"a\"",
                "table2.csv line 3",
                SAME_HEADER,
                () -> chunks(100, "a,b\n1,2\n", "\n\n3,4\n"));
    }

    @Test
    void next_emptyFileAmongFilesWithHeader_isRefused() {
        assertData(
                "the header is not the one of the first file: 0 columns, expected 2",
                "table2.csv line 1",
                SAME_HEADER,
                () -> chunks(100, "a,b\n1,2\n", ""));
    }

    @Test
    void next_headerWithUnnamedColumn_isTheOneThatTheHeadShows() {
        Input input = TextTable.input(",b\n1,2\n");
        TableHead head = TableHead.of(input, Dialect.Wishes.NONE);
        List<Chunk> chunks = TextTable.chunks(input, head.dialect(), head.columnNames(), 100);
        assertEquals(List.of("2 [1, 2]"), TextTable.told(TextTable.rows(chunks, head.dialect(), 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void read_bytesThatAreNotUtf8_nameFileAndLine(String lineEnd) {
        byte[] bytes = "a,b\nx,y\nz,caf\u00e9\n".replace("\n", lineEnd).getBytes(StandardCharsets.ISO_8859_1);
        assertNotUtf8("0xE9", "old.csv line 3", bytes);
    }

    @Test
    void read_textThatBreaksOffInsideACharacter_namesFileAndLine() {
        byte[] whole = "a,b\nx,漢".getBytes(StandardCharsets.UTF_8);
        assertNotUtf8("0xE6", "old.csv line 2", Arrays.copyOf(whole, whole.length - 1));
    }

    @Test
    void read_headerThatIsNotUtf8_namesFileAndLine() {
        assertNotUtf8("0xFC", "old.csv line 1", "a,f\u00fcr\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertNotUtf8(String found, String where, byte[] bytes) {
        for (int chunkBytes : new int[] {5, 100}) {
            Input input = new Input(List.of(TextTable.source("old.csv", bytes)));
            assertData(
                    "the text is not UTF-8: byte %s does not fit".formatted(found),
                    where,
                    "--encoding latin1, if the table comes from an older program or a spreadsheet (or the encoding it"
                            + " was saved in)",
                    () -> TextTable.rows(
                            TextTable.chunks(input, TextTable.COMMA, List.of("a", "b"), chunkBytes),
                            TextTable.COMMA,
                            2));
        }
    }

    private static List<Chunk> chunks(int chunkBytes, String... texts) {
        return TextTable.chunks(TextTable.input(texts), TextTable.COMMA, List.of("a", "b"), chunkBytes);
    }

    private static void endless(String start, String again) {
        InputStream in = new Endless(start.getBytes(StandardCharsets.UTF_8), again.getBytes(StandardCharsets.UTF_8));
        Input input = new Input(List.of(TextTable.stream("endless.csv", in)));
        TextTable.chunks(input, TextTable.COMMA, List.of("a", "b"), ChunkReader.CHUNK_BYTES);
    }

    /** A text that begins somehow and then repeats itself. */
    private static final class Endless extends InputStream {
        private final byte[] start;
        private final byte[] again;
        private int at;

        Endless(byte[] start, byte[] again) {
            this.start = start;
            this.again = again;
        }

        @Override
        public int read() {
            int byteHere = at < start.length ? start[at] : again[(at - start.length) % again.length];
            at++;
            return byteHere;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                target[i] = (byte) read();
            }
            return length;
        }
    }
}
