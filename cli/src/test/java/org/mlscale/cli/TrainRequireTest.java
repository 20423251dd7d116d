package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.modelfile.ModelFile;

/** {@code --require} and {@code --metric}: what is asked of a model, and what becomes of one that does not reach it. */
class TrainRequireTest {
    @TempDir
    private Path folder;

    private int runs;

    @BeforeEach
    void writeTables() throws IOException {
        Files.writeString(folder.resolve("r.csv"), Tables.regression());
        Files.writeString(folder.resolve("y.csv"), Tables.yesNo());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private CliRun train(String data, String out, String... flags) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                "--data",
                at(data),
                "--id",
                "id",
                "--model",
                "mlp:6",
                "--lr",
                "0.03",
                "-o",
                at(out),
                "--run-dir",
                at("run-" + ++runs)));
        if (!List.of(flags).contains("--epochs")) {
            args.addAll(List.of("--epochs", "3"));
        }
        args.addAll(List.of(flags));
        return CliRun.of(args);
    }

    private static double heldOut(Path model, Measure measure) {
        return measure.in(ModelFile.open(model).from().holdout()).orElseThrow().value();
    }

    @Test
    void require_reached_writesTheModel() throws IOException {
        CliRun run = train("y.csv", "model.zip", "--require", "auc>=0.5", "--require", "log_loss < 5")
                .done();
        assertTrue(run.said("required").matches("auc is 0\\.[0-9]{4}, required >= 0.5000: met"), run.err());
        assertTrue(run.err().contains("\nrequired log_loss is 0."), run.err());
        assertFalse(Files.exists(folder.resolve("model.zip.refused")));
        assertEquals(
                false,
                JSON.std
                        .mapFrom(Files.readString(folder.resolve("run-1/run.json")))
                        .get("refused"));
    }

    @Test
    void require_notReached_keepsTheModelBesideAndTheOldOneAsItWas() throws IOException {
        Path model = folder.resolve("model.zip");
        CliRun first = train("r.csv", "model.zip", "--require", "r2>=2");
        assertEquals(7, first.exit());
        String value = first.said("required").replaceFirst("r2 is (\\S+), .*", "$1");
        assertEquals("r2 is %s, required >= 2.000: not met".formatted(value), first.said("required"));
        assertTrue(first.err().endsWith("""
            mlscale: the model was refused: r2 is %s, required >= 2.000
              try: mlscale inspect %s.refused; there is no %s
            """.formatted(value, model, model)), first.err());
        assertFalse(Files.exists(model));
        assertEquals(
                "price",
                ModelFile.open(Path.of(model + ".refused"))
                        .model()
                        .schema()
                        .target()
                        .name());

        train("r.csv", "model.zip").done();
        byte[] kept = Files.readAllBytes(model);
        CliRun again = train("r.csv", "model.zip", "--require", "rmse>=0", "--require", "rmse<0.001");
        again.fails(2, """
            mlscale: --require: "rmse>=0" asks for a bad model: rmse is better when it is lower
              try: mlscale train --help
            """);
        again = train("r.csv", "model.zip", "--require", "r2>=-1e9", "--require", "rmse<0.001");
        assertEquals(7, again.exit());
        assertTrue(again.err().endsWith("; %s is as it was%n".formatted(model)), again.err());
        assertTrue(
                again.err().contains("\nmlscale: the model was refused: rmse is "), "one of the two: " + again.err());
        assertArrayEquals(kept, Files.readAllBytes(model));
        Map<String, Object> facts = JSON.std.mapFrom(Files.readString(folder.resolve("run-4/run.json")));
        assertEquals(true, facts.get("refused"));
        assertEquals(model + ".refused", facts.get("model"));
    }

    /** The same job gives the same model, so it must reach what it reached: only if it is judged on the same rows. */
    @Test
    void require_championThatIsTheSame_reachesTheSame() throws IOException {
        Files.writeString(folder.resolve("w.csv"), weighted(Tables.regression(), 300));
        Files.writeString(folder.resolve("w-valid.csv"), weighted(Tables.regression(), 60));
        String[][] jobs = {
            {"r.csv", "--valid", "0.1"},
            {"w.csv", "--weight", "w", "--valid", "0.1"},
            {"w.csv", "--weight", "w", "--valid", at("w-valid.csv")}
        };
        for (String[] job : jobs) {
            List<String> flags = new ArrayList<>(List.of(job).subList(1, job.length));
            train(job[0], "champion.zip", flags.toArray(String[]::new)).done();
            double rmse = heldOut(folder.resolve("champion.zip"), Measure.RMSE);
            String champion = at("champion.zip");
            flags.addAll(List.of("--require", "rmse<=" + champion + "+0.001"));
            CliRun met = train(job[0], "new.zip", flags.toArray(String[]::new)).done();
            assertTrue(
                    met.said("to beat").startsWith("%s on the rows held out here: rmse ".formatted(champion)),
                    met.err());
            flags.set(flags.size() - 1, "rmse <= %s - 0.001".formatted(champion));
            CliRun refused = train(job[0], "new.zip", flags.toArray(String[]::new));
            assertEquals(7, refused.exit(), refused.err());
            String text = org.mlscale.cli.console.Text.number(rmse);
            assertTrue(refused.said("required").startsWith("rmse is %s, required <= ".formatted(text)), refused.err());
            assertTrue(
                    refused.said("required").endsWith(" (%s has %s on these rows): not met".formatted(champion, text)),
                    refused.err());
        }
    }

    private static String weighted(String csv, int rows) {
        StringBuilder text = new StringBuilder();
        List<String> lines = csv.lines().limit(rows + 1).toList();
        for (int i = 0; i < lines.size(); i++) {
            text.append(lines.get(i)).append(i == 0 ? ",w\n" : "," + (1 + i % 5) + "\n");
        }
        return text.toString().replace("price,w", "target,w");
    }

    @Test
    void require_championOfOtherColumns_isAnErrorBeforeTraining() throws IOException {
        Files.writeString(folder.resolve("more.csv"), Tables.regression().replace(",plan,", ",tariff,"));
        train("more.csv", "champion.zip").done();
        train("r.csv", "new.zip", "--require", "rmse<=" + at("champion.zip"), "-q")
                .fails(3, """
                    mlscale: %s does not fit the table: column "tariff" is missing
                      at %s line 1
                      try: the table has the columns id, age, plan, income, price
                    """.formatted(at("champion.zip"), at("r.csv")));
        train("y.csv", "new.zip", "--require", "auc>=" + at("champion.zip"), "-q")
                .fails(2, """
                    mlscale: %s cannot be compared with: it predicts price, a number
                      try: a model of this table's target left, or a number: --require 'auc>=0.80'
                    """.formatted(at("champion.zip")));
        train("y.csv", "new.zip", "--require", "auc>=" + at("nobody.zip"), "-q")
                .fails(5, """
                    mlscale: there is no model %s
                      try: mlscale train --data TABLE.csv --out %s
                    """.formatted(at("nobody.zip"), at("nobody.zip")));
        assertFalse(Files.exists(folder.resolve("new.zip")));
    }

    @Test
    void require_whatTheTableCannotAnswer_isAnError() {
        train("r.csv", "new.zip", "--require", "auc>=0.8", "-q").fails(2, """
            mlscale: --require 'auc>=0.8' does not fit the target price
              try: a figure that does: rmse, mae, r2
            """);
        train("r.csv", "new.zip", "--require", "r2>=0.8", "--valid", "0", "-q").fails(2, """
            mlscale: --require 'r2>=0.8' judges by rows held out, and there are none
              try: --valid 0.1 holds some out, --valid FILE names them
            """);
        train("r.csv", "new.zip", "--metric", "auc", "-q").fails(2, """
            mlscale: --metric auc does not fit the target price
              try: one that does: rmse, mae, r2
            """);
    }

    /** Each target has its figures, the first is of all; one alone is met with the model of both. */
    @Test
    void require_ofSeveralTargets_namesTheTarget() throws IOException {
        train("r.csv", "both.zip", "--target", "price,age", "--metric", "r2").done();
        CliRun run = train(
                        "r.csv",
                        "new.zip",
                        "--target",
                        "price,age",
                        "--require",
                        "rmse_age < 1e6",
                        "--require",
                        "r2>=%s-1e6".formatted(at("both.zip")))
                .done();
        assertTrue(run.said("required").matches("rmse_age is [0-9.]+, required < 1,000,000: met"), run.err());
        assertTrue(run.said("to beat").matches(".*: r2 .*, rmse_age .*"), run.err());
        train("r.csv", "new.zip", "--target", "price,age", "--require", "rmse<9", "-q")
                .fails(2, """
                    mlscale: --require 'rmse<9' does not fit the target price, age
                      try: a figure that does: r2, rmse_price, mae_price, r2_price, rmse_age, mae_age, r2_age
                    """);
        train("r.csv", "new.zip", "--target", "price,age", "--metric", "rmse", "-q")
                .fails(2, """
                    mlscale: --metric rmse does not fit the target price, age
                      try: one that does: r2
                    """);
        train("r.csv", "new.zip", "--require", "r2>=" + at("both.zip"), "-q").fails(2, """
            mlscale: %s cannot be compared with: it predicts price, age, numbers
              try: a model of this table's target price, or a number: --require 'auc>=0.80'
            """.formatted(at("both.zip")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--metric | acuracy | \"acuracy\" is not one of the figures; did you mean accuracy?",
                "--metric | zebra | \"zebra\" is not one of the figures, which are rmse, mae, r2, accuracy, log_loss,"
                        + " auc, average_precision, macro_f1, ece",
                "--require | acu>=0.8 | \"acu\" is not one of the figures; did you mean auc?",
                "--require | auc 0.8 | \"auc 0.8\" is not a figure, one of >= > <= <, and what it must reach, like"
                        + " 'auc>=0.80' or 'auc>=champion.zip-0.002'",
                "--require | auc=0.8 | \"auc=0.8\" is not a figure, one of >= > <= <, and what it must reach, like"
                        + " 'auc>=0.80' or 'auc>=champion.zip-0.002'",
                "--require | auc>= | \"auc>=\" is not a figure, one of >= > <= <, and what it must reach, like"
                        + " 'auc>=0.80' or 'auc>=champion.zip-0.002'",
                "--require | auc>=good | \"good\" in \"auc>=good\" is neither a number nor a model's .zip, like"
                        + " 'auc>=0.80' or 'auc>=champion.zip-0.002'",
                "--require | auc>=a.zip-x | \"a.zip-x\" in \"auc>=a.zip-x\" is neither a number nor a model's .zip,"
                        + " like 'auc>=0.80' or 'auc>=champion.zip-0.002'",
                "--require | rmse_a>=1 | \"rmse_a>=1\" asks for a bad model: rmse_a is better when it is lower",
                "--require | auc<=0.9 | \"auc<=0.9\" asks for a bad model: auc is better when it is higher",
            })
    void flags_malformed_areErrors(String flag, String value, String message) {
        CliRun.of("train", "--data", "x.csv", flag, value)
                .fails(2, "mlscale: %s: %s\n  try: mlscale train --help".formatted(flag, message));
    }

    @Test
    void requirement_ofAChampion_isReadWithItsMargin() {
        Requirement plain = Requirement.of("auc > runs/a-1.zip");
        assertEquals(Path.of("runs/a-1.zip"), plain.champion().orElseThrow());
        assertEquals(0, plain.number());
        Requirement less = Requirement.of("auc>=a.zip-.002");
        assertEquals(Path.of("a.zip"), less.champion().orElseThrow());
        assertEquals(-0.002, less.number());
        assertEquals(500, Requirement.of("rmse<=b.zip + 5e2").number());
        assertTrue(less.met(0.8, 0.8) && !plain.met(0.8, 0.8) && !less.met(Double.NaN, 0));
    }

    @Test
    void metric_named_choosesTheBestState() throws IOException {
        for (String metric : List.of("log_loss", "accuracy", "ece", "average_precision")) {
            CliRun run = train("y.csv", metric + ".zip", "--metric", metric, "--epochs", "12")
                    .done();
            boolean higher = Measure.named(metric).orElseThrow().higherIsBetter();
            double best = higher ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            for (String line : Files.readAllLines(folder.resolve("run-%d/metrics.jsonl".formatted(runs)))) {
                double value = ((Number) JSON.std.mapFrom(line).get("holdout_" + metric)).doubleValue();
                best = higher ? Math.max(best, value) : Math.min(best, value);
            }
            assertEquals(
                    best,
                    heldOut(
                            folder.resolve(metric + ".zip"),
                            Measure.named(metric).orElseThrow()),
                    metric);
            assertTrue(
                    run.said("net").endsWith(", stops when the held-out rows are judged no better by " + metric),
                    run.said("net"));
        }
    }

    @Test
    void linear_beside_isSaidAndRecorded() throws IOException {
        CliRun run = train("r.csv", "model.zip").done();
        String said = run.err()
                .lines()
                .filter(line -> line.contains("a linear model"))
                .findFirst()
                .orElse("");
        assertTrue(
                said.matches(
                        " {9}a linear model: rmse [0-9.]+, mae [0-9.]+, r2 [0-9.]+ \\(fitted on 240 rows in [0-9.]+"
                                + " s\\)"),
                run.err());
        List<org.mlscale.engine.metrics.Figure> linear =
                ModelFile.open(folder.resolve("model.zip")).from().linear();
        assertTrue(Measure.R2.in(linear).orElseThrow().value() > 0.999, "the table's rule is linear: " + linear);
        assertEquals(
                Measure.R2.in(linear).orElseThrow().value(),
                JSON.std
                        .mapFrom(Files.readString(folder.resolve("run-1/run.json")))
                        .get("linear_r2"));
        assertTrue(
                run.said("warn")
                        .equals("the model is no better than a linear one by its loss: the columns may tell no more,"
                                + " or the rows be too few for a net"),
                run.err());
        String text = CliRun.of("inspect", at("model.zip")).done().out();
        assertTrue(text.contains("\n                    model       linear     guessing\nrmse "), text);
    }
}
