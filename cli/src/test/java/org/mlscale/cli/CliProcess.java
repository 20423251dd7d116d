package org.mlscale.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A line of shell in which {@code mlscale} is this build of it, run in a process of its own. */
final class CliProcess {
    private CliProcess() {}

    /** Runs {@code line} in {@code folder}, with {@code environment} on top of ours. */
    static CliRun run(Path folder, Map<String, String> environment, String line)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("mlscale-test-", ".out");
        Path err = Files.createTempFile("mlscale-test-", ".err");
        try {
            ProcessBuilder shell = new ProcessBuilder(
                            "sh", "-c", "mlscale() { %s \"$@\"; }\n%s".formatted(java(), line))
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            shell.environment().putAll(environment);
            Process process = shell.start();
            process.getOutputStream().close();
            int exit = process.waitFor();
            return new CliRun(exit, Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String java() {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent"))
                .toList());
        java.add("-XX:-UsePerfData"); // a file of 32 kB: more than a test of a full disk allows
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), Mlscale.class.getName()));
        return java.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }
}
