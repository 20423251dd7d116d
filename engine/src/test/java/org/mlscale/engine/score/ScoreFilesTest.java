package org.mlscale.engine.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.modelfile.ModelCase;
import org.mlscale.engine.table.ColumnMatch;

/** A run that ends anywhere and one that goes on with what it left give the bytes and the account of one run. */
class ScoreFilesTest {
    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(2);
    private static final Map<String, String> FACTS = Map.of("the model", "sha256 abc", "--keep", "all");
    private static final int CHUNK_BYTES = 300;

    @TempDir
    private Path folder;

    private Path in;
    private Written whole;
    private int chunks;

    /** What a run has left, and its account. */
    private record Written(byte[] predictions, byte[] rejects, Scored scored) {}

    @AfterAll
    static void endThreads() {
        EXECUTOR.close();
    }

    @BeforeEach
    void scoreOnce() throws IOException {
        List<String> lines = new ArrayList<>(ScoreCase.lines(ScoreCase.rows(80)));
        for (int place : List.of(3, 40, 41, 79)) {
            lines.set(place, ScoreCase.bad(place));
        }
        lines.set(20, "rich,customer,basic,land,old\n"); // no numbers
        lines.set(60, "1,customer,basic,land,older\n");
        in = Files.writeString(folder.resolve("in.csv"), ScoreCase.table(lines));
        prepare("out.csv");
    }

    private void prepare(String name) throws IOException {
        int[] counted = {0};
        Scored scored = score(out(name), Optional.empty(), UnaryOperator.identity(), so -> counted[0]++);
        chunks = counted[0];
        whole = taken(name, scored);
        assertTrue(chunks >= 6, chunks + " chunks");
        assertEquals(80, scored.read());
        assertEquals(2, scored.misfits().size());
    }

    private ScoreOut out(String name) {
        return new ScoreOut(folder.resolve(name), false);
    }

