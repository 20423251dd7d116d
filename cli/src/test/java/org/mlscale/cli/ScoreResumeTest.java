package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.table.Draws;

/** Scoring that is stopped, killed, refused, and gone on with: as a scheduler that repeats one command line has it. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScoreResumeTest {
    /** Kills in the build; {@code -Dmlscale.kills=100} for more. */
    private static final int KILLS = Integer.getInteger("mlscale.kills", 3);

    /** Rows of 24 kB, so that a few hundred of them are a chunk of 8 MiB. */
    private static final String NOTE = "a long text that nobody reads; as tables have them; ".repeat(470);

    private static final int TWO_CHUNKS = 20_000; // bytes of predictions: then the first is known to be kept
    private static final int PIECE_ROWS = 300;
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

    @TempDir
    private static Path folder;

    private static byte[] predictions = {}; // of plain.csv

    @BeforeAll
    static void makeModelsAndTables() throws IOException {
        Files.writeString(folder.resolve("train.csv"), Tables.yesNo());
        for (String seed : List.of("1", "2")) {
            CliRun.of(
                            "train",
                            "--data",
                            at("train.csv"),
                            "--id",
                            "id",
                            "--epochs",
                            "3",
                            "--model",
                            "mlp:6",
                            "--seed",
                            seed,
                            "-o",
                            at("model-%s.zip".formatted(seed)),
                            "--run-dir",
                            at("run-" + seed),
                            "-q")
                    .done();
        }
        try (OutputStream zipped = new BufferedOutputStream(
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("big.csv.gz"))))) { // 90 MB of text
            writeTable(zipped, 12);
        }
        CliRun.of("score", at("model-1.zip"), at("big.csv.gz"), at("whole.csv"), "-q")
                .done();
        try (OutputStream plain = new BufferedOutputStream(Files.newOutputStream(folder.resolve("plain.csv")))) {
            writeTable(plain, 3);
        }
        Files.setLastModifiedTime(folder.resolve("plain.csv"), LONG_AGO);
        CliRun.of("score", at("model-1.zip"), at("plain.csv"), at("plain-whole.csv"), "-q")
                .done();
        predictions = read("plain-whole.csv");
    }

    /** The rows of {@link Tables#yesNo} again and again, with a note; some are none. */
    private static void writeTable(OutputStream out, int times) throws IOException {
        List<String> rows = Tables.yesNo().lines().toList();
        out.write((rows.getFirst() + ",note\n").getBytes(StandardCharsets.UTF_8));
        for (int row = 0; row < times * PIECE_ROWS; row++) {
            String cells = row % 101 == 50 ? "none," + row : rows.get(1 + row % PIECE_ROWS) + "," + NOTE;
            out.write((cells + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void removeWhatIsLeft() throws IOException {
        for (String name : left()) {
            Files.delete(folder.resolve(name));
        }
        mend();
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    /** Names of files that scoring has left. */
    private static List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("out"))
                    .sorted()
                    .toList();
        }
    }

    private static CliRun score(String... flags) {
        return scoreWith("model-1.zip", flags);
    }

    private static CliRun scoreWith(String model, String... flags) {
        List<String> args = new ArrayList<>(List.of("score", at(model), at("plain.csv"), at("out.csv")));
        args.addAll(List.of(flags));
        return CliRun.of(args);
    }

    private static byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    /** A quote in the last line that is never closed, of which nobody learns before the chunks before it are done. */
    private static void spoil() throws IOException {
        overwriteEnd(",\"not closed");
    }

    private static void mend() throws IOException {
        overwriteEnd("have them; \n");
    }

    /** The size of the table, its date and its beginning stay. */
    private static void overwriteEnd(String text) throws IOException {
        Path table = folder.resolve("plain.csv");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), channel.size() - 12);
        }
        Files.setLastModifiedTime(table, LONG_AGO);
    }

    /** Leaves what a run leaves that was stopped in the last of its chunks. */
    private static void scoreSome(String... flags) throws IOException {
        spoil();
        List<String> args = new ArrayList<>(List.of(flags));
        args.add("--resume");
        CliRun run = score(args.toArray(String[]::new));
        assertEquals(3, run.exit(), run.err());
        mend();
        assertEquals(List.of("out.csv.part", "out.csv.part.journal", "out.csv.rejects.csv.part"), left());
    }

    @Test
    void resume_afterAFailure_doesTheRestWithTheSameBytesAndAccount() throws IOException {
        CliRun whole = score().done();
        byte[] rejects = read("out.csv.rejects.csv");
        removeWhatIsLeft();
        scoreSome();
        CliRun rest = score("--resume").done();
        assertTrue(rest.said("resume").matches("after [67][0-9]{2} rows"), rest.err());
        assertArrayEquals(predictions, read("out.csv"));
        assertArrayEquals(rejects, read("out.csv.rejects.csv"));
        assertEquals(List.of("out.csv", "out.csv.rejects.csv"), left());
        assertEquals(account(whole), account(rest));
        assertTrue(account(whole).startsWith("900 read = 891 predicted + 9 rejected"), whole.err());
        assertEquals(whole.said("warn"), rest.said("warn"));
        assertEquals("head " + at("out.csv"), rest.said("next"));
    }

    private static String account(CliRun run) {
        return run.said("scored").replaceFirst(";.*", "");
    }

    @Test
    void resume_nothingThere_begins() throws IOException {
        CliRun run = score("--resume").done();
        assertEquals("", run.said("resume"));
        assertEquals(List.of("out.csv", "out.csv.rejects.csv"), left());
    }

    @Test
    void resume_onlyAPart_beginsAndSaysSo() throws IOException {
        Files.writeString(folder.resolve("out.csv.part"), "of an older version");
        CliRun run = score("--resume").done();
        assertEquals("from the beginning: no piece of %s is whole".formatted(at("out.csv.part")), run.said("resume"));
    }

    @Test
    void resume_endOfThePartIsLost_doesItAgainAndSaysSo() throws IOException {
        scoreSome();
        byte[] part = read("out.csv.part");
        part[part.length - 1] = 0;
        Files.write(folder.resolve("out.csv.part"), part);
        CliRun run = score("--resume").done();
        assertEquals(
                "the last piece of %s is not whole, as after a power cut: done again".formatted(at("out.csv.part")),
                run.said("warn"));
        assertArrayEquals(predictions, read("out.csv"));
    }

    private static void assertRefused(CliRun run, String change) {
        run.fails(2, """
            mlscale: %s was begun otherwise: %s
              try: the command line, model and table that it was begun with
                   --force in place of --resume begins anew\
            """.formatted(at("out.csv.part"), change));
    }

    @Test
    void resume_otherFlags_isRefusedAndNamesThem() throws IOException {
        scoreSome();
        List<String> before = left();
        Map<String, String> changes = Map.of(
                "--threshold=0.3", "--threshold was auto, is 0.3",
                "--keep=none", "--keep was auto, is none",
                "--probs=off", "--probs was auto, is off",
                "--on-bad-row=skip", "--on-bad-row was empty, is skip",
                "--sep=comma", "--sep was not given, is comma",
                "--decimal=.", "--decimal was auto, is .",
                "--encoding=latin1", "--encoding was UTF-8, is latin1");
        changes.forEach((flag, change) -> assertRefused(score("--resume", flag), change));
        assertRefused(
                score("--resume", "--probs=off", "--keep=all"), "--keep was auto, is all; --probs was auto, is off");
        assertEquals(before, left());
        score("--resume", "--cpus", "1", "--max-bad", "4%", "--force").done(); // which decide no byte
        assertArrayEquals(predictions, read("out.csv"));
    }

    @Test
    void resume_otherModel_isRefusedAndBegunAnewByForce() throws IOException {
        scoreSome();
        CliRun refused = scoreWith("model-2.zip", "--resume");
        assertEquals(2, refused.exit());
        assertTrue(
                refused.err()
                        .matches("mlscale: \\S+/out.csv.part was begun otherwise: the model was sha256 [0-9a-f]{16},"
                                + " is sha256 [0-9a-f]{16}\n(?s).*"),
                refused.err());
        scoreWith("model-2.zip", "--force").done();
        byte[] forced = read("out.csv");
        removeWhatIsLeft();
        scoreWith("model-2.zip").done();
        assertArrayEquals(read("out.csv"), forced);
    }

    @Test
    void resume_tableHasChanged_isRefused() throws IOException {
        scoreSome();
        Files.setLastModifiedTime(folder.resolve("plain.csv"), FileTime.from(Instant.parse("2002-05-06T07:08:09Z")));
        CliRun refused = score("--resume");
        assertEquals(2, refused.exit());
        String name = at("plain.csv");
        assertTrue(
                refused.err()
                        .matches(
                                "mlscale: \\S+ was begun otherwise: IN \\S+ was ([0-9,]+ bytes) of 2001-02-03T04:05:06Z"
                                        + " (\\(sha256 [0-9a-f]{16}\\)), is \\1 of 2002-05-06T07:08:09Z \\2\n(?s).*"),
                refused.err());
        assertTrue(refused.err().contains("IN " + name), refused.err());
    }

    @ParameterizedTest
    @CsvSource({
        "-, out.csv, 'IN is stdin, which cannot be read again'",
        "plain.csv, -, 'OUT is stdout, which keeps nothing'",
        "-, -, 'IN is stdin, which cannot be read again; OUT is stdout, which keeps nothing'",
        "plain.csv, /dev/null, 'OUT is a device, which keeps nothing'",
    })
    void resume_whatKeepsNothing_isRefused(String in, String out, String why) {
        CliRun.of(
                        "score",
                        at("model-1.zip"),
                        in.equals("-") ? in : at(in),
                        out.equals("out.csv") ? at(out) : out,
                        "--resume")
                .fails(
                        2,
                        "mlscale: --resume needs files: %s\n  try: mlscale score MODEL in.csv out.csv --resume, or leave out --resume"
                                .formatted(why));
    }

    @Test
    void resume_complete_isAllThereIsToDo() throws IOException {
        score("--resume").done();
        FileTime time = Files.getLastModifiedTime(folder.resolve("out.csv"));
        CliRun again = score("--resume").done();
        assertEquals("%s is complete: nothing to do".formatted(at("out.csv")), again.said("resume"));
        assertEquals("head " + at("out.csv"), again.said("next"));
        score("--resume", "--force").done();
        assertEquals(time, Files.getLastModifiedTime(folder.resolve("out.csv")), "it was written again");
    }

    @ParameterizedTest
    @CsvSource({
        "model-2.zip, --cpus=1, it begins otherwise",
        "model-1.zip, --probs=off, it begins otherwise",
        "model-1.zip, --keep=none, it begins otherwise",
        "model-1.zip, --threshold=0, it begins otherwise",
    })
    void resume_outIsAnothers_isRefusedWithoutForce(String model, String flag, String why) throws IOException {
        score().done();
        assertTaken(scoreWith(model, "--resume", flag), why);
        scoreWith(model, "--resume", flag, "--force").done();
        assertEquals(
                "%s is complete: nothing to do".formatted(at("out.csv")),
                scoreWith(model, "--resume", flag).done().said("resume"));
    }

    private static void assertTaken(CliRun run, String why) {
        run.fails(2, """
            mlscale: %s exists and is not what this command line writes: %s
              try: --force replaces it, or choose another name\
            """.formatted(at("out.csv"), why));
    }

    @Test
    void resume_outIsOlderThanTheModel_isRefused() throws IOException {
        score().done();
        Files.setLastModifiedTime(folder.resolve("out.csv"), LONG_AGO);
        assertTaken(score("--resume"), "it is older than " + at("model-1.zip"));
    }

    /** A scheduler that repeats the line must not take the second answer for the better one. */
    @Test
    void resume_refusedBefore_staysRefused() throws IOException {
        CliRun first = score("--resume", "--max-bad", "0.5%");
        assertEquals(7, first.exit());
        assertEquals(List.of("out.csv", "out.csv.part.journal", "out.csv.rejects.csv"), left());
        CliRun again = score("--resume", "--max-bad", "0.5%");
        assertEquals(7, again.exit());
        assertEquals("%s is complete: nothing to do".formatted(at("out.csv")), again.said("resume"));
        assertEquals(
                first.err().substring(first.err().indexOf("mlscale: ")),
                again.err().substring(again.err().indexOf("mlscale: ")));
        score("--resume", "--probs", "off").fails(2, """
            mlscale: %s was begun otherwise: --probs was auto, is off
              try: the command line, model and table that it was begun with
                   --force in place of --resume begins anew\
            """.formatted(at("out.csv")));
        score("--resume", "--max-bad", "1%").done();
        assertEquals(List.of("out.csv", "out.csv.rejects.csv"), left());
    }

    @Test
    void withoutResume_afterAFailure_leavesNothing() throws IOException {
        spoil();
        assertEquals(3, score().exit());
        assertEquals(List.of(), left());
    }

    private static List<String> command(String out) {
        return List.of("score", "model-1.zip", "big.csv.gz", out, "--resume");
    }

    @Test
    void fullDisk_whileItScores_saysTheCommandThatGoesOn() throws Exception {
        String line = "mlscale score model-1.zip big.csv.gz out.csv --resume -q";
        CliRun full = CliProcess.run(folder, Map.of(), "ulimit -f 64; " + line);
        full.fails(4, """
            mlscale: out.csv cannot be written: File too large
              try: choose another place, or make room
                   then, for what was done is kept: %s\
            """.formatted(line));
        assertEquals(List.of("out.csv.part", "out.csv.part.journal", "out.csv.rejects.csv.part"), left());
        CliRun rest = CliProcess.run(folder, Map.of(), line.replace(" -q", "")).done();
        assertTrue(rest.said("resume").matches("after [0-9,]+ rows"), rest.err());
        assertArrayEquals(read("whole.csv"), read("out.csv"));
    }

    private static boolean hasChunks(String out) {
        try {
            return Files.size(folder.resolve(out + ".part")) > TWO_CHUNKS;
        } catch (IOException notYet) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void signal_whileItScores_keepsWhatIsDoneAndSaysTheCommandThatGoesOn(String signal, int exit) throws Exception {
        String next;
        try (Program program = Program.start(folder, command("out.csv"))) {
            program.await(() -> hasChunks("out.csv"));
            program.signal(signal);
            assertEquals(exit, program.exit(), program.said());
            List<String> said = program.lines();
            next = said.getLast();
            assertEquals("next     mlscale score model-1.zip big.csv.gz out.csv --resume", next);
            String stopped = said.get(said.size() - 2);
            assertTrue(stopped.matches("stopped  after [0-9,]+ rows: they are kept in out.csv.part"), stopped);
        }
        assertEquals(List.of("out.csv.part", "out.csv.part.journal", "out.csv.rejects.csv.part"), left());
        try (Program again =
                Program.startLine(folder, next.substring("next".length()).strip())) {
            assertEquals(0, again.exit(), again.said());
        }
        assertArrayEquals(read("whole.csv"), read("out.csv"));
        assertArrayEquals(read("whole.csv.rejects.csv"), read("out.csv.rejects.csv"));
    }

    /** After any number of kills OUT, its rejects and the account are those of a run without one. */
    @Test
    void killed_atRandomMoments_goesOnToTheSameBytes() throws Exception {
        long begun = System.nanoTime();
        String account;
        try (Program whole = Program.start(folder, command("out-whole.csv"))) {
            assertEquals(0, whole.exit(), whole.said());
            account = account(whole);
        }
        long wholeMillis = (System.nanoTime() - begun) / 1_000_000;
        byte[] predictions = read("whole.csv");
        byte[] rejects = read("whole.csv.rejects.csv");
        assertArrayEquals(predictions, read("out-whole.csv"));
        int run = 1;
        int killed = 0;
        int resumed = 0;
        for (int seed = 1; ; seed++) {
            String out = "out-%d.csv".formatted(run);
            boolean kills = killed < KILLS || resumed == 0 && killed < 5 * KILLS; // one at least that is gone on with
            if (!kills && Files.exists(folder.resolve(out))) {
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
            if (Files.notExists(folder.resolve(out + ".part")) && Files.notExists(folder.resolve(out))) {
                typed.remove("--resume");
            }
            try (Program program = Program.start(folder, typed)) {
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
                assertEquals(complete ? "" : account, account(program), where); // killed when it had said so
            }
            assertArrayEquals(predictions, read(out), where);
            assertArrayEquals(rejects, read(out + ".rejects.csv"), where);
            String prefix = out.replace(".csv", "");
            assertEquals(
                    List.of(out, out + ".rejects.csv"),
                    left().stream()
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

    private static String account(Program program) {
        return program.lines().stream()
                .filter(line -> line.startsWith("scored"))
                .map(line -> line.replaceFirst(";.*", ""))
                .findFirst()
                .orElse("");
    }
}
