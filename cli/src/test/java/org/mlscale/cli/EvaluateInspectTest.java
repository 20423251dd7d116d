package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateInspectTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void train() throws IOException {
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
        }
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "r, 'rmse,mae,r2'",
        "y, 'accuracy,log_loss,auc,average_precision,macro_f1,ece'",
        "m, 'accuracy,log_loss,macro_f1,ece'"
    })
    void evaluate_everyKind_showsItsFiguresBesideGuessing(String name, String figures) {
        CliRun run = CliRun.of("evaluate", at(name + ".zip"), at(name + ".csv")).done();
        List<String> lines = run.out().lines().toList();
        assertEquals(name.equals("y"), lines.getFirst().startsWith(" ".repeat(25) + "model"), lines.getFirst());
        assertTrue(lines.getFirst().endsWith("        model     guessing"), lines.getFirst());
        assertEquals(
                List.of(figures.split(",", -1)),
                lines.stream().skip(1).map(line -> line.split(" ", -1)[0]).toList());
        assertEquals("300 read = 300 judged + 0 set aside", run.said("rows"));
    }

    /** By counting the labels that score writes. */
    @Test
    void evaluate_accuracy_isThatOfThePredictions() throws IOException {
        CliRun.of("score", at("y.zip"), at("y.csv"), at("scored.csv"), "--keep", "left", "-q")
                .done();
        long right = Files.readAllLines(folder.resolve("scored.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[0].equals(cells[1]))
                .count();
        String out = CliRun.of("evaluate", at("y.zip"), at("y.csv")).done().out();
        String[] cells = out.lines().toList().get(1).split(" +", -1);
        assertEquals(right / 300.0, Double.parseDouble(cells[1]), 5e-5);
    }

    @Test
    void evaluate_rowsThatCannotBeJudged_areAccountedFor() throws IOException {
        String csv = Tables.yesNo().replaceFirst("yes\n", "perhaps\n").replaceFirst("no\n", "\n") + "1,2\n";
        CliRun run = CliRun.ofStdin(csv.getBytes(StandardCharsets.UTF_8), "evaluate", at("y.zip"), "-")
                .done();
        assertEquals(
                "301 read = 298 judged + 3 set aside (1 cannot be read, 2 have no target that the model knows)",
                run.said("rows"));
    }

    @Test
    void evaluate_anyNumberOfCores_givesTheSameText() {
        String one = CliRun.of("evaluate", at("r.zip"), at("r.csv"), "--cpus", "1")
                .done()
                .out();
        assertEquals(
                one,
                CliRun.of("evaluate", at("r.zip"), at("r.csv"), "--cpus", "2")
                        .done()
                        .out());
    }

    @Test
    void evaluate_cellsThatAreNoNumbers_areWarnedOfByColumn() throws IOException {
        Path in = Files.writeString(
                folder.resolve("odd.csv"), Tables.yesNo().replaceFirst("(?m)^(c003),[0-9]+,", "$1,young,"));
        CliRun run = CliRun.of("evaluate", at("y.zip"), in.toString()).done();
        assertEquals(
                "1 cell of age not a number, read as missing: \"young\" at %s line 5".formatted(in), run.said("warn"));
    }

    @Test
    void inspect_yesNo_showsWhatIsInItAndWhereFrom() {
        CliRun run = CliRun.of("inspect", at("y.zip")).done();
        assertEquals("", run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals("predicts left: one of no, yes", lines.get(0));
        assertEquals("net      35-30-1, 1,111 params", lines.get(1));
        assertTrue(
                lines.get(2).matches("trained  20[0-9-]+T[0-9:]+Z by mlscale .*, 300 rows, 9 steps, seed 42"),
                lines.get(2));
        assertTrue(
                lines.get(3).matches("on {7}.+, [0-9]+ cores?, Java [0-9.]+, OpenBLAS [0-9.]+ [A-Za-z0-9]+"),
                lines.get(3));
        assertTrue(lines.get(4).startsWith("command  mlscale train --data " + at("y.csv") + " --id id "), lines.get(4));
        assertTrue(lines.get(5).startsWith("data     " + at("y.csv") + ", "), lines.get(5));
        assertEquals(
                "judged   every row by one of 5 nets, which does not learn from it: by row, rows alike on one side,"
                        + " each class with its share, because no date column is in order and no --id column repeats",
                lines.get(6));
        assertEquals("checked  every entry's checksum, and the predictions for its check rows", lines.get(7));
        assertEquals("on all 300 rows, each judged by a part that did not learn from it", lines.get(9));
        assertEquals("                         model       linear     guessing", lines.get(10));
        assertTrue(lines.get(11).startsWith("accuracy "), lines.get(11));
        assertTrue(run.out().contains("\nid                       not used an id: kept in predictions\n"), run.out());
        assertTrue(run.out().contains("\nplan                     words    basic, family, pro\n"), run.out());
        assertTrue(
                run.out().matches("(?s).*\nage {22}number   18.00 to 7[0-9].00, median [0-9.]+, spread [0-9.]+\n.*"),
                run.out());
    }

    @Test
    void inspect_number_saysItsRange() {
        String out = CliRun.of("inspect", at("r.zip")).done().out();
        assertTrue(out.matches("(?s)predicts price: a number, from [0-9.]+ to [0-9.]+ in training\n.*"), out);
    }
}
