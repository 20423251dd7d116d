package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.UnnamedFile;
import org.mlscale.engine.fault.Fault;

/** What can be read only once, as a file. */
class SpoolTest {
    @TempDir
    Path directory;

    private record Disk(long size, long free) implements UnnamedFile.Disk {}

    @Test
    void of_stdin_liesInTheDirectoryWithoutAName() throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("/proc/self/fd")), "SKIPPED: the system has no names for open files");
        String text = "a,b\n".repeat(600_000);
        Path stored;
        try (Spool spool = Spool.of(List.of("-"), stdin(text), () -> directory)) {
            assertNothingIn(directory);
            stored = Path.of(spool.names(List.of("-")).getFirst());
            assertTrue(Files.readSymbolicLink(stored).startsWith(directory.toRealPath()));
            Input input = spool.named(
                    Input.of(spool.names(List.of("-")), InputStream.nullInputStream(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8);
            assertEquals("stdin", input.describe());
            for (int time = 0; time < 2; time++) {
                try (InputStream in = input.sources().getFirst().open()) {
                    assertEquals(text, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        assertFalse(Files.exists(stored));
    }

    @Test
    void of_files_asksForNoDirectory() {
        try (Spool spool = Spool.of(List.of("a.csv"), stdin(""), () -> {
            throw new AssertionError("nobody needs it");
        })) {
            assertEquals(List.of("a.csv"), spool.names(List.of("a.csv")));
        }
    }

    @Test
    void of_diskThatWouldBeFull_saysSo() throws IOException {
        Fault fault = assertThrows(
                Fault.class,
                () -> Spool.inFiles(
                        List.of("-"),
                        stdin("a,b\n".repeat(1_000_000)),
                        () -> UnnamedFile.withPath(directory, new Disk(100_000_000, 11_000_000), 1 << 20)));
        assertEquals(Fault.Kind.RESOURCES, fault.kind());
        assertEquals(
                "stdin does not fit on the disk: after 0.0 GB it would be more than 90 % full", fault.getMessage());
        assertEquals("--tmp DIR names a disk with more room; or name a file instead of stdin or a pipe", fault.hint());
        assertNothingIn(directory);
    }

    /** Killed while it reads stdin, it leaves nothing. */
    @Test
    void train_killedWhileStdinIsStored_leavesNothing() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("/proc/self/fd")), "SKIPPED: the system has no names for open files");
        Path tmp = Files.createDirectory(directory.resolve("tmp"));
        CliRun run = CliProcess.run(directory, Map.of(), """
            mkfifo in
            mlscale train --data - --target b --tmp tmp --out m.zip <in >/dev/null 2>&1 &
            exec 3>in
            yes a,b | head -n 2000000 >&3
            for i in $(seq 300); do
                java=$(cat /proc/$!/task/$!/children 2>/dev/null) # of the shell that runs it, if it is not that
                java=$(echo ${java:-$!})
                if ls -l /proc/$java/fd 2>/dev/null | grep -q '/tmp/mlscale-.*(deleted)'; then echo stored; break; fi
                sleep 0.1
            done
            ls tmp
            kill -9 $java
            wait $! 2>/dev/null
            ls tmp
            """);
        assertTrue(run.out().equals("stored\n"), run.toString());
        assertNothingIn(tmp);
    }

    private static InputStream stdin(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertNothingIn(Path directory) throws IOException {
        try (var names = Files.list(directory)) {
            assertEquals(0, names.count());
        }
    }
}
