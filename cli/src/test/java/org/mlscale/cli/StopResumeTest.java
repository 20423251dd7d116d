package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.table.Draws;

/** The program as a scheduler and an impatient user treat it: told to end, killed, started again. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopResumeTest {
    /** Kills in the build; {@code -Dmlscale.kills=20} for more. */
    private static final int KILLS = Integer.getInteger("mlscale.kills", 3);

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTable() throws IOException {
        Files.writeString(folder.resolve("it's.csv"), Tables.yesNo());
    }

    private static List<String> train(String... flags) {
        List<String> args = new ArrayList<>(List.of("train", "--data", "it's.csv", "--early-stop", "off"));
        args.addAll(List.of("--model", "mlp:6", "--checkpoint", "0.05s"));
        args.addAll(List.of(flags));
        return args;
    }

    private static List<String> endless(String... flags) {
        List<String> args = train("--epochs", "10000000");
        args.addAll(List.of(flags));
        return args;
    }

    private boolean hasCheckpoint(Path run) {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.anyMatch(file -> file.toString().endsWith(".ckpt"));
        } catch (IOException notYet) {
            return false;
        }
    }

    private byte[] params(String model) throws IOException {
        try (ZipFile zip = new ZipFile(folder.resolve(model).toFile())) {
            return zip.getInputStream(zip.getEntry("params.f32")).readAllBytes();
        }
    }

    private Map<String, Object> facts(String run) throws IOException {
        return JSON.std.mapFrom(Files.readString(folder.resolve(run + "/run.json")));
    }

    /** What a run is after any number of kills, it would have been without one: params to the bit, and its figures. */
    @Test
    void killed_atRandomMoments_goesOnToTheSameBits() throws Exception {
        long begun = System.nanoTime();
        try (Program whole = Program.start(folder, train("--epochs", "400", "--run-dir", "whole", "-o", "whole.zip"))) {
            assertEquals(0, whole.exit(), whole.said());
        }
        long wholeMillis = (System.nanoTime() - begun) / 1_000_000;
        byte[] params = params("whole.zip");
        List<String> metrics = Files.readAllLines(folder.resolve("whole/metrics.jsonl"));
        assertEquals(400, metrics.size());
        int run = 1;
        int killed = 0;
        boolean resumed = false;
        for (int seed = 1; killed < KILLS || Files.notExists(folder.resolve("run-%d.zip".formatted(run))); seed++) {
            String name = "run-" + run;
            // every second one while it learns, the others at any moment from the start of Java on
            boolean learning = seed % 2 == 0;
            long millis = (long) (Draws.unit(seed, 5) * (learning ? wholeMillis / 4 : wholeMillis));
            String where = "seed %d, %s, %s %d of %d ms"
                    .formatted(seed, name, learning ? "learning for" : "started for", millis, wholeMillis);
            System.out.println(killed < KILLS ? "kill: " + where : "no more kills");
            try (Program program = Program.start(
                    folder, train("--epochs", "400", "--run-dir", name, "-o", name + ".zip", "--resume"))) {
                while (killed < KILLS
                        && learning
                        && program.process().isAlive()
                        && !hasCheckpoint(folder.resolve(name))) {
                    Thread.sleep(5);
                }
                if (killed < KILLS && !program.process().waitFor(millis, TimeUnit.MILLISECONDS)) {
                    program.signal("KILL");
                    assertEquals(137, program.exit(), where);
                    killed++;
                    continue;
                }
                assertEquals(0, program.exit(), () -> where + ": " + program.said());
            }
            assertArrayEquals(params, params(name + ".zip"), where);
            assertEquals(metrics, Files.readAllLines(folder.resolve(name + "/metrics.jsonl")), where);
            resumed |= facts(name).get("resumed_from") instanceof List<?> steps
                    && !steps.getLast().equals(0);
            if (killed < KILLS) {
                run++;
            }
        }
        assertTrue(resumed, "no kill came after a checkpoint: nothing was tried");
    }

    @Test
    void sigterm_whileItLearns_keepsACheckpointAndSaysTheCommandThatGoesOn() throws Exception {
        List<String> said;
        try (Program program = Program.start(folder, endless())) {
            program.await(() -> program.said().contains("\nrun "));
            Path run = folder.resolve(runOf(program));
            program.await(() -> hasCheckpoint(run));
            program.signal("TERM");
            assertEquals(143, program.exit(), program.said());
            said = program.lines();
        }
        String next = said.getLast();
        assertTrue(
                next.matches("next {5}mlscale train --data 'it'\\\\''s.csv' .* --run-dir runs/[0-9-]+ --resume"), next);
        String stopped = said.get(said.size() - 2);
        assertTrue(
                stopped.matches("stopped  after step [0-9,]+ of at most 30,000,000; kept in runs/.*\\.ckpt"), stopped);
        String step = stopped.replaceAll(".*step-([0-9]+)\\.ckpt", "$1");
        assertFalse(Files.exists(folder.resolve("model.zip")));
        try (Program again =
                Program.startLine(folder, next.substring("next".length()).strip() + " --max-time 0.2s")) {
            assertEquals(0, again.exit(), again.said());
            assertTrue(
                    again.lines().stream()
                            .map(line -> line.replace(",", ""))
                            .anyMatch(line -> line.equals("resume   from step %s of at most 30000000".formatted(step))),
                    again.said());
        }
        assertTrue(Files.exists(folder.resolve("model.zip")));
    }

    private static String runOf(Program program) {
        return program.lines().stream()
                .filter(line -> line.startsWith("run "))
                .map(line -> line.substring(3).strip())
                .findFirst()
                .orElseThrow();
    }

    /** The lock is the living process's: another is refused, and after its end none is left. */
    @Test
    void ctrlC_whileAnotherWantsTheRun_refusesTheOtherAndEndsWith130() throws Exception {
        List<String> command = endless("--run-dir", "run", "--resume");
        try (Program program = Program.start(folder, command)) {
            program.await(() -> hasCheckpoint(folder.resolve("run")));
            try (Program other = Program.start(folder, command)) {
                assertEquals(4, other.exit(), other.said());
                assertEquals(
                        List.of(
                                "mlscale: the run directory run is in use by process %d on here"
                                        .formatted(program.process().pid()),
                                "  try: wait until it has ended, or --run-dir with a new name"),
                        other.lines());
            }
            program.signal("INT");
            assertEquals(130, program.exit(), program.said());
            assertEquals(
                    "next     mlscale train --data 'it'\\''s.csv' --early-stop off --model mlp:6 --checkpoint 0.05s"
                            + " --epochs 10000000 --run-dir run --resume",
                    program.lines().getLast());
        }
        command.addAll(List.of("--max-time", "0.2s"));
        try (Program again = Program.start(folder, command)) {
            assertEquals(0, again.exit(), again.said());
        }
    }

    @Test
    void sigterm_whileTheTableIsRead_endsAtOnceAndLeavesNothing() throws Exception {
        try (Program program = Program.start(folder, List.of("train", "--data", "-", "--run-dir", "run"))) {
            // more than a pipe holds: it reads, and waits for the end, which does not come
            program.process().getOutputStream().write(Tables.yesNo().repeat(40).getBytes(StandardCharsets.UTF_8));
            program.process().getOutputStream().flush();
            long begun = System.nanoTime();
            program.signal("TERM");
            assertEquals(143, program.exit(), program.said());
            assertTrue(System.nanoTime() - begun < 5e9, "it took its time");
            assertEquals(
                    List.of(
                            "stopped  while the table was read: nothing is written",
                            "next     mlscale train --data - --run-dir run"),
                    program.lines());
        }
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void sigterm_whileItScores_leavesNoHalfFile() throws Exception {
        try (Program trained = Program.start(folder, train("--epochs", "1", "--run-dir", "run"))) {
            assertEquals(0, trained.exit(), trained.said());
        }
        try (Program program = Program.start(folder, List.of("score", "model.zip", "-", "out.csv"))) {
            // the head of the table, so that it begins, and no end
            program.process().getOutputStream().write(Tables.yesNo().repeat(40).getBytes(StandardCharsets.UTF_8));
            program.process().getOutputStream().write("x".repeat(2 << 20).getBytes(StandardCharsets.UTF_8));
            program.process().getOutputStream().flush();
            program.await(() -> Files.exists(folder.resolve("out.csv.part")));
            program.signal("TERM");
            assertEquals(143, program.exit(), program.said());
            assertEquals(
                    List.of(
                            "stopped  before the end: out.csv is not written",
                            "next     mlscale score model.zip - out.csv"),
                    program.lines());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.map(Path::toString)
                            .filter(file -> file.contains("out.csv"))
                            .toList());
        }
    }
}
