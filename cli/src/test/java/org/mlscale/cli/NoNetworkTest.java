package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On one machine no class that could talk to another is even loaded: seen in a real process, from its first class to its last. */
class NoNetworkTest {
    private static final int PATIENCE_SECONDS = 120;

    /**
     * {@code SocketChannelImpl} alone is left out: {@code Files.newInputStream} asks whether it has one before it. To open
     * one takes {@code Net} and {@code SocketDispatcher}.
     */
    private static final Pattern NETWORK = Pattern.compile(String.join(
            "|",
            "java\\.net\\.(Server|Datagram|Multicast)?Socket",
            "java\\.net\\.HttpURLConnection",
            "java\\.net\\.http\\..*",
            "sun\\.net\\.www\\.protocol\\.https?\\..*",
            "sun\\.nio\\.ch\\.(?!SocketChannelImpl$).*(Socket|Datagram).*Channel.*",
            "sun\\.nio\\.ch\\.(Net|.*SocketDispatcher)",
            "sun\\.net\\.spi\\..*",
            "javax\\.net\\.ssl\\.SSLSocket.*",
            "io\\.(grpc|netty)\\..*",
            "com\\.sun\\.net\\.httpserver\\..*",
            "org\\.mlscale\\.distributed\\..*"));

    @TempDir
    Path directory;

    /** Runs the command line {@code args} in a JVM of its own and returns the names of the classes it loaded. */
    private List<String> classesOf(String name, String... args) throws IOException, InterruptedException {
        Path log = directory.resolve(name + ".classes");
        Path output = directory.resolve(name + ".out");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-Xlog"))
                .toList());
        command.add("-Xlog:class+load:file=%s:none:filecount=0".formatted(log));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Mlscale.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertEquals(0, process.waitFor(), () -> name + ": " + read(output));
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(line -> line.replaceFirst(" .*", "")).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return gone.toString();
        }
    }

    private static void assertNoNetwork(List<String> classes, String... loaded) {
        assertTrue(classes.containsAll(List.of(loaded)), "the log is the one of this run");
        assertEquals(
                List.of(),
                classes.stream().filter(NETWORK.asMatchPredicate()).sorted().toList());
    }

    @Test
    void trainAndScore_oneMachine_loadNoNetworkClass() throws Exception {
        StringBuilder csv = new StringBuilder("a,b,word,y\n");
        for (int row = 0; row < 300; row++) {
            csv.append("%d,%d.5,%s,%d.25\n".formatted(row % 17, row % 5, row % 3 == 0 ? "red" : "blue", row * 7 % 31));
        }
        Files.writeString(directory.resolve("table.csv"), csv);
        assertNoNetwork(
                classesOf("train", "train", "--data", "table.csv", "--epochs", "2", "--model", "mlp:8"),
                "org.mlscale.engine.train.Training",
                "org.mlscale.engine.model.compiled.CompiledNetwork");
        assertTrue(Files.exists(directory.resolve("model.zip")));
        assertNoNetwork(
                classesOf("score", "score", "model.zip", "table.csv", "out.csv"),
                "org.mlscale.engine.score.Scoring",
                "org.mlscale.engine.model.compiled.CompiledNetwork");
        assertEquals(301, Files.readAllLines(directory.resolve("out.csv")).size());
    }

    /** Or else the test above would pass whatever happens. */
    @Test
    void pattern_networkClasses_isKnown() {
        for (String name : List.of(
                "java.net.Socket",
                "java.net.ServerSocket",
                "java.net.HttpURLConnection",
                "java.net.http.HttpClient",
                "sun.nio.ch.Net",
                "sun.nio.ch.SocketDispatcher",
                "sun.nio.ch.ServerSocketChannelImpl",
                "sun.nio.ch.DatagramChannelImpl",
                "io.grpc.Channel",
                "io.netty.channel.Channel",
                "com.sun.net.httpserver.HttpServer",
                "org.mlscale.distributed.worker.Worker")) {
            assertTrue(NETWORK.matcher(name).matches(), name);
        }
        assertFalse(NETWORK.matcher("sun.nio.ch.FileChannelImpl").matches());
    }
}
