package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows written down otherwise: other names, other decimal signs, other words for nothing. */
class OtherTablesTest {
    @TempDir
    private static Path folder;

    private static final String GERMAN = Tables.regression().replace(',', ';').replace('.', ',');

    @BeforeAll
    static void train() throws IOException {
        write("y.csv", Tables.yesNo());
        write("german.csv", GERMAN);
        train("y.csv", "y.zip");
        CliRun german = train("german.csv", "german.zip");
        assertTrue(german.said("data").endsWith("separator \";\", decimal comma, with a header"), german.err());
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static CliRun train(String data, String model, String... flags) {
        List<String> args = new ArrayList<>(List.of("train", "--data", at(data), "--id", "id", "--epochs", "2"));
        args.addAll(List.of("--model", "mlp:4", "-o", at(model), "--run-dir", at(model + "-run")));
        args.addAll(List.of(flags));
        return CliRun.of(args).done();
    }

    private static String scores(String model, String in, String... flags) throws IOException {
        List<String> args = new ArrayList<>(List.of("score", at(model), at(in), at("out.csv"), "--force"));
        args.addAll(List.of(flags));
        CliRun run = CliRun.of(args).done();
        assertEquals("", run.said("warn"));
        return Files.readString(folder.resolve("out.csv"));
    }

    @Test
    void score_decimalCommas_givesTheSameInEveryWrapping() throws IOException {
        String expected = scores("german.zip", "german.csv");
        assertTrue(expected.matches("(?s)id,prediction\nc000,[0-9]+\\.[0-9]+\n.*"), expected.substring(0, 60));
        write("quoted.csv", GERMAN.replaceAll("([0-9]+,[0-9]+)", "\"$1\"").replace(';', ','));
        assertEquals(expected, scores("german.zip", "quoted.csv"));
        write("english.csv", Tables.regression());
        assertEquals(expected, scores("german.zip", "english.csv", "--decimal", "."));
    }

    @Test
    void train_decimalCommas_learnsWhatPointsSay() throws IOException {
        write("points.csv", Tables.regression());
        train("points.csv", "points.zip", "--valid", "0", "--seed", "1");
        train("german.csv", "commas.zip", "--valid", "0", "--seed", "1");
        assertEquals(scores("points.zip", "points.csv"), scores("commas.zip", "german.csv"));
    }

    @Test
    void train_missingWordsBesideDecimalCommas_areMissing() throws IOException {
        String some = GERMAN.replaceAll("(?m)^(c00[0-9];[0-9]+;[a-z]+);[^;]*", "$1;k.A.");
        write("some.csv", some);
        CliRun words = train("some.csv", "words.zip");
        assertTrue(
                words.said("warn").startsWith("income is read as words: 290 cells of it are a number, 10 not"),
                words.err());
        train("some.csv", "some.zip", "--missing", "k.A.");
        write("empty.csv", some.replace("k.A.", ""));
        assertEquals(scores("some.zip", "some.csv"), scores("some.zip", "empty.csv"));
    }

    @Test
    void score_labelsWithDecimalCommas_areThoseOfTraining() throws IOException {
        String labels = GERMAN.replaceAll("(?m);[0-9,]+$", ";1,0").replaceAll("(?m)^(c..[0-4].*);1,0$", "$1;0,0");
        write("labels.csv", labels);
        train("labels.csv", "labels.zip");
        String scores = scores("labels.zip", "labels.csv");
        assertTrue(scores.startsWith("id,prediction,\"prob_0,0\",\"prob_1,0\"\n"), scores);
        assertTrue(scores.lines().skip(1).allMatch(line -> line.matches("c[0-9]+,\"[01],0\",.*")), scores);
        write("short.csv", labels.replace(";0,0\n", ";0\n").replace(";1,0\n", ";1\n"));
        CliRun run = CliRun.of("evaluate", at("labels.zip"), at("short.csv")).done();
        assertEquals("300 read = 300 judged + 0 set aside", run.said("rows"));
    }

    @Test
    void scoreAndEvaluate_renamed_giveTheSame() throws IOException {
        write("renamed.csv", Tables.yesNo().replaceFirst("age,plan", "\"Age \",\"tariff, old\""));
        String[] renames = {"--rename", "Age =age", "--rename", "tariff, old=plan"};
        assertEquals(scores("y.zip", "y.csv"), scores("y.zip", "renamed.csv", renames));
        assertEquals(
                "id,age,plan,income,left,prediction",
                scores(
                                "y.zip",
                                "renamed.csv",
                                "--rename",
                                "Age =age",
                                "--rename",
                                "tariff, old=plan",
                                "--keep",
                                "all",
                                "--probs",
                                "off")
                        .lines()
                        .findFirst()
                        .orElse(""));
        CliRun plain = CliRun.of("evaluate", at("y.zip"), at("y.csv")).done();
        CliRun renamed = CliRun.of(
                        "evaluate", at("y.zip"), at("renamed.csv"), renames[0], renames[1], renames[2], renames[3])
                .done();
        assertEquals(plain.out(), renamed.out());
    }

    @Test
    void score_ownMissingWords_areThoseOfTraining() throws IOException {
        String none = Tables.yesNo().replaceAll("(?m)^(c0[0-2][0-9],[0-9]+),[a-z]+", "$1,keine");
        write("keine.csv", none);
        train("keine.csv", "keine.zip", "--missing", "keine");
        write("empty-words.csv", none.replace(",keine,", ",,"));
        assertEquals(scores("keine.zip", "keine.csv"), scores("keine.zip", "empty-words.csv"));
        write("na.csv", none.replace(",keine,", ",NA,"));
        assertFalse(scores("keine.zip", "keine.csv").equals(scores("keine.zip", "na.csv")), "NA is a word there");
    }

    /** A device is written as it is, and nothing beside it. */
    @Test
    void score_deviceThatIsFull_isExit4() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        CliRun.of("score", at("y.zip"), at("y.csv"), "/dev/full", "-q").fails(4, """
            mlscale: /dev/full cannot be written: No space left on device
              try: choose another place, or make room\
            """);
        assertFalse(Files.exists(Path.of("/dev/full.rejects.csv")));
    }
}
