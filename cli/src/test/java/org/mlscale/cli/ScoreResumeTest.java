package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scoring that has failed or ended, and the same command line again, as a scheduler repeats it; {@link ScoreKillTest} kills it. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScoreResumeTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

    @TempDir
    private static Path path;

    private static byte[] predictions = {}; // of plain.csv

    @BeforeAll
    static void makeModelsAndTable() throws IOException {
        folder().train(1);
        folder().train(2);
        folder().writeTable("plain.csv", 3);
        Files.setLastModifiedTime(path.resolve("plain.csv"), LONG_AGO);
        CliRun.of("score", at("model-1.zip"), at("plain.csv"), at("plain-whole.csv"), "-q")
                .done();
        predictions = read("plain-whole.csv");
    }

    @BeforeEach
    void removeWhatIsLeft() throws IOException {
        folder().removeWhatIsLeft();
        mend();
    }

    private static ScoreFolder folder() {
        return new ScoreFolder(path);
    }

    private static String at(String name) {
        return folder().at(name);
    }

    private static byte[] read(String name) throws IOException {
        return folder().read(name);
    }

    private static List<String> left() throws IOException {
        return folder().left();
    }

    private static CliRun score(String... flags) {
        return scoreWith("model-1.zip", flags);
    }

    private static CliRun scoreWith(String model, String... flags) {
        List<String> args = new ArrayList<>(List.of("score", at(model), at("plain.csv"), at("out.csv")));
        args.addAll(List.of(flags));
        return CliRun.of(args);
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
        Path table = path.resolve("plain.csv");
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
        assertTrue(account(whole).startsWith("scored   900 read = 891 predicted + 9 rejected"), whole.err());
        assertEquals(whole.said("warn"), rest.said("warn"));
        assertEquals("head " + at("out.csv"), rest.said("next"));
    }

    private static String account(CliRun run) {
        return ScoreFolder.account(run.err().lines().toList());
    }

    @Test
    void resume_nothingThere_begins() throws IOException {
        CliRun run = score("--resume").done();
        assertEquals("", run.said("resume"));
        assertEquals(List.of("out.csv", "out.csv.rejects.csv"), left());
    }

    @Test
    void resume_onlyAPart_beginsAndSaysSo() throws IOException {
        Files.writeString(path.resolve("out.csv.part"), "of an older version");
        CliRun run = score("--resume").done();
        assertEquals("from the beginning: no piece of %s is whole".formatted(at("out.csv.part")), run.said("resume"));
    }

    @Test
    void resume_endOfThePartIsLost_doesItAgainAndSaysSo() throws IOException {
        scoreSome();
        byte[] part = read("out.csv.part");
        part[part.length - 1] = 0;
        Files.write(path.resolve("out.csv.part"), part);
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
        Files.setLastModifiedTime(path.resolve("plain.csv"), FileTime.from(Instant.parse("2002-05-06T07:08:09Z")));
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
        FileTime time = Files.getLastModifiedTime(path.resolve("out.csv"));
        CliRun again = score("--resume").done();
        assertEquals("%s is complete: nothing to do".formatted(at("out.csv")), again.said("resume"));
        assertEquals("head " + at("out.csv"), again.said("next"));
        score("--resume", "--force").done();
        assertEquals(time, Files.getLastModifiedTime(path.resolve("out.csv")), "it was written again");
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
        Files.setLastModifiedTime(path.resolve("out.csv"), LONG_AGO);
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
    void withoutResume_unfinishedRun_isBegunAnewAndSaid() throws IOException {
        scoreSome();
        CliRun run = score().done();
        String rows = "[67][0-9]{2} rows of an unfinished run in %s are done again: ".formatted(at("out.csv.part"));
        assertTrue(run.said("warn").matches(rows + "--resume goes on with what such a run has left"), run.err());
        assertArrayEquals(predictions, read("out.csv"));
        removeWhatIsLeft();
        scoreSome();
        assertTrue(score("--probs=off").done().said("warn").matches(rows + "it was begun otherwise"), run.err());
        assertEquals(List.of("out.csv", "out.csv.rejects.csv"), left());
    }

    @Test
    void withoutResume_outIsThere_leavesTheUnfinishedRun() throws IOException {
        scoreSome();
        Files.writeString(path.resolve("out.csv"), "a file of the user's");
        score().fails(2, """
            mlscale: %s exists
              try: --force replaces it, or choose another name\
            """.formatted(at("out.csv")));
        assertEquals(List.of("out.csv", "out.csv.part", "out.csv.part.journal", "out.csv.rejects.csv.part"), left());
    }

    @Test
    void withoutResume_afterAFailure_leavesNothing() throws IOException {
        spoil();
        assertEquals(3, score().exit());
        assertEquals(List.of(), left());
    }
}
