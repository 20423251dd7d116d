package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.modelfile.ModelFile;
import org.mlscale.engine.modelfile.Provenance;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/** Every flag of train by what it changes. */
class TrainFlagsTest {
    @TempDir
    private Path folder;

    private int runs;

    @BeforeEach
    void writeTables() throws IOException {
        write("r.csv", Tables.regression());
        write("y.csv", Tables.yesNo());
        write("m.csv", Tables.classes());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** What one train left behind. */
    private record Trained(CliRun run, ModelFile.Opened opened, Path zip, Path runDirectory) {
        Schema schema() {
            return opened.model().schema();
        }

        float[] params() {
            return opened.model().params();
        }

        Column column(String name) {
            return schema().columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        Map<String, Object> facts() throws IOException {
            return JSON.std.mapFrom(Files.readString(runDirectory.resolve("run.json")));
        }

        List<String> evaluations() throws IOException {
            return Files.readAllLines(runDirectory.resolve("metrics.jsonl"));
        }
    }

    /** Trains a small net on {@code data} for three epochs; later flags win. */
    private Trained train(String data, String... flags) {
        Path zip = folder.resolve("model-%d.zip".formatted(++runs));
        Path runDirectory = folder.resolve("run-" + runs);
        List<String> args = new ArrayList<>(List.of(
                "train",
                "--data",
                folder.resolve(data).toString(),
                "-o",
                zip.toString(),
                "--run-dir",
                runDirectory.toString()));
        List<String> given = List.of(flags);
        if (!given.contains("--model")) {
            args.addAll(List.of("--model", "mlp:6"));
        }
        if (!given.contains("--epochs")) {
            args.addAll(List.of("--epochs", "3"));
        }
        args.addAll(given);
        CliRun run = CliRun.of(args).done();
        return new Trained(run, ModelFile.open(zip), zip, runDirectory);
    }

    /** SHA-256 of every entry but those that say when and by which command. */
    private static Map<String, String> learned(Path zip) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entry = new ZipInputStream(in)) {
            for (ZipEntry next = entry.getNextEntry(); next != null; next = entry.getNextEntry()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(entry.readAllBytes());
                entries.put(next.getName(), HexFormat.of().formatHex(digest));
            }
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
        assertTrue(entries.keySet().containsAll(Set.of("manifest.json", "MODEL_CARD.md")), entries.toString());
        entries.keySet().removeAll(Set.of("manifest.json", "MODEL_CARD.md"));
        return entries;
    }

    @Test
    void train_regression_saysWhatItFoundDidAndWrote() throws IOException {
        Trained one = train("r.csv", "--id", "id", "--cpus", "1");
        String err = one.run().err();
        assertEquals("", one.run().out());
        assertEquals(
                "price: a number from 48.20 to 251.2; --target COL chooses another column".replaceAll("[0-9.]+", "N"),
                one.run().said("predict").replaceAll("[0-9.]+", "N"));
        assertTrue(
                one.run()
                        .said("data")
                        .endsWith("r.csv, 300 rows x 5 columns, %.1f kB; separator \",\", with a header"
                                .formatted(Files.size(folder.resolve("r.csv")) / 1000.0)),
                err);
        assertTrue(err.contains("""

            columns  2 numbers, 1 column of words: 35 inputs to the net
                     left out: id (an id: kept in predictions)
            """), err);
        assertEquals(
                "300 read = 300 used + 0 set aside; all to learn from and to judge by",
                one.run().said("rows"));
        assertEquals(
                "5 x 35-6-1, saved as one net 35-30-1, 1,111 params; Adam, learning rate 0.002, batches of 128 rows, at"
                        + " most 3 epochs",
                one.run().said("net"),
                "two numbers of 16 inputs each and three words; a net a fold");
        assertTrue(one.run().said("machine").startsWith("1 core "), err);
        assertTrue(one.run().said("held out").startsWith("rmse "), err);
        assertTrue(one.run().said("wrote").startsWith(one.zip() + ", "), err);
        String last = err.strip().lines().toList().getLast();
        assertEquals("next     mlscale score %s NEW.csv predictions.csv".formatted(one.zip()), last);
        assertFalse(err.contains("\033") || err.contains("\r"), "escape codes without a terminal: " + err);
    }

    @Test
    void seed_sameTwice_givesTheSameModelAndAnotherGivesAnother() throws IOException {
        Trained first = train("y.csv", "--seed", "5");
        Trained second = train("y.csv", "--seed", "5");
        Trained other = train("y.csv", "--seed", "-6");
        assertEquals(learned(first.zip()), learned(second.zip()));
        assertFalse(Arrays.equals(first.params(), other.params()));
        assertEquals(5, first.opened().from().seed());
        assertEquals(-6, other.opened().from().seed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.csv", "y.csv", "m.csv"})
    void cpus_oneAndTwo_giveTheSameModel(String data) throws IOException {
        Map<String, String> one =
                learned(train(data, "--cpus", "1", "--batch", "256").zip());
        Trained two = train(data, "--cpus", "2", "--batch", "256");
        assertEquals(one, learned(two.zip()));
        assertEquals(
                Math.min(2, Runtime.getRuntime().availableProcessors()),
                two.facts().get("cpus"));
    }

    @Test
    void epochsAndBatch_decideTheSteps() throws IOException {
        Trained one = train("r.csv", "--epochs", "2", "--batch", "64");
        assertEquals(2 * 5, one.opened().from().steps()); // 300 rows: five batches
        assertEquals(64, one.facts().get("batch"));
        assertEquals(2, one.facts().get("epochs"));
        assertEquals(2, one.evaluations().size());
        assertEquals(3 * 3, train("r.csv").opened().from().steps());
    }

    @Test
    void learningRate_isSaidAndMovesTheParams() {
        Trained slow = train("r.csv", "--lr", "0.0001");
        Trained fast = train("r.csv", "--lr", "0.01");
        assertTrue(
                slow.run().said("net").contains("learning rate 0.0001,"),
                slow.run().err());
        assertTrue(
                fast.run().said("net").contains("learning rate 0.01,"),
                fast.run().err());
        assertTrue(distance(fast.params(), slow.params()) > 0.01);
    }

    private static double distance(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    @Test
    void earlyStop_aFew_stopsBeforeTheLastEpochAndOffDoesNot() throws IOException {
        Trained stopped = train("y.csv", "--epochs", "40", "--lr", "1", "--early-stop", "2");
        Trained all = train("y.csv", "--epochs", "40", "--lr", "1", "--early-stop", "off");
        assertTrue(stopped.evaluations().size() < 40, stopped.evaluations().size() + " epochs");
        assertEquals(40, all.evaluations().size());
        assertTrue(
                stopped.run().said("net").endsWith(", stops after 2 looks without a better one"),
                stopped.run().err());
        assertTrue(
                all.run().said("net").endsWith(", at most 40 epochs"), all.run().err());
        Trained usual = train("y.csv", "--epochs", "6");
        assertTrue(
                usual.run()
                        .said("net")
                        .endsWith(", at most 6 epochs, stops when the held-out rows are judged no better"),
                usual.run().err());
    }

    @Test
    void valid_none_holdsNothingOutAndSaysSo() {
        Trained one = train("r.csv", "--valid", "0");
        assertEquals(300, one.opened().from().rowsTrained());
        assertEquals(0, one.opened().from().rowsHeld());
        assertEquals(List.of(), one.opened().from().holdout());
        assertEquals(
                "no rows: how good the model is nobody knows (few rows differ, or --valid is 0)",
                one.run().said("held out"));
        assertTrue(inspect(one).contains("\nno rows were held out: how good it is nobody knows\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.2", "20%"})
    void valid_share_holdsThatMuchOut(String share) {
        Provenance from = train("r.csv", "--valid", share).opened().from();
        assertEquals(60, from.rowsHeld());
        assertEquals(240, from.rowsTrained());
        assertEquals(
                List.of("rmse", "mae", "r2"),
                from.holdout().stream().map(figure -> figure.name()).toList());
    }

    @Test
    void valid_file_isJudgedByAndNotLearnedFrom() throws IOException {
        String[] lines = Tables.regression().split("\n", -1);
        write("valid.csv", String.join("\n", Arrays.copyOf(lines, 41)) + "\n");
        String valid = folder.resolve("valid.csv").toString();
        Trained one = train("r.csv", "--valid", valid);
        Provenance from = one.opened().from();
        assertEquals(40, from.rowsHeld());
        assertEquals(300, from.rowsTrained());
        assertTrue(
                one.run().err().matches("(?s).*data     \\S+r.csv, 300 rows x 5 columns, .*"),
                one.run().err());
        assertTrue(
                one.run().err().contains("\n         to judge by: %s, 40 rows\n".formatted(valid)),
                one.run().err());
        assertEquals(
                "340 read (300 of --data, 40 of --valid) = 340 used + 0 set aside; 300 to learn from, 40 held out"
                        + " to judge by",
                one.run().said("rows"));
    }

    @Test
    void model_widths_areTheNets() {
        Trained one = train("m.csv", "--id", "id", "--model", "mlp:8,4", "--valid", "0.1");
        assertEquals("35-8-4-3", one.opened().model().net().toString());
        assertTrue(
                one.run().said("net").startsWith("35-8-4-3, 339 params; Adam, "),
                one.run().err());
        assertTrue(inspect(one).contains("\nnet      35-8-4-3, 339 params\n"), inspect(one));
    }

    @Test
    void model_auto_isTheRecipes() {
        Trained one = train("r.csv", "--id", "id", "--model", "auto", "--epochs", "1", "--valid", "0.1");
        assertTrue(
                one.run()
                        .said("net")
                        .startsWith("4 x 35-128-128-1, saved as one net 35-512-512-1, 281,601 params; Adam, "),
                one.run().err());
        assertTrue(
                inspect(one).contains("\nnet      35-512-512-1, 281,601 params\n"),
                "the four answer together as one net");
        Trained folds = train("r.csv", "--id", "id", "--model", "auto", "--epochs", "1");
        assertTrue(
                folds.run()
                        .said("net")
                        .startsWith("5 x 35-128-128-1, saved as one net 35-640-640-1, 433,921 params; Adam, "),
                folds.run().err());
    }

    @Test
    void target_named_isPredicted() {
        Trained one = train("r.csv", "--target", "plan");
        assertEquals(
                List.of("basic", "family", "pro"),
                ((Target.Classes) one.schema().target()).labels());
        assertEquals(
                "plan: one of 3 classes: basic (33 %), family (33 %), pro (33 %)",
                one.run().said("predict"));
    }

    @Test
    void target_several_arePredictedInTheOrderAskedFor() throws IOException {
        Trained one = train("r.csv", "--target", "price,age", "--ignore", "id");
        assertEquals(List.of("price", "age"), one.schema().targetNames());
        assertEquals(2, one.schema().outputCount());
        assertEquals(
                List.of("price, age: 2 numbers", "price: from N to N", "age: from N to N"),
                one.run()
                        .err()
                        .lines()
                        .dropWhile(line -> !line.startsWith("predict"))
                        .limit(3)
                        .map(line ->
                                line.replaceFirst("predict", "").strip().replaceAll("[0-9.]+ to [0-9.]+", "N to N"))
                        .toList());
        assertEquals(
                List.of("r2", "rmse_price", "mae_price", "r2_price", "rmse_age", "mae_age", "r2_age"),
                one.opened().from().holdout().stream().map(Figure::name).toList());
        assertEquals("price,age", one.facts().get("target"));
        String out = CliRun.of(
                        "score", one.zip().toString(), folder.resolve("r.csv").toString(), "-", "--keep", "id")
                .done()
                .out();
        assertTrue(out.startsWith("id,prediction_price,prediction_age\nc000,"), out.substring(0, 60));
        assertEquals(Tables.ROWS + 1, out.lines().count());
        String card = CliRun.of("inspect", one.zip().toString()).done().out();
        assertTrue(card.startsWith("predicts price: a number, from "), card);
        assertTrue(card.contains("\npredicts age: a number, from "), card);
    }

    @Test
    void target_overMagnitudes_isLearnedAsItsLogarithm() throws IOException {
        StringBuilder csv = new StringBuilder("a,y\n");
        for (int row = 0; row < 500; row++) {
            csv.append("%d,%s\n".formatted(row, Math.exp(8 * Math.pow(row / 500.0, 20))));
        }
        write("sales.csv", csv.toString());
        Trained one = train("sales.csv");
        assertEquals(
                "y: a number from N to N, mostly around N: learned as its logarithm; --target COL chooses another"
                        + " column",
                one.run().said("predict").replaceAll("[0-9][0-9.,E]*[0-9]", "N").replace("from 1 ", "from N "));
        String said = train("sales.csv", "--valid", "0").run().said("predict");
        assertTrue(
                said.contains("learned as its logarithm (no rows are held out, so its usual value is predicted, which"
                        + " is below its mean)"),
                said);
        String card = CliRun.of("inspect", one.zip().toString()).done().out();
        assertTrue(
                card.lines().findFirst().orElse("").endsWith(": learned as its logarithm"),
                card.lines().findFirst().orElse(""));
    }

    @Test
    void balance_on_weighsClassesAndSaysSo() throws IOException {
        Trained plain = train("y.csv");
        Trained auto = train("y.csv", "--balance", "auto");
        Trained balanced = train("y.csv", "--balance", "on");
        assertEquals(learned(plain.zip()), learned(auto.zip()));
        assertEquals(
                learned(plain.zip()), learned(train("y.csv", "--balance", "off").zip()));
        assertFalse(Arrays.equals(plain.params(), balanced.params()));
        assertTrue(
                balanced.run().said("predict").contains("; balanced: learned as if all were as common"),
                balanced.run().said("predict"));
        assertFalse(plain.run().said("predict").contains("balanced"));
    }

    @Test
    void task_saysHowNumbersAreMeant() throws IOException {
        StringBuilder csv = new StringBuilder("a,y\n");
        for (int row = 0; row < 90; row++) {
            csv.append("%d,%d\n".formatted(row, row % 3));
        }
        write("counts.csv", csv.toString());
        Trained auto = train("counts.csv");
        assertEquals(3, auto.schema().outputCount());
        assertTrue(
                auto.run().said("predict").endsWith("; --task regression takes it for a number"),
                auto.run().err());
        assertTrue(train("counts.csv", "--task", "regression").schema().target() instanceof Target.Numeric);
        assertTrue(train("counts.csv", "--task", "Classification").schema().target() instanceof Target.Classes);
    }

    @Test
    void ignore_leavesColumnsOut() {
        Trained one = train("r.csv", "--ignore", "plan,id", "--ignore", "age");
        assertEquals(1 + 15, one.schema().featureCount(), "a number and its ramps");
        assertEquals(new Column.Unused("plan", Column.Why.IGNORED), one.column("plan"));
        assertEquals(new Column.Unused("age", Column.Why.IGNORED), one.column("age"));
        assertTrue(
                one.run().err().contains("left out: id, age, plan (--ignore)"),
                one.run().err());
    }

    @Test
    void id_isNotLearnedFromAndKept() {
        Trained one = train("y.csv", "--id", "id");
        assertEquals(List.of("id"), one.schema().ids());
        CliRun scored = CliRun.of(
                        "score", one.zip().toString(), folder.resolve("y.csv").toString(), "-")
                .done();
        assertTrue(scored.out().startsWith("id,prediction,prob_no,prob_yes\nc000,"), scored.out());
    }

    @Test
    void categorical_numbersAreNames() throws IOException {
        write("post.csv", "code,x,y\n" + "10,1,1.5\n20,2,2.5\n30,3,3.5\n".repeat(30));
        assertTrue(train("post.csv", "--task", "regression").column("code") instanceof Column.Numeric);
        Column column = train("post.csv", "--task", "regression", "--categorical", "code")
                .column("code");
        assertEquals(List.of("10", "20", "30"), ((Column.Category) column).keys());
    }

    @Test
    void weight_changesWhatIsLearnedAndBadOnesAreSetAside() throws IOException {
        String csv = Tables.regression();
        StringBuilder weighted = new StringBuilder();
        int row = 0;
        for (String line : csv.lines().toList()) {
            String weight = row == 0 ? "w" : row == 5 ? "-1" : row == 6 ? "" : Integer.toString(1 + row % 4);
            weighted.append(weight).append(',').append(line).append('\n');
            row++;
        }
        write("w.csv", weighted.toString());
        Trained one = train("w.csv", "--weight", "w", "--valid", "0");
        assertEquals(new Column.Unused("w", Column.Why.WEIGHT), one.column("w"));
        assertEquals(298, one.opened().from().rowsTrained());
        assertEquals(
                "300 read = 298 used + 2 set aside (2 have no weight, or one below 0); 298 to learn from, 0 held out"
                        + " to judge by",
                one.run().said("rows"));
        write("w1.csv", weighted.toString().replaceAll("(?m)^[1-4],", "1,"));
        assertFalse(Arrays.equals(
                one.params(), train("w1.csv", "--weight", "w", "--valid", "0").params()));
    }

    @Test
    void missing_words_areReadAsMissing() throws IOException {
        write("gaps.csv", Tables.regression().replaceAll("(?m)^(c0.0),[0-9]+,", "$1,-999,"));
        Column.Numeric plain = (Column.Numeric) train("gaps.csv").column("age");
        Column.Numeric told =
                (Column.Numeric) train("gaps.csv", "--missing", "-999,x").column("age");
        assertEquals(-999, plain.min());
        assertEquals(0, plain.missing());
        assertEquals(18, told.min(), 3);
        assertEquals(10, told.missing());
    }

    @Test
    void missing_instead_forgetsTheUsualWords() throws IOException {
        write("gaps.csv", "a,b,y\n" + "1,NA,1.5\n2,x,2.5\n3,NA,3.5\n".repeat(30));
        Column.Category usual =
                (Column.Category) train("gaps.csv", "--task", "regression").column("b");
        Column.Category told = (Column.Category)
                train("gaps.csv", "--task", "regression", "--missing", "none").column("b");
        assertEquals(List.of("x"), usual.keys());
        assertEquals(60, usual.missing());
        assertEquals(List.of("NA", "x"), told.keys());
    }

    @Test
    void separatorQuoteHeader_areAsTold() throws IOException {
        write("odd.txt", "1;'a;b';1.5\n2;'c''d';2.5\n".repeat(40));
        Trained one = train("odd.txt", "--sep", ";", "--quote", "'", "--header", "no", "--task", "regression");
        assertEquals(List.of("column_1", "column_2", "column_3"), one.schema().names());
        assertEquals(List.of("a;b", "c'd"), ((Column.Category) one.column("column_2")).keys());
        assertFalse(one.schema().header());
        assertTrue(
                one.run().said("data").endsWith("; separator \";\", no header"),
                one.run().err());
    }

    @Test
    void header_yes_takesNumbersForNames() throws IOException {
        write("numbers.csv", "2019,2020\n" + "1,1.5\n2,2.5\n3,9.5\n".repeat(30));
        assertEquals(
                List.of("2019", "2020"),
                train("numbers.csv", "--header", "yes").schema().names());
        assertEquals(
                List.of("column_1", "column_2"), train("numbers.csv").schema().names());
    }

    @Test
    void encoding_latin1_readsItsLetters() throws IOException {
        Files.write(
                folder.resolve("latin.csv"),
                ("a,y\n" + "1,né\n2,weiß\n".repeat(40)).getBytes(StandardCharsets.ISO_8859_1));
        Trained one = train("latin.csv", "--encoding", "latin1");
        assertEquals(List.of("né", "weiß"), ((Target.Classes) one.schema().target()).labels());
    }

    @Test
    void maxBad_more_setsRowsAsideAndSaysWhich() throws IOException {
        write("bad.csv", Tables.regression() + "1,2\n");
        Trained one = train("bad.csv", "--max-bad", "5%");
        assertTrue(
                one.run().said("rows").startsWith("301 read = 300 used + 1 set aside (1 cannot be read); "),
                one.run().err());
        assertTrue(
                one.run()
                        .err()
                        .contains("first set aside: %s line 302, 2 cells where the table has 5 columns"
                                .formatted(folder.resolve("bad.csv"))),
                one.run().err());
        assertEquals(1, one.facts().get("rows_set_aside"));
    }

    @Test
    void out_fileThere_isKept() throws IOException {
        Path zip = folder.resolve("kept.zip");
        byte[] first = null;
        for (int i = 0; i < 2; i++) {
            CliRun run = CliRun.of(
                            "train",
                            "--data",
                            folder.resolve("r.csv").toString(),
                            "--out",
                            zip.toString(),
                            "--run-dir",
                            folder.resolve("kept-" + i).toString(),
                            "--epochs",
                            "1",
                            "--model",
                            "mlp:2")
                    .done();
            if (i == 0) {
                first = Files.readAllBytes(zip);
            } else {
                assertTrue(
                        run.said("wrote").endsWith("; the model that was there is now %s.~1~".formatted(zip)),
                        run.err());
            }
        }
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("kept.zip.~1~")));
    }

    @Test
    void runDirectory_holdsRunMetricsAndLog() throws IOException {
        Trained one = train("y.csv", "--id", "id");
        try (Stream<Path> files = Files.list(one.runDirectory())) {
            assertEquals(
                    List.of("job.json", "lock", "log.txt", "metrics.jsonl", "run.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        Map<String, Object> facts = one.facts();
        assertEquals(1, facts.get("v"));
        assertEquals(List.of(folder.resolve("y.csv").toString()), facts.get("data"));
        assertEquals("left", facts.get("target"));
        assertEquals(300, facts.get("rows_read"));
        assertEquals(300, facts.get("rows_trained"));
        assertEquals(300, facts.get("rows_held"), "in five folds");
        assertEquals("5 x 35-6-1", facts.get("net"));
        assertEquals(one.zip().toString(), facts.get("model"));
        assertEquals(one.opened().from().holdout().getFirst().value(), facts.get("holdout_accuracy"));
        assertEquals("mlscale", ((List<?>) facts.get("command")).getFirst());
        assertTrue(((List<?>) facts.get("command")).containsAll(List.of("train", "--id", "id")), facts.toString());
        List<String> lines = one.evaluations();
        assertEquals(3, lines.size());
        Map<String, Object> last = JSON.std.mapFrom(lines.getLast());
        assertEquals(9, last.get("step"));
        assertEquals(3, last.get("epoch"));
        assertEquals(
                Set.of(
                        "v",
                        "step",
                        "epoch",
                        "train_loss",
                        "holdout_accuracy",
                        "holdout_log_loss",
                        "holdout_auc",
                        "holdout_average_precision",
                        "holdout_macro_f1",
                        "holdout_ece"),
                last.keySet());
        String log = Files.readString(one.runDirectory().resolve("log.txt"));
        assertTrue(log.contains("Z predict left: "), log);
        assertTrue(log.contains("Z epoch 3/3  loss "), "details go to the log without -v: " + log);
        assertTrue(
                log.strip()
                        .lines()
                        .toList()
                        .getLast()
                        .endsWith("Z next mlscale score %s NEW.csv predictions.csv".formatted(one.zip())),
                log);
    }

    @Test
    void verbose_saysEveryEpochAndQuietNothing() {
        Trained loud = train("r.csv", "-v");
        assertEquals(
                3,
                loud.run()
                        .err()
                        .lines()
                        .filter(line -> line.matches("epoch    [123]/3  loss .* held-out rmse .*"))
                        .count());
        Trained quiet = train("r.csv", "-q");
        assertEquals("", quiet.run().err());
        assertEquals("", quiet.run().out());
    }

    @Test
    void misfits_areWarnedOf() throws IOException {
        StringBuilder csv = new StringBuilder("a,y\n");
        for (int row = 0; row < 3000; row++) {
            csv.append(row == 1700 ? "oops" : Integer.toString(row)).append(row % 2 == 0 ? ",even\n" : ",odd\n");
        }
        write("misfit.csv", csv.toString());
        Trained one = train("misfit.csv", "--epochs", "1");
        assertEquals(
                "1 cell of a not a number, read as missing: \"oops\" at %s line 1,702"
                        .formatted(folder.resolve("misfit.csv")),
                one.run().said("warn"));
    }

    @Test
    void model_ofAnotherRun_differs() throws IOException {
        assertNotEquals(
                learned(train("y.csv").zip()),
                learned(train("y.csv", "--epochs", "2").zip()));
    }

    private static String inspect(Trained one) {
        return CliRun.of("inspect", one.zip().toString()).done().out();
    }
}
