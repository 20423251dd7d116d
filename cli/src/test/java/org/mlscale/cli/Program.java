package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program in a process of its own, to be told to end or killed; what it says goes to a file. */
record Program(Process process, Path output) implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    /** What stands for {@code mlscale} in a command line. */
    static List<String> launcher() {
        List<String> launcher = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/env"))
                && System.getProperty("os.name").equals("Linux")) {
            // a build that runs in the background ignores Ctrl-C, and so would what it starts
            launcher.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
        }
        launcher.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        launcher.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-Xmx"))
                .toList());
        launcher.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        launcher.addAll(List.of("-Dmlscale.host=here", "-cp", System.getProperty("java.class.path")));
        launcher.add(Mlscale.class.getName());
        return launcher;
    }

    static Program start(Path directory, List<String> args) throws IOException {
        return run(directory, Stream.concat(launcher().stream(), args.stream()).toList());
    }

    /** As a user's shell runs a line in which the program is called {@code mlscale}. */
    static Program startLine(Path directory, String line) throws IOException {
        String words = launcher().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return run(directory, List.of("sh", "-c", "mlscale() { exec %s \"$@\"; }\n%s".formatted(words, line)));
    }

    private static Program run(Path directory, List<String> command) throws IOException {
        Path output = Files.createTempFile(directory, "said-", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Program(process, output);
    }

    /** Waits until it ends by itself. */
    int exit() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "it does not end: " + said());
        return process.exitValue();
    }

    /** Waits for a moment in its life. */
    void await(BooleanSupplier moment) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!moment.getAsBoolean()) {
            assertTrue(process.isAlive() && System.nanoTime() < end, () -> "this never comes: " + said());
            Thread.sleep(10);
        }
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    String said() {
        try {
            return Files.readString(output);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    List<String> lines() {
        return said().lines().toList();
    }

    /** Nothing that a test starts outlives it. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
