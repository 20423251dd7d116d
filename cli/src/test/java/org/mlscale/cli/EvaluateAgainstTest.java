package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model beside somebody else's predictions; most of them are its own, altered in a known way. */
class EvaluateAgainstTest {
    private static final String SAME = "\nThe two say the same of every row.\n";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void trainAndScore() throws IOException {
        Files.writeString(folder.resolve("r.csv"), Tables.regression());
        Files.writeString(folder.resolve("y.csv"), Tables.yesNo());
        Files.writeString(folder.resolve("m.csv"), Tables.classes());
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
                            "--lr",
                            "0.03",
                            "-o",
                            at(name + ".zip"),
                            "--run-dir",
                            at(name + "-run"),
                            "-q")
                    .done();
            CliRun.of("score", at(name + ".zip"), at(name + ".csv"), at(name + "-scored.csv"), "-q")
                    .done();
        }
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    /** The model's own predictions, header first, cell by cell. */
    private static List<List<String>> scored(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name + "-scored.csv")).stream()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
    }

    private static String write(String name, List<List<String>> lines) throws IOException {
        String text = lines.stream().map(line -> String.join(",", line) + "\n").collect(Collectors.joining());
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** {@code lines} with every cell of {@code column} but the header's changed. */
    private static List<List<String>> changed(List<List<String>> lines, int column, UnaryOperator<String> change) {
        return IntStream.range(0, lines.size())
                .mapToObj(row -> {
                    List<String> cells = new ArrayList<>(lines.get(row));
                    cells.set(column, row == 0 ? cells.get(column) : change.apply(cells.get(column)));
                    return cells;
                })
                .toList();
    }

    private static List<List<String>> columns(List<List<String>> lines, int... columns) {
        return lines.stream()
                .map(line -> IntStream.of(columns).mapToObj(line::get).toList())
                .toList();
    }

    private static CliRun against(String name, String other, String... flags) {
        List<String> args =
                new ArrayList<>(List.of("evaluate", at(name + ".zip"), at(name + ".csv"), "--against", other));
        args.addAll(List.of(flags));
        return CliRun.of(args);
    }

    /** Names of the figures. */
    private static List<String> figures(CliRun run) {
        return run.out()
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.split(" ", -1)[0])
                .toList();
    }

    @Test
    void against_ownPredictions_areTheSame() throws IOException {
        for (String name : List.of("r", "y", "m")) {
            CliRun run = against(name, at(name + "-scored.csv")).done();
            assertTrue(run.out().endsWith(SAME), run.out());
            assertEquals(at(name + "-scored.csv") + ", joined by position: 300 rows compared", run.said("against"));
            assertEquals("95 % of the differences when the 300 rows are drawn again 2,000 times", run.said("interval"));
            String plain = CliRun.of("evaluate", at(name + ".zip"), at(name + ".csv"))
                    .done()
                    .out();
            List<String> names =
                    plain.lines().skip(1).map(line -> line.split(" ", -1)[0]).toList();
            assertEquals(names, figures(run));
        }
    }

    @Test
    void against_numbersThatAreOff_areToldApartAndTheWidestShown() throws IOException {
        String other = write("off.csv", changed(scored("r"), 1, cell -> "" + (Double.parseDouble(cell) + 500)));
        CliRun run = against("r", other).done();
        List<String> lines = run.out().lines().toList();
        for (int figure = 1; figure <= 3; figure++) {
            assertTrue(lines.get(figure).endsWith("  the model is better"), run.out());
        }
        assertEquals(17, run.out().lines().count(), "a head, three figures, a gap, two heads, ten rows: " + run.out());
    }

    /** The net's own predictions stay within the range of training; what others say, and what is true, is taken as it is. */
    @Test
    void against_numbersBeyondTraining_areTakenAsTheyAre() throws IOException {
        String other = write("far.csv", changed(scored("r"), 1, _ -> "-1000000"));
        List<List<String>> table = Tables.regression()
                .lines()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        String labelled = write("million.csv", changed(table, 4, _ -> "1000000"));
        CliRun run =
                CliRun.of("evaluate", at("r.zip"), labelled, "--against", other).done();
        List<List<String>> lines =
                run.out().lines().map(line -> List.of(line.split("  +", -1))).toList();
        assertEquals("2,000,000", lines.get(1).get(2), "rmse: " + run.out());
        assertEquals("2,000,000", lines.get(2).get(2), "mae: " + run.out());
        assertEquals("1,000,000", lines.getLast().get(1), run.out());
        assertEquals("-1,000,000", lines.getLast().get(3), run.out());
    }

    @Test
    void against_aModelOfSeveralTargets_isAnError() throws IOException {
        CliRun.of(
                        "train",
                        "--data",
                        at("r.csv"),
                        "--target",
                        "price,age",
                        "--epochs",
                        "1",
                        "--model",
                        "mlp:6",
                        "-o",
                        at("several.zip"),
                        "--run-dir",
                        at("several-run"),
                        "-q")
                .done();
        CliRun.of("evaluate", at("several.zip"), at("r.csv"), "--against", at("r-scored.csv"))
                .fails(2, """
                    mlscale: --against compares predictions of one target, and %s predicts price, age
                      try: evaluate without --against shows the figures of each
                    """.formatted(at("several.zip")));
    }

    @Test
    void against_shuffledRows_areJoinedById() throws IOException {
        List<List<String>> lines = new ArrayList<>(scored("y"));
        List<String> header = lines.removeFirst();
        Collections.shuffle(lines, new Random(1));
        lines.addFirst(header);
        CliRun run = against("y", write("shuffled.csv", lines), "--id", "id").done();
        assertTrue(run.out().endsWith(SAME), run.out());
        assertEquals(at("shuffled.csv") + ", joined by id: 300 rows compared", run.said("against"));
    }

    @Test
    void against_idsThatDoNotFit_areCounted() throws IOException {
        List<List<String>> lines = new ArrayList<>(scored("y"));
        lines.add(lines.get(5)); // c004 twice
        lines.remove(3); // c002 gone
        lines.set(20, List.of("stranger", "no", "0.9", "0.1"));
        lines.set(30, List.of(lines.get(30).getFirst(), "", "", ""));
        CliRun run = against("y", write("ids.csv", lines), "--id", "id").done();
        assertEquals(
                "%s, joined by id: 296 rows compared; left out: 2 are not there, 1 have an id that comes twice, 1 have no"
                                .formatted(at("ids.csv"))
                        + " prediction there that the model knows; 1 id there that %s lacks".formatted(at("y.csv")),
                run.said("against"));
    }

    @Test
    void against_labelsAlone_areJudgedAsLabels() throws IOException {
        for (String name : List.of("y", "m")) {
            CliRun run =
                    against(name, write("labels.csv", columns(scored(name), 1))).done();
            assertEquals(List.of("accuracy", "macro_f1"), figures(run));
            assertTrue(run.out().endsWith(SAME), run.out());
        }
        CliRun other = against("y", write("all-no.csv", changed(columns(scored("y"), 1), 0, _ -> "no")))
                .done();
        assertTrue(other.out().matches("(?s).* \\(0\\.[0-9]{3}\\) +no\n.*"), other.out());
    }

    /** A column of numbers from 0 to 1 beside the classes no and yes. */
    @Test
    void against_probabilitiesOfTheSecondOfTwoClasses_areEnough() throws IOException {
        List<List<String>> second = columns(scored("y"), 3);
        assertEquals("prob_yes", second.getFirst().getFirst());
        for (String name : List.of("prob_yes", "prediction", "left", "theirs")) {
            List<List<String>> renamed = new ArrayList<>(second);
            renamed.set(0, List.of(name));
            String other = write("second.csv", renamed);
            CliRun run =
                    (name.equals("theirs") ? against("y", other, "--column", "theirs") : against("y", other)).done();
            assertEquals(6, figures(run).size(), name + run.out());
            assertTrue(run.out().endsWith(SAME), name + run.out());
        }
    }

    @Test
    void against_anyNumberOfCores_givesTheSameText() throws IOException {
        String other = write("cores.csv", changed(scored("r"), 1, cell -> cell.replaceFirst("[0-9]", "9")));
        assertEquals(
                against("r", other, "--cpus", "1").done().out(),
                against("r", other, "--cpus", "2").done().out());
    }

    @Test
    void against_rowsThatCannotBeRead_keepTheirPlace() throws IOException {
        List<String> lines = new ArrayList<>(Tables.regression().lines().toList());
        lines.add(7, "1,2");
        String labelled = Files.writeString(folder.resolve("hole.csv"), String.join("\n", lines) + "\n")
                .toString();
        CliRun.of("score", at("r.zip"), labelled, at("hole-scored.csv"), "-q", "--force")
                .done();
        CliRun run = CliRun.of("evaluate", at("r.zip"), labelled, "--against", at("hole-scored.csv"))
                .done();
        assertTrue(run.out().endsWith(SAME), run.out());
        assertEquals("301 read = 300 judged + 1 set aside (1 cannot be read)", run.said("rows"));
        assertEquals(at("hole-scored.csv") + ", joined by position: 300 rows compared", run.said("against"));
    }

    @Test
    void against_otherNumberOfRows_isAnError() throws IOException {
        String other = write("short.csv", scored("r").subList(0, 101));
        against("r", other).fails(3, """
            mlscale: %s has 300 rows, %s has 100: they cannot be joined by position
              try: --id COL joins them by a column that both have
            """.formatted(at("r.csv"), other));
    }

    @Test
    void against_noColumnOfPredictions_isAnError() throws IOException {
        String other = write("none.csv", columns(scored("r"), 0));
        against("r", other).fails(3, """
            mlscale: there is no column of predictions: none is named "prediction" or "price"
              at %s line 1
              try: --column COL names it; there are id
            """.formatted(other));
        against("r", at("r-scored.csv"), "--column", "predicton").fails(3, """
            mlscale: column "predicton" is missing
              at %s line 1
              try: did you mean "prediction"?
            """.formatted(at("r-scored.csv")));
    }

    @Test
    void against_noIdInCommon_isAnError() throws IOException {
        String other = write("strangers.csv", changed(scored("r"), 0, cell -> "x" + cell));
        against("r", other, "--id", "id").fails(3, """
            mlscale: no row can be found in %s by id
              at %s
              try: do both files write id alike?
            """.formatted(at("r.csv"), other));
    }

    /** A decimal comma, taken for a separator, makes two cells of each number. */
    @Test
    void against_rowsThatAllCannotBeRead_isAnError() throws IOException {
        String other = write("comma.csv", changed(columns(scored("r"), 1), 0, cell -> cell.replace('.', ',')));
        against("r", other).fails(3, """
            mlscale: none of its rows can be read
              at %s
              try: check its separator (--sep) and its quotes (--quote)
            """.formatted(other));
    }

    @Test
    void against_noProbability_isAnError() throws IOException {
        String other = write("seven.csv", changed(scored("y"), 3, _ -> "7"));
        against("y", other).fails(3, """
            mlscale: column "prob_yes" holds 7.0, which is no probability
              at %s
              try: probabilities from 0 to 1, or no such column
            """.formatted(other));
    }

    @Test
    void flags_thatDoNothingWithoutAgainst_areErrors() {
        CliRun.of("evaluate", at("r.zip"), at("r.csv"), "--id", "id").fails(2, """
            mlscale: --id does nothing without --against
              try: --against FILE names the predictions to compare with
            """);
        CliRun.of("evaluate", at("r.zip"), at("r.csv"), "--column", "x").fails(2, """
            mlscale: --column does nothing without --against
              try: --against FILE names the predictions to compare with
            """);
        CliRun.ofStdin("".getBytes(StandardCharsets.UTF_8), "evaluate", at("r.zip"), "-", "--against", "-")
                .fails(2, """
                    mlscale: stdin (-) is named twice
                      try: name it once
                    """);
    }
}
