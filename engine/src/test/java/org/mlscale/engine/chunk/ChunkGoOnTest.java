package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reader that goes on in the middle gives the chunks that one from the beginning gives there. */
class ChunkGoOnTest {
    @TempDir
    private Path folder;

    /** How the text lies on disk. */
    private enum Wrapping {
        PLAIN,
        MARKED,
        ZIPPED,
        UTF_16;

        byte[] wrap(String text) throws IOException {
            return switch (this) {
                case PLAIN -> text.getBytes(StandardCharsets.UTF_8);
                case MARKED -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
                case UTF_16 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
                case ZIPPED -> {
                    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
                    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
                        zip.write(text.getBytes(StandardCharsets.UTF_8));
                    }
                    yield zipped.toByteArray();
                }
            };
        }
    }

    private Input input(Wrapping wrapping, String... texts) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String text : texts) {
            Path file = folder.resolve("part-%d.csv".formatted(sources.size()));
            Files.write(file, wrapping.wrap(text));
            sources.add(Source.file(file.toString(), file, StandardCharsets.UTF_8));
        }
        return new Input(sources);
    }

    private static ChunkReader reader(Input input, int chunkBytes) {
        return new ChunkReader(input, TextTable.COMMA, List.of("a", "b"), chunkBytes);
    }

    private static List<Chunk> rest(ChunkReader reader) {
        return TextTable.chunks(reader, TextTable.COMMA);
    }

    /** Lines of many lengths, quoted line ends, blank lines and all line ends. */
    private static String text(SplittableRandom random, int records) {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < records; i++) {
            text.append(i).append(random.nextInt(4) == 0 ? ",\"é\n\"\"\r\n\"" : "," + "x".repeat(random.nextInt(30)));
            text.append(List.of("\n", "\r\n", "\r", "\n\n").get(random.nextInt(4)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void goOnAfter_everyChunk_givesTheSameChunks(Wrapping wrapping) throws IOException {
        for (long seed : Seeds.some(6).toArray()) {
            SplittableRandom random = new SplittableRandom(seed);
            Input input = input(wrapping, text(random, 60), "a,b\n", text(random, 30));
            int chunkBytes = 1 + random.nextInt(400);
            List<Chunk> whole = rest(reader(input, chunkBytes));
            assertTrue(whole.size() > 3 || chunkBytes > 300, whole.size() + " chunks");
            for (int done = 0; done < whole.size(); done++) {
                String where = "after chunk %d of %d, %s".formatted(done, whole.size(), Seeds.repeat(getClass(), seed));
                try (ChunkReader reader = reader(input, chunkBytes)) {
                    reader.goOnAfter(
                            whole.get(done).cut(), whole.get(done).lines().after(), done + 1);
                    List<Chunk> rest = rest(reader);
                    List<Chunk> expected = whole.subList(done + 1, whole.size());
                    assertEquals(
                            expected.stream().map(Chunk::cut).toList(),
                            rest.stream().map(Chunk::cut).toList(),
                            where);
                    for (int i = 0; i < rest.size(); i++) {
                        assertEquals(expected.get(i).index(), rest.get(i).index(), where);
                        assertEquals(expected.get(i).firstLine(), rest.get(i).firstLine(), where);
                        assertArrayEquals(expected.get(i).bytes(), rest.get(i).bytes(), where);
                    }
                }
            }
        }
    }

    @Test
    void goOnAfter_whatIsPassed_countsAsRead() throws IOException {
        Input input = input(Wrapping.PLAIN, "a,b\n" + "1,2\n".repeat(100_000));
        ChunkCut done = rest(reader(input, 1000)).get(300).cut();
        try (ChunkReader reader = reader(input, 1000)) {
            reader.goOnAfter(done, 302, 301);
            assertTrue(input.bytesRead() > 300_000 && input.bytesRead() < 400_004, input.bytesRead() + " bytes");
        }
    }

    @Test
    void goOnAfter_otherText_isRefused() throws IOException {
        Input before = input(Wrapping.PLAIN, "a,b\n" + "1,2\n".repeat(100));
        ChunkCut done = rest(reader(before, 50)).get(2).cut();
        for (String now :
                List.of("a,b\n" + "12,34567\n".repeat(100), "a,b\n1,2\n", "a,b\n" + "1,2\n".repeat(27) + "1,")) {
            Input input = input(Wrapping.PLAIN, now);
            assertRefused(input, done);
        }
        assertRefused(before, new ChunkCut("other.csv", done.start(), done.end()));
    }

    private static void assertRefused(Input input, ChunkCut done) {
        assertData("the input is not the one that was read before", done.file(), "begin anew, without --resume", () -> {
            try (ChunkReader reader = reader(input, 50)) {
                reader.goOnAfter(done, 4, 3);
            }
        });
    }
}