    /** The files of a finished run, which are the only ones; they are removed. */
    private Written taken(String name, Scored scored) throws IOException {
        assertEquals(List.of("in.csv", name, name + ".rejects.csv"), names());
        ScoreOut out = out(name);
        Written files = new Written(Files.readAllBytes(out.path()), Files.readAllBytes(out.rejects()), scored);
        Files.delete(out.path());
        Files.delete(out.rejects());
        return files;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Input input() {
        return new Input(List.of(Source.file("in.csv", in, StandardCharsets.UTF_8)));
    }

    private void assertWhole(String name, Scored scored, String where) throws IOException {
        Written left = taken(name, scored);
        assertEquals(whole.scored(), left.scored(), where);
        assertArrayEquals(whole.predictions(), left.predictions(), where);
        assertArrayEquals(whole.rejects(), left.rejects(), where);
    }

    /** One run to its end, from where {@code files} stand or from the beginning. */
    private Scored score(
            ScoreOut out, Optional<ScoreFiles> goOn, UnaryOperator<OutputStream> through, Consumer<Scored> progress) {
        ScoreJob job = ScoreCase.job(ModelCase.LEAVES, List.of("customer"), true, ScoreJob.BadRows.EMPTY);
        Input input = input();
        TableHead head = ScoreCase.head(input);
        Scoring scoring = new Scoring(
                job,
                ModelCase.LEAVES.plainNetwork(),
                ColumnMatch.scanner(job.model().schema(), head, "in.csv", false, job.kept()));
        try (ScoreFiles files = goOn.orElseGet(() -> out.begin(FACTS, through));
                ChunkReader reader = new ChunkReader(input, head.dialect(), head.columnNames(), CHUNK_BYTES)) {
            files.keepParts();
            files.skip(reader);
            Scored scored = scoring.run(reader, files, EXECUTOR, 2, progress);
            files.complete(scored, false);
            return scored;
        }
    }

    private Scored goOn(String name) {
        Optional<ScoreFiles> files = out(name).goOn(was -> assertEquals(FACTS, was));
        return score(out(name), files, UnaryOperator.identity(), so -> {});
    }

    /** A run that ends after {@code count} chunks, as if by a signal. */
    private void scoreSome(String name, int count) {
        int[] left = {count};
        IllegalStateException stopped = new IllegalStateException("stopped");
        assertEquals(
                stopped,
                assertThrows(
                        IllegalStateException.class,
                        () -> score(out(name), Optional.empty(), UnaryOperator.identity(), so -> {
                            if (--left[0] == 0) {
                                throw stopped;
                            }
                        })));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.csv", "out.csv.gz"})
    void goOn_afterEveryChunk_givesTheSameBytes(String name) throws IOException {
        prepare(name);
        for (int count = 1; count <= chunks; count++) {
            scoreSome(name, count);
            assertFalse(Files.exists(folder.resolve(name)));
            ScoreFiles files = out(name).goOn(was -> {}).orElseThrow();
            assertEquals(count, files.earlier().orElseThrow().chunks());
            assertEquals(0, files.earlier().orElseThrow().lost());
            Scored scored = score(out(name), Optional.of(files), UnaryOperator.identity(), so -> {});
            assertWhole(name, scored, "after %d chunks".formatted(count));
        }
    }

    /** A disk on which the n-th write writes half of its bytes and fails, as do those after it. */
    private static final class FullDisk implements UnaryOperator<OutputStream> {
        private int writesLeft;

        FullDisk(int writes) {
            writesLeft = writes;
        }

        @Override
        public OutputStream apply(OutputStream out) {
            return new OutputStream() {
                @Override
                public void write(int value) {
                    throw new AssertionError("byte by byte");
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (--writesLeft == 0) {
                        out.write(bytes, offset, length / 2);
                        out.flush();
                    }
                    if (writesLeft <= 0) {
                        throw new IOException("No space left on device");
                    }
                    out.write(bytes, offset, length);
                }

                @Override
                public void flush() throws IOException {
                    out.flush();
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.csv", "out.csv.gz"})
    void goOn_afterADiskWasFullAtAnyWrite_givesTheSameBytes(String name) throws IOException {
        prepare(name);
        int kept = 0;
        for (int writes = 1; ; writes++) {
            FullDisk disk = new FullDisk(writes);
            try {
                Scored scored = score(out(name), Optional.empty(), disk, so -> {});
                assertWhole(name, scored, "all %d writes".formatted(writes));
                assertTrue(kept >= 3 * (chunks - 1), "%d times something was kept".formatted(kept));
                return;
            } catch (Fault full) {
                assertEquals(Fault.Kind.RESOURCES, full.kind());
                assertTrue(full.getMessage().endsWith("No space left on device"), full.getMessage());
            }
            kept += Files.exists(out(name).part()) ? 1 : 0;
            assertEquals(Files.exists(out(name).part()), Files.exists(out(name).journal()));
            assertWhole(name, goOn(name), "write " + writes);
        }
    }

    /** A kill leaves a beginning of each file; a power cut may leave beginnings that do not fit together. */
    @Test
    void goOn_filesCutAnywhere_givesTheSameBytes() throws IOException {
        Seeds.some(40).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            String where = Seeds.repeat(getClass(), seed);
            try {
                scoreSome("out.csv", 1 + random.nextInt(chunks));
                ScoreOut out = out("out.csv");
                for (Path file : List.of(out.part(), Path.of(out.rejects() + ".part"), out.journal())) {
                    if (random.nextInt(3) > 0) {
                        byte[] bytes = Files.readAllBytes(file);
                        Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
                    }
                }
                assertWhole("out.csv", goOn("out.csv"), where);
            } catch (IOException failed) {
                throw new AssertionError(where, failed);
            }
        });
    }

    @Test
    void goOn_aByteIsOther_doesAgainFromThereOn() throws IOException {
        int[] lost = {0};
        Seeds.some(40).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            String where = Seeds.repeat(getClass(), seed);
            try {
                scoreSome("out.csv", chunks);
                ScoreOut out = out("out.csv");
                Path file = List.of(out.part(), Path.of(out.rejects() + ".part"), out.journal())
                        .get(random.nextInt(3));
                byte[] bytes = Files.readAllBytes(file);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                Optional<ScoreFiles> files = out.goOn(was -> {});
                lost[0] += files.flatMap(ScoreFiles::earlier)
                        .map(ScoreFiles.Earlier::lost)
                        .orElse(0);
                Scored scored = score(out, files, UnaryOperator.identity(), so -> {});
                assertWhole("out.csv", scored, where);
            } catch (IOException failed) {
                throw new AssertionError(where, failed);
            }
        });
        assertTrue(lost[0] > 0, "no chunk was ever told to be lost");
    }

    /** Killed, or refused, between the two names. */
    @Test
    void goOn_rejectsHaveTheirNameAlready_givesTheOtherTheirs() throws IOException {
        Path directory = folder.resolve("out.csv");
        assertThrows(
                Fault.class,
                () -> score(out("out.csv"), Optional.empty(), UnaryOperator.identity(), so -> {
                    if (so.read() == 80) {
                        makeFull(directory);
                    }
                }));
        assertEquals(
                List.of("in.csv", "out.csv", "out.csv.part", "out.csv.part.journal", "out.csv.rejects.csv"), names());
        Files.delete(directory.resolve("inside"));
        Files.delete(directory);
        assertWhole("out.csv", goOn("out.csv"), "the second name");
    }

    private static void makeFull(Path directory) {
        try {
            Files.createDirectories(directory.resolve("inside"));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void goOn_nothingThere_isEmpty() {
        assertEquals(Optional.empty(), out("out.csv").goOn(was -> {}));
    }

    @Test
    void goOn_partWithoutJournal_isRemoved() throws IOException {
        Files.writeString(folder.resolve("out.csv.part"), "of an older version");
        assertEquals(Optional.empty(), out("out.csv").goOn(was -> {}));
        assertFalse(Files.exists(folder.resolve("out.csv.part")));
    }

    @Test
    void goOn_factsRefused_leavesAllAsItWas() throws IOException {
        scoreSome("out.csv", 3);
        List<String> before = names();
        Fault other = Fault.usage("other", "hint");
        Fault thrown = assertThrows(
                Fault.class,
                () -> out("out.csv").goOn(was -> {
                    assertEquals(FACTS, was);
                    throw other;
                }));
        assertEquals(other, thrown);
        assertEquals(before, names());
        assertWhole("out.csv", goOn("out.csv"), "after the refusal");
    }

    @Test
    void goOn_whileAnotherWrites_isRefused() throws IOException {
        scoreSome("out.csv", 3);
        try (ScoreFiles files = out("out.csv").goOn(was -> {}).orElseThrow()) {
            Fault fault = assertThrows(Fault.class, () -> out("out.csv").goOn(was -> {}));
            assertEquals("another run writes " + folder.resolve("out.csv"), fault.getMessage());
            assertThrows(Fault.class, () -> out("out.csv").begin(FACTS));
            assertEquals(3, files.earlier().orElseThrow().chunks());
        }
        assertWhole("out.csv", goOn("out.csv"), "after the other");
    }

    @Test
    void goOn_journalOfAnotherFormat_saysWhich() throws IOException {
        scoreSome("out.csv", 3);
        Path journal = out("out.csv").journal();
        byte[] bytes = Files.readAllBytes(journal);
        int place = 2 * Integer.BYTES + Integer.BYTES + "mlscale score journal".length();
        assertEquals(1, bytes[place + 3]);
        bytes[place + 3] = 2;
        int length = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        CRC32C sum = new CRC32C();
        sum.update(bytes, 2 * Integer.BYTES, length);
        ByteBuffer.wrap(bytes).putInt(Integer.BYTES, (int) sum.getValue());
        Files.write(journal, bytes);
        Fault fault = assertThrows(Fault.class, () -> out("out.csv").goOn(was -> {}));
        assertEquals(journal + " has format 2, this mlscale reads format 1", fault.getMessage());
        assertEquals("go on with the mlscale that began it, or leave out --resume to begin anew", fault.hint());
        assertEquals(Fault.Kind.USAGE, fault.kind());
    }

    @Test
    void close_withoutKeepParts_leavesNothing() throws IOException {
        List<String> before = names();
        try (ScoreFiles files = out("out.csv").begin(FACTS)) {
            assertEquals(before.size() + 3, names().size(), names().toString());
            assertFalse(files.isKept());
        }
        assertEquals(before, names());
    }

    @Test
    void finished_journalLeft_knowsTheAccount() throws IOException {
        scoreSome("out.csv", chunks);
        ScoreOut out = out("out.csv");
        assertEquals(Optional.empty(), out.finished(was -> true), "it is not");
        try (ScoreFiles files = out.goOn(was -> {}).orElseThrow()) {
            files.complete(whole.scored(), true);
        }
        assertTrue(Files.exists(out.journal()));
        assertEquals(Optional.of(whole.scored()), out.finished(FACTS::equals));
        assertEquals(Optional.empty(), out.finished(was -> false));
        Files.writeString(out.path(), "edited");
        assertEquals(Optional.empty(), out.finished(was -> true));
        out.forget();
        assertFalse(Files.exists(out.journal()));
        assertEquals(Optional.empty(), out.finished(was -> true));
    }
}
