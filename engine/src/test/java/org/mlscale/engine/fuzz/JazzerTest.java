package org.mlscale.engine.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.chunk.PackedFuzz;
import org.mlscale.engine.modelfile.ModelFileFuzz;
import org.mlscale.engine.modelfile.SchemaJsonFuzz;
import org.mlscale.engine.score.JournalFuzz;
import org.mlscale.engine.table.ScannerFuzz;

/**
 * The readers of bytes that anybody may have written, on bytes that jazzer makes up: it changes them towards code that was not reached yet, for {@code -Dfuzz.seconds} a reader.
 * Each reader runs in a process of its own under libFuzzer, which also ends what takes more than {@value #HANG_SECONDS} s.
 */
class JazzerTest {
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 3);
    private static final int HANG_SECONDS = 10;
    private static final int BYTES_MAX = 1 << 14;
    private static final int RSS_MAX_MB = 3000;
    private static final long PATIENCE_SECONDS = 120; // to start and to end
    private static final int SEED = (int) (Long.getLong("tests.seed", System.currentTimeMillis()) & 0x7fff_ffff);
    private static final Optional<Path> INPUT =
            Optional.ofNullable(System.getProperty("fuzz.input")).map(Path::of);

    /** A reader. {@code type} has {@code fuzzerTestOneInput(byte[])}. */
    private record Target(Class<?> type, Supplier<List<byte[]>> seeds) {
        void read(byte[] bytes) throws Throwable {
            MethodHandles.publicLookup()
                    .findStatic(type, "fuzzerTestOneInput", MethodType.methodType(void.class, byte[].class))
                    .invoke(bytes);
        }

        /** Where its inputs and what it says are kept, from run to run. */
        Path folder() {
            return Path.of("target", "fuzz", toString()).toAbsolutePath();
        }

        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    private static Stream<Target> targets() {
        return Stream.of(
                new Target(ScannerFuzz.class, ScannerFuzz::seeds),
                new Target(PackedFuzz.class, PackedFuzz::seeds),
                new Target(ModelFileFuzz.class, ModelFileFuzz::seeds),
                new Target(SchemaJsonFuzz.class, SchemaJsonFuzz::seeds),
                new Target(JournalFuzz.class, JournalFuzz::seeds));
    }

    /** Or of the input that {@code -Dfuzz.input} names. */
    @ParameterizedTest
    @MethodSource("targets")
    void read_seeds_areReadOrRefused(Target target) throws Throwable {
        if (INPUT.isPresent()) {
            assumeTrue(INPUT.get().toAbsolutePath().startsWith(target.folder()), "-Dfuzz.input is for another reader");
            target.read(Files.readAllBytes(INPUT.get()));
            return;
        }
        for (byte[] seed : target.seeds().get()) {
            target.read(seed);
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void read_whatJazzerMakesUp_isReadOrRefused(Target target) throws IOException, InterruptedException {
        assumeTrue(INPUT.isEmpty(), "-Dfuzz.input is the only input");
        Path corpus = Files.createDirectories(target.folder().resolve("corpus"));
        List<byte[]> seeds = target.seeds().get();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), seeds.get(i));
        }
        Path log = target.folder().resolve("log.txt");
        Process jazzer = new ProcessBuilder(command(target, corpus))
                .directory(target.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(jazzer.waitFor(SECONDS + PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "it does not end: " + log);
        } finally {
            jazzer.destroyForcibly();
        }
        List<String> said = Files.readAllLines(log);
        String runs = last(said, "Done ").orElse("no runs");
        say("%s: seed %d, %s, %,d inputs kept"
                .formatted(target, SEED, runs, corpus.toFile().list().length));
        assertEquals(
                0,
                jazzer.exitValue(),
                () -> "%s%nrepeat with: mvn -pl engine test -Dtest=JazzerTest -Dfuzz.input=%s%nall of it: %s"
                        .formatted(
                                said.stream()
                                        .dropWhile(line -> !line.startsWith("== ") && !line.contains("ERROR"))
                                        .limit(60)
                                        .reduce("", (all, line) -> all + "\n" + line),
                                last(said, "artifact_prefix")
                                        .map(line -> line.replaceFirst(".* ", ""))
                                        .orElse("FILE"),
                                log));
    }

    private static List<String> command(Target target, Path corpus) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                SECONDS < 60 ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation", // it takes 4 s to begin, or 2
                "-XX:+EnableDynamicAgentLoading",
                "-Duser.language=en",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=org.mlscale.**",
                "--custom_hook_includes=org.mlscale.**", // what Deeplearning4j does at its start takes seconds to
                // instrument
                "--reproducer_path=" + target.folder(),
                "-artifact_prefix=" + target.folder() + "/",
                "-max_total_time=" + SECONDS,
                "-max_len=" + BYTES_MAX,
                "-timeout=" + HANG_SECONDS,
                "-rss_limit_mb=" + RSS_MAX_MB,
                "-seed=" + SEED,
                corpus.toString());
    }

    private static Optional<String> last(List<String> said, String start) {
        return said.stream().filter(line -> line.startsWith(start)).reduce((_, later) -> later);
    }

    @SuppressWarnings("SystemOut") // the one way to be seen in a green run
    private static void say(String what) {
        System.out.println("JazzerTest: " + what);
    }
}
