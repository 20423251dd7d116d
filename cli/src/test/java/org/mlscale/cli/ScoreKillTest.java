package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.table.Draws;

/** Scoring in a process of its own, which meets a full disk, a signal, another run, or its end at any moment. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScoreKillTest {
    /** Kills in the build; {@code -Dmlscale.kills=100} for more. */
    private static final int KILLS = Integer.getInteger("mlscale.kills", 3);

    private static final int TWO_CHUNKS = 20_000; // bytes of predictions: then the first is known to be kept

    @TempDir
    private static Path path;

    @BeforeAll
    static void makeModelAndTable() throws IOException {
        folder().train(1);
        folder().writeTable("big.csv.gz", 12); // 90 MB of text
        CliRun.of("score", folder().at("model-1.zip"), folder().at("big.csv.gz"), folder().at("whole.csv"), "-q")
                .done();
    }

    @BeforeEach
    void removeWhatIsLeft() throws IOException {
        folder().removeWhatIsLeft();
    }

    private static ScoreFolder folder() {
        return new ScoreFolder(path);
    }

    private static List<String> command(String out) {
        return List.of("score", "model-1.zip", "big.csv.gz", out, "--resume");
    }

    @Test
    void fullDisk_whileItScores_saysTheCommandThatGoesOn() throws Exception {
        String line = "mlscale score model-1.zip big.csv.gz out.csv --resume -q";
        CliRun full = CliProcess.run(path, Map.of(), "ulimit -f 64; " + line);
        full.fails(4, """
            mlscale: out.csv cannot be written: File too large
              try: choose another place, or make room
                   then, for what was done is kept: %s\
            """.formatted(line));
        assertEquals(List.of("out.csv.part", "out.csv.part.journal", "out.csv.rejects.csv.part"), folder().left());
        CliRun rest = CliProcess.run(path, Map.of(), line.replace(" -q", "")).done();
        assertTrue(rest.said("resume").matches("after [0-9,]+ rows"), rest.err());
        assertArrayEquals(folder().read("whole.csv"), folder().read("out.csv"));
    }

    private static boolean hasChunks(String out) {
        try {
            return Files.size(path.resolve(out + ".part")) > TWO_CHUNKS;
        } catch (IOException notYet) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void signal_whileItScores_keepsWhatIsDoneAndSaysTheCommandThatGoesOn(String signal, int exit) throws Exception {
        String next;
        try (Program program = Program.start(path, command("out.csv"))) {
            program.await(() -> hasChunks("out.csv"));
            program.signal(signal);
            assertEquals(exit, program.exit(), program.said());
            List<String> said = program.lines();
            next = said.getLast();
            assertEquals("next     mlscale score model-1.zip big.csv.gz out.csv --resume", next);
            String stopped = said.get(said.size() - 2);
            assertTrue(stopped.matches("stopped  after [0-9,]+ rows: they are kept in out.csv.part"), stopped);
        }
        assertEquals(List.of("out.csv.part", "out.csv.part.journal", "out.csv.rejects.csv.part"), folder().left());
        try (Program again =
                Program.startLine(path, next.substring("next".length()).strip())) {
            assertEquals(0, again.exit(), again.said());
        }
        assertArrayEquals(folder().read("whole.csv"), folder().read("out.csv"));
        assertArrayEquals(folder().read("whole.csv.rejects.csv"), folder().read("out.csv.rejects.csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--resume", "--force"})
    void anotherRun_whileItScores_isRefusedAndDisturbsNothing(String flag) throws Exception {
        try (Program program = Program.start(path, command("out.csv"))) {
            program.await(() -> hasChunks("out.csv"));
            program.signal("STOP"); // or it might end before the other one begins
            CliProcess.run(path, Map.of(), "mlscale score model-1.zip big.csv.gz out.csv " + flag)
                    .fails(2, """
                        mlscale: another run writes out.csv
                          try: wait for it, or choose another name\
                        """);
            program.signal("CONT");
            assertEquals(0, program.exit(), program.said());
        }
        assertArrayEquals(folder().read("whole.csv"), folder().read("out.csv"));
    }

    /** After any number of kills OUT, its rejects and the account are those of a run without one. */
    @Test
    void killed_atRandomMoments_goesOnToTheSameBytes() throws Exception {
        long begun = System.nanoTime();
        String account;
        try (Program whole = Program.start(path, command("out-whole.csv"))) {
            assertEquals(0, whole.exit(), whole.said());
            account = ScoreFolder.account(whole.lines());
        }
        long wholeMillis = (System.nanoTime() - begun) / 1_000_000;
        byte[] predictions = folder().read("whole.csv");
        byte[] rejects = folder().read("whole.csv.rejects.csv");
        assertArrayEquals(predictions, folder().read("out-whole.csv"));
        int run = 1;
        int killed = 0;
        int resumed = 0;
        for (int seed = 1; ; seed++) {
            String out = "out-%d.csv".formatted(run);
            boolean kills = killed < KILLS || resumed == 0 && killed < 5 * KILLS; // one at least that is gone on with
            if (!kills && Files.exists(path.resolve(out))) {
                break;
            }
            // two of three while it writes, the others at any moment from the start of Java on
            boolean writing = seed % 3 != 0;
            long millis = (long) (Draws.unit(seed, 6) * (writing ? wholeMillis / 20 : wholeMillis));
            String where = "seed %d, %s, %s %d of %d ms"
                    .formatted(seed, out, writing ? "writing for" : "started for", millis, wholeMillis);
            System.out.println(kills ? "kill: " + where : "no more kills");
            // what is killed need not have been told that it will be gone on with
            List<String> typed = new ArrayList<>(command(out));
            if (Files.notExists(path.resolve(out + ".part")) && Files.notExists(path.resolve(out))) {
                typed.remove("--resume");
            }
            try (Program program = Program.start(path, typed)) {
                while (kills && writing && program.process().isAlive() && !hasChunks(out)) {
                    Thread.sleep(2);
                }
                if (kills && !program.process().waitFor(millis, TimeUnit.MILLISECONDS)) {
                    program.signal("KILL");
                    if (program.exit() == 137) { // else it had just ended
                        killed++;
                        continue;
                    }
                }
                assertEquals(0, program.exit(), () -> where + ": " + program.said());
                resumed += program.lines().stream().anyMatch(line -> line.matches("resume   after [1-9][0-9,]* rows"))
                        ? 1
                        : 0;
                boolean complete = program.lines().contains("resume   %s is complete: nothing to do".formatted(out));
                assertEquals(
                        complete ? "" : account,
                        ScoreFolder.account(program.lines()),
                        where); // killed when it had said so
            }
            assertArrayEquals(predictions, folder().read(out), where);
            assertArrayEquals(rejects, folder().read(out + ".rejects.csv"), where);
            String prefix = out.replace(".csv", "");
            assertEquals(
                    List.of(out, out + ".rejects.csv"),
                    folder().left().stream()
                            .filter(name -> name.startsWith(prefix + "."))
                            .toList(),
                    where);
            if (kills) {
                run++;
            }
        }
        System.out.printf("%d kills, %d runs, %d of them gone on with%n", killed, run, resumed);
        assertTrue(resumed > 0, "no kill came after a chunk: nothing was tried");
    }
}
