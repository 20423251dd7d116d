package org.mlscale.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped folder runs: its launcher, under a shell, as a user starts it. */
class LayoutIT {
    private static final Path LAYOUT = Path.of(System.getProperty("basedir"), "target", "mlscale");

    @TempDir
    Path folder;

    @Test
    void launcher_version_isPrinted() throws Exception {
        var run = run(LAYOUT.resolve("bin/mlscale"), "--version");
        assertEquals(0, run.exitCode(), run.output());
        assertTrue(run.output().startsWith("mlscale "), run.output());
    }

    @Test
    void launcher_throughLinks_findsItsOwnPlace() throws Exception {
        var first = Files.createSymbolicLink(folder.resolve("first"), LAYOUT.resolve("bin/mlscale"));
        var second = Files.createSymbolicLink(folder.resolve("second"), folder.relativize(first));
        var run = run(second, "--version");
        assertEquals(0, run.exitCode(), run.output());
        Files.delete(first); // JUnit warns about links that lead out of its folder
    }

    @Test
    void launcher_noJava_saysSoInOneLine() throws Exception {
        // No machine has Java 999.
        var bare = Files.createDirectories(folder.resolve("bare/bin")).getParent();
        Files.copy(LAYOUT.resolve("bin/mlscale"), bare.resolve("bin/mlscale"));
        Files.writeString(
                bare.resolve("bin/find-java.sh"),
                Files.readString(LAYOUT.resolve("bin/find-java.sh")).replace("-ge 25", "-ge 999"));
        var run = run(Path.of("/bin/sh"), bare.resolve("bin/mlscale").toString(), "--version");
        assertEquals(4, run.exitCode(), run.output());
        assertEquals(1, run.output().lines().count(), run.output());
        assertTrue(run.output().contains("https://adoptium.net"), run.output());
    }

    /** The whole way of a newcomer, with the launcher's own flags for memory, deserialisation and natives. */
    @Test
    void demo_asShipped_checksItsOwnResult() throws Exception {
        var demo = folder.resolve("demo");
        var run = run(LAYOUT.resolve("bin/mlscale"), "demo", "--dir", demo.toString());
        assertEquals(0, run.exitCode(), run.output());
        assertTrue(run.output().contains("of 5,000 right"), run.output());
        assertTrue(run.output().endsWith("next     mlscale train --data YOUR.csv\n"), run.output());
        assertEquals(5_001, Files.readAllLines(demo.resolve("scores.csv")).size());
    }

    private record Run(int exitCode, String output) {}

    private static Run run(Path program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("MLSCALE_JAVA_HOME", System.getProperty("java.home")));
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running after a minute");
        return new Run(process.exitValue(), output);
    }
}
