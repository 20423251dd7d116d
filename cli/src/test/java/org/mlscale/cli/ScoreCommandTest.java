package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreCommandTest {
    @TempDir
    private static Path models;

    @TempDir
    private Path folder;

    private Path out;

    @BeforeAll
    static void train() throws IOException {
        Files.writeString(models.resolve("r.csv"), Tables.regression());
        Files.writeString(models.resolve("y.csv"), Tables.yesNo());
        Files.writeString(models.resolve("m.csv"), Tables.classes());
        for (String name : List.of("r", "y", "m")) {
            CliRun.of(
                            "train",
                            "--data",
                            at(name + ".csv"),
                            "--id",
                            "id",
                            "--epochs",
                            "3",
                            "--model",
                            "mlp:6",
                            "-o",
                            at(name + ".zip"),
                            "--run-dir",
                            at(name + "-run"),
                            "-q")
                    .done();
        }
    }

    @BeforeEach
    void nameOut() {
        out = folder.resolve("out.csv");
    }

    private static String at(String name) {
        return models.resolve(name).toString();
    }

    private CliRun score(String model, String in, String... flags) {
        List<String> args = new ArrayList<>(List.of("score", at(model), in, out.toString()));
        args.addAll(List.of(flags));
        return CliRun.of(args);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(out);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "r.zip, 'id,prediction', 'c%03d,-?[0-9.E]+'",
        "y.zip, 'id,prediction,prob_no,prob_yes', 'c%03d,(yes|no),[0-9.E-]+,[0-9.E-]+'",
        "m.zip, 'id,prediction,prob_high,prob_low,prob_mid', 'c%03d,(low|mid|high),[0-9.E-]+,[0-9.E-]+,[0-9.E-]+'",
    })
    void score_everyKind_writesRowForRow(String model, String header, String line) throws IOException {
        CliRun run = score(model, at("y.csv")).done();
        List<String> lines = lines();
        assertEquals(header, lines.getFirst());
        assertEquals(Tables.ROWS + 1, lines.size());
        for (int row = 0; row < Tables.ROWS; row++) {
            assertTrue(lines.get(row + 1).matches(line.formatted(row)), lines.get(row + 1));
        }
        assertEquals("", run.out());
        assertTrue(run.said("scored").startsWith("300 read = 300 predicted + 0 rejected; "), run.err());
        assertEquals("head " + out, run.said("next"));
        assertEquals(List.of("out.csv"), files());
    }

    @Test
    void score_probabilities_sumToOneAndLabelIsTheLargest() throws IOException {
        score("m.zip", at("m.csv")).done();
        List<String> labels = List.of("high", "low", "mid");
        for (String line : lines().subList(1, 301)) {
            String[] cells = line.split(",", -1);
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                sum += Double.parseDouble(cells[2 + i]);
                assertTrue(
                        Double.parseDouble(cells[2 + labels.indexOf(cells[1])]) >= Double.parseDouble(cells[2 + i]),
                        line);
            }
            assertEquals(1, sum, 1e-5, line);
        }
    }

    @Test
    void score_stdinAndStdout_giveTheSameBytes() throws IOException {
        score("y.zip", at("y.csv")).done();
        String file = Files.readString(out);
        CliRun piped = CliRun.ofStdin(Files.readAllBytes(models.resolve("y.csv")), "score", at("y.zip"), "-", "-")
                .done();
        assertEquals(file, piped.out());
        assertTrue(piped.said("scored").startsWith("300 read = "), "talk goes to stderr: " + piped.err());
        assertEquals("", piped.said("next"));
    }

    @Test
    void score_otherWrappings_giveTheSameBytes() throws IOException {
        score("y.zip", at("y.csv")).done();
        String expected = Files.readString(out);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(("\uFEFF" + Tables.yesNo().replace(',', '|').replace("\n", "\r\n"))
                    .getBytes(StandardCharsets.UTF_8));
        }
        Path in = folder.resolve("in.txt.gz");
        Files.write(in, zipped.toByteArray());
        score("y.zip", in.toString(), "--force").done();
        assertEquals(expected, Files.readString(out));
        Files.writeString(in, Tables.yesNo().replace(',', '#'));
        score("y.zip", in.toString(), "--force", "--sep", "#", "--cpus", "1").done();
        assertEquals(expected, Files.readString(out));
    }

    @ParameterizedTest
    @CsvSource({
        "auto, 'id,prediction'",
        "none, 'prediction'",
        "all, 'id,age,plan,income,left,prediction'",
        "left, 'left,prediction'",
        "'plan,id', 'plan,id,prediction'",
    })
    void score_keep_choosesTheColumnsBefore(String keep, String header) throws IOException {
        score("y.zip", at("y.csv"), "--keep", keep, "--probs", "off").done();
        assertEquals(header, lines().getFirst());
        String[] first =
                Tables.yesNo().lines().skip(1).findFirst().orElseThrow().split(",", -1);
        String[] cells = lines().get(1).split(",", -1);
        List<String> names = List.of("id", "age", "plan", "income", "left");
        String[] kept = header.split(",", -1);
        for (int i = 0; i < kept.length - 1; i++) {
            assertEquals(first[names.indexOf(kept[i])], cells[i]);
        }
    }

    @Test
    void score_tableWithoutTheIds_keepsNone() throws IOException {
        Path in = Files.writeString(folder.resolve("in.csv"), Tables.yesNo().replaceAll("(?m)^[^,]*,", ""));
        score("y.zip", in.toString(), "--probs", "off").done();
        assertEquals("prediction", lines().getFirst());
    }

    @Test
    void score_threshold_movesTheLabelOnly() throws IOException {
        score("y.zip", at("y.csv"), "--threshold", "0").done();
        List<String> always = lines();
        score("y.zip", at("y.csv"), "--threshold", "1", "--force").done();
        List<String> never = lines();
        assertTrue(always.stream().skip(1).allMatch(line -> line.contains(",yes,")));
        assertTrue(never.stream().skip(1).allMatch(line -> line.contains(",no,")));
        assertEquals(always.stream().map(line -> line.replace(",yes,", ",no,")).toList(), never);
    }

    private Path withBadRows() throws IOException {
        List<String> lines = new ArrayList<>(Tables.yesNo().lines().toList());
        lines.set(1, "one");
        lines.set(150, "x,y");
        lines.add("1,2,3,4,5,6");
        return Files.writeString(folder.resolve("in.csv"), String.join("\n", lines));
    }

    @Test
    void score_badRowsEmpty_keepTheirLinesAndGoToTheRejects() throws IOException {
        CliRun run = score("y.zip", withBadRows().toString(), "--max-bad", "2%").done();
        assertEquals(302, lines().size());
        assertEquals(",,,", lines().get(1));
        assertEquals(",,,", lines().get(150));
        assertEquals(",,,", lines().get(301));
        assertEquals("""
            line,column,reason,text
            2,2,1 cell where the table has 5 columns,one
            151,3,2 cells where the table has 5 columns,"x,y"
            302,6,6 cells where the table has 5 columns,"1,2,3,4,5,6"
            """, Files.readString(folder.resolve("out.csv.rejects.csv")));
        assertTrue(run.said("scored").startsWith("301 read = 298 predicted + 3 rejected; "), run.err());
        assertEquals(
                "the first rejected: 1 cell where the table has 5 columns at %s line 2; all are in %s.rejects.csv"
                        .formatted(folder.resolve("in.csv"), out),
                run.said("warn"));
    }

    @Test
    void score_badRowsSkip_haveNoLine() throws IOException {
        score("y.zip", withBadRows().toString(), "--on-bad-row", "skip", "--max-bad", "0.02")
                .done();
        assertEquals(299, lines().size());
        assertEquals(
                4, Files.readAllLines(folder.resolve("out.csv.rejects.csv")).size());
    }

    @Test
    void score_moreBadRowsThanAllowed_isExit7WithTheWorkDone() throws IOException {
        Path in = withBadRows();
        Files.writeString(in, Files.readString(in) + "\nfour\n");
        CliRun run = score("y.zip", in.toString(), "-q");
        run.fails(7, """
            mlscale: 4 of 302 rows could not be read: more than --max-bad 1%%; the first: 1 cell where the table has 5 columns
              at %s line 2
              try: mend them (they are in %s.rejects.csv), or --max-bad 2%%\
            """.formatted(in, out));
        assertEquals(303, lines().size());
    }

    @Test
    void score_badRowsFail_leavesNothing() throws IOException {
        CliRun run = score("y.zip", withBadRows().toString(), "--on-bad-row", "fail");
        assertEquals(3, run.exit());
        assertEquals(List.of("in.csv"), files());
    }

    @Test
    void score_noBadRows_removesTheRejectsOfAnEarlierRun() throws IOException {
        score("y.zip", withBadRows().toString(), "--max-bad", "2%").done();
        score("y.zip", at("y.csv"), "--force").done();
        assertEquals(List.of("in.csv", "out.csv"), files());
    }

    @Test
    void score_outThere_isLeftAloneWithoutForce() throws IOException {
        Files.writeString(out, "mine");
        assertEquals(2, score("y.zip", at("y.csv")).exit());
        assertEquals("mine", Files.readString(out));
        score("y.zip", at("y.csv"), "--force").done();
        assertEquals(301, lines().size());
    }

    @Test
    void score_cellsThatAreNoNumbers_areWarnedOf() throws IOException {
        Path in = Files.writeString(
                folder.resolve("in.csv"), Tables.yesNo().replaceFirst("(?m)^(c003),[0-9]+,", "$1,young,"));
        CliRun run = score("y.zip", in.toString()).done();
        assertEquals(
                "1 cell of age not a number, read as missing: \"young\" at %s line 5".formatted(in), run.said("warn"));
    }

    @Test
    void score_headerAlone_writesTheHeader() throws IOException {
        Path in = Files.writeString(folder.resolve("in.csv"), "id,age,plan,income\n");
        CliRun run = score("y.zip", in.toString()).done();
        assertEquals(List.of("id,prediction,prob_no,prob_yes"), lines());
        assertTrue(run.said("scored").startsWith("0 read = 0 predicted + 0 rejected; "), run.err());
    }

    @Test
    void score_columnsInAnotherOrderWithMore_givesTheSamePredictions() throws IOException {
        score("y.zip", at("y.csv")).done();
        String expected = Files.readString(out);
        StringBuilder shuffled = new StringBuilder("extra,income,id,plan,age\n");
        Tables.yesNo()
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .forEach(cells -> shuffled.append("?,%s,%s,%s,%s\n".formatted(cells[3], cells[0], cells[2], cells[1])));
        Path in = Files.writeString(folder.resolve("in.csv"), shuffled);
        score("y.zip", in.toString(), "--force").done();
        assertEquals(expected, Files.readString(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "column_5", "all"})
    void score_withoutHeaderAndTarget_keepsTheColumnsOfTraining(String keep) throws IOException {
        String targetFirst = Tables.yesNo()
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> "%s,%s,%s,%s,%s\n".formatted(cells[4], cells[1], cells[2], cells[3], cells[0]))
                .reduce("", String::concat);
        Path data = Files.writeString(folder.resolve("train.csv"), targetFirst);
        CliRun.of(
                        "train",
                        "--data",
                        data.toString(),
                        "--header",
                        "no",
                        "--target",
                        "column_1",
                        "--id",
                        "column_5",
                        "--epochs",
                        "1",
                        "--model",
                        "mlp:3",
                        "-o",
                        at("bare.zip"),
                        "--run-dir",
                        folder.resolve("run").toString())
                .done();
        Path in = Files.writeString(folder.resolve("in.csv"), targetFirst.replaceAll("(?m)^[^,]*,", ""));
        score("bare.zip", in.toString(), "--keep", keep, "--probs", "off").done();
        assertEquals(
                keep.equals("all") ? "column_2,column_3,column_4,column_5,prediction" : "column_5,prediction",
                lines().getFirst());
        assertTrue(lines().get(1).contains("c000,"), lines().get(1));
        assertFalse(lines().get(1).endsWith(","), lines().get(1));
        Path named = Files.writeString(folder.resolve("named.csv"), "age,plan,income,id\n" + Files.readString(in));
        assertEquals(
                "the first line of the table looks like names; the model was trained on a table without, so it is"
                        + " predicted as a row",
                score("bare.zip", named.toString(), "--force")
                        .done()
                        .said("warn")
                        .lines()
                        .findFirst()
                        .orElse(""));
    }

    /** As a shell hands over what {@code <(zstd -dc in.zst)} stands for. */
    @Test
    void score_pipeWithAPath_givesTheSameAsTheFile() throws Exception {
        score("r.zip", at("y.csv")).done();
        String line = "cat '%s' | mlscale score '%s' /dev/stdin piped.csv".formatted(at("y.csv"), at("r.zip"));
        CliProcess.run(folder, Map.of(), line).done();
        assertEquals(lines(), Files.readAllLines(folder.resolve("piped.csv")));
    }

    @Test
    void score_outNamedGz_isGzippedWithTheSameBytes() throws IOException {
        CliRun.of(
                        "score",
                        at("y.zip"),
                        at("y.csv"),
                        folder.resolve("plain-out.csv").toString(),
                        "-q")
                .done();
        CliRun.of(
                        "score",
                        at("y.zip"),
                        at("y.csv"),
                        folder.resolve("zipped-out.csv.gz").toString(),
                        "-q")
                .done();
        try (GZIPInputStream zipped = new GZIPInputStream(Files.newInputStream(folder.resolve("zipped-out.csv.gz")))) {
            assertEquals(
                    Files.readString(folder.resolve("plain-out.csv")),
                    new String(zipped.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void score_outIsTheModel_isRefusedAndTheModelStays() throws IOException {
        byte[] before = Files.readAllBytes(models.resolve("y.zip"));
        CliRun.of("score", at("y.zip"), at("y.csv"), at("y.zip"), "--force")
                .fails(2, "mlscale: MODEL and OUT are the same file\n  try: name another OUT");
        assertArrayEquals(before, Files.readAllBytes(models.resolve("y.zip")));
    }
}
