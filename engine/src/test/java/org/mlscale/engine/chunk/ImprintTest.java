package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes while it is read is noticed, by whoever reads it. */
class ImprintTest {
    private static final FileTime THEN = FileTime.fromMillis(1_700_000_000_000L);
    private static final FileTime LATER = FileTime.fromMillis(1_700_000_000_004L);
    private static final String ADVICE = "start again when nobody writes to it, or with a copy of it";

    @TempDir
    Path directory;

    private Path file(int size, FileTime time) throws IOException {
        byte[] bytes = new byte[size];
        SplittableRandom random = new SplittableRandom(size);
        IntStream.range(0, size).forEach(i -> bytes[i] = (byte) random.nextInt('a', 'z'));
        return Files.setLastModifiedTime(Files.write(directory.resolve("t.csv"), bytes), time);
    }

    /** What tells the file from what it was, when the byte at {@code place} is another and the time is the same. */
    private Optional<String> differenceAfterFlip(Path file, int place) throws IOException {
        Imprint before = Imprint.of(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[place] ^= 1;
        Files.setLastModifiedTime(Files.write(file, bytes), THEN);
        Optional<String> difference = before.difference(Imprint.of(file));
        bytes[place] ^= 1;
        Files.setLastModifiedTime(Files.write(file, bytes), THEN);
        assertEquals(Optional.empty(), before.difference(Imprint.of(file)));
        return difference;
    }

    @Test
    void difference_ofAnyByteOfASmallFile_isSeen() throws IOException {
        for (int size : new int[] {1, 2, 4095, 4096, 4097, (1 << 18) - 1, 1 << 18}) {
            Path file = file(size, THEN);
            for (int place : new int[] {0, size / 3, size / 2, size - 1}) {
                assertEquals(
                        Optional.of("it has other bytes"),
                        differenceAfterFlip(file, place),
                        "byte %d of %d".formatted(place, size));
            }
        }
    }

    @Test
    void difference_ofHeadTailAndWindowsOfALargeFile_isSeen() throws IOException {
        for (int size : new int[] {(1 << 18) + 1, 3_000_017}) {
            Path file = file(size, THEN);
            for (int place : new int[] {0, 4095, size - 4096, size - 1, (size - 4096) / 63 * 40 + 2000}) {
                assertEquals(
                        Optional.of("it has other bytes"),
                        differenceAfterFlip(file, place),
                        "byte %d of %d".formatted(place, size));
            }
        }
    }

    /** Why the time counts: an edit between the windows shows in nothing else. */
    @Test
    void difference_ofBytesBetweenTheWindows_isSeenByTheTimeAlone() throws IOException {
        Path file = file(3_000_017, THEN);
        assertEquals(Optional.empty(), differenceAfterFlip(file, 4096));
        Imprint before = Imprint.of(file);
        Files.setLastModifiedTime(file, LATER);
        assertEquals(
                Optional.of("it was written at 2023-11-14T22:13:20Z and again at 2023-11-14T22:13:20.004Z"),
                before.difference(Imprint.of(file)));
    }

    @Test
    void open_fileThatChangedSince_isRefused() throws IOException {
        Path file = file(1000, THEN);
        Source source = Source.file("t.csv", file, StandardCharsets.UTF_8);
        assertEquals(1000, source.head(2000).length);
        Files.writeString(file, "more", StandardOpenOption.APPEND);
        assertData(
                "the file changed while it was read: it had 1,000 bytes and has 1,004", "t.csv", ADVICE, source::open);
        assertData(
                "the file changed while it was read: it had 1,000 bytes and has 1,004",
                "t.csv",
                ADVICE,
                source::checkUnchanged);
    }

    @Test
    void read_fileThatChangesMeanwhile_isRefusedAtItsEnd() throws IOException {
        String text = new SplittableRandom(1)
                .ints(60_000)
                .mapToObj(i -> i + ",2\n")
                .collect(Collectors.joining()); // more than any buffer holds, packed too
        for (byte[] bytes : List.of(
                text.getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE),
                Packed.gzip(text.getBytes(StandardCharsets.UTF_8)),
                Packed.zstd(text.getBytes(StandardCharsets.UTF_8)))) {
            Path file = Files.setLastModifiedTime(Files.write(directory.resolve("t.csv"), bytes), THEN);
            Input input = new Input(List.of(Source.file("t.csv", file, StandardCharsets.UTF_8)));
            try (ChunkReader chunks = new ChunkReader(input, TextTable.COMMA_NO_HEADER, List.of(), 1000)) {
                assertTrue(chunks.next().isPresent());
                bytes[bytes.length - 20] ^= 1; // in place, and the reader is not there yet
                Files.write(file, bytes);
                Files.setLastModifiedTime(file, THEN);
                assertData("the file changed while it was read: it has other bytes", "t.csv", ADVICE, () -> {
                    for (Optional<Chunk> next = chunks.next(); next.isPresent(); ) {
                        next = chunks.next();
                    }
                });
            }
        }
    }

    @Test
    void read_fileThatWasOnlyTouchedMeanwhile_isRefusedToo() throws IOException {
        Path file = file(1000, THEN);
        Source source = Source.file("t.csv", file, StandardCharsets.UTF_8);
        try (InputStream text = source.open()) {
            Files.setLastModifiedTime(file, LATER);
            assertData(
                    "the file changed while it was read:"
                            + " it was written at 2023-11-14T22:13:20Z and again at 2023-11-14T22:13:20.004Z",
                    "t.csv",
                    ADVICE,
                    text::readAllBytes);
        }
    }

    @Test
    void read_fileThatStaysAsItIs_isReadAgainAndAgain() throws IOException {
        Path file = file(1_000_000, THEN);
        Source source = Source.file("t.csv", file, StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            try (InputStream text = source.open()) {
                assertEquals(1_000_000, text.readAllBytes().length);
            }
        }
    }
}
