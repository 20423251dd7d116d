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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.table.Draws;

/** What {@code --sample} reads, says and leaves. */
class TrainSampleTest {
    private static final int ROWS = 20_000;

    @TempDir
    private Path folder;

    /** Sorted by the target, which has no noise. */
    @BeforeEach
    void writeTable() throws IOException {
        StringBuilder text = new StringBuilder("a,b,y\n");
        for (int row = 0; row < ROWS; row++) {
            double y = 100.0 * row / ROWS;
            double b = Draws.unit(1, row);
            text.append(String.format(Locale.ROOT, "%.3f,%.3f,%.4f%n", y - 10 * b, b, y));
        }
        Files.writeString(folder.resolve("t.csv"), text);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private CliRun train(String run, String... flags) {
        List<String> args = new ArrayList<>(List.of("train", "--data", at("t.csv"), "--model", "mlp:4"));
        args.addAll(List.of("-o", at(run + ".zip"), "--run-dir", at(run)));
        args.addAll(List.of(flags));
        return CliRun.of(args);
    }

    private byte[] entry(String model, String name) throws IOException {
        try (ZipFile zip = new ZipFile(folder.resolve(model).toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        }
    }

    private Map<String, Object> facts(String run) throws IOException {
        return JSON.std.mapFrom(Files.readString(folder.resolve(run + "/run.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0%", "101%", "x%", "2 GB", "1e6", "-5", "2PB", "100_000", ""})
    void sample_thatIsNone_isRefusedWithTheForms(String value) {
        CliRun run = train("run", "--sample", value);
        assertEquals(2, run.exit());
        assertTrue(
                run.err()
                        .contains("\"%s\" is not a size like 2GB, a share like 1%% or a number of rows like 100000"
                                .formatted(value)),
                run.err());
    }

    @Test
    void sample_rows_saysWhatItReadAndWhetherMoreWouldPay() throws IOException {
        CliRun run = train("run", "--sample", "4000", "--epochs", "3", "--batch", "64")
                .done();
        assertEquals("4,000 rows, taken evenly over all of the table, which has 20,000 rows", run.said("sample"));
        assertEquals(
                "4,000 read = 4,000 used + 0 set aside; 3,600 to learn from, 400 held out to judge by",
                run.said("rows"));
        List<String> curve = run.err()
                .lines()
                .map(String::strip)
                .filter(line -> line.contains(" ± ") && line.contains(" rows: rmse "))
                .map(line -> line.replaceFirst("^curve +", "").replaceAll("[0-9.]+ ± [0-9.]+$", "# ± #"))
                .toList();
        assertEquals(3, curve.size(), run.err());
        assertTrue(curve.get(0).matches("a quarter, (8|9)[0-9]{2} rows: rmse # ± #"), run.err());
        assertTrue(curve.get(1).matches("half, 1,[78][0-9]{2} rows: rmse # ± #"), run.err());
        assertEquals("all of the sample, 3,600 rows: rmse # ± #", curve.get(2));
        assertTrue(
                run.said("more").matches("from half to all rmse got better by [0-9.]+ ± [0-9.]+: more rows would pay"),
                run.err());
        assertTrue(
                run.err()
                        .contains(
                                "all of the table has about 5.0 times the rows (2.3 doublings), and would take about "),
                run.err());
        assertEquals(
                "mlscale train --data %s --model mlp:4 -o %s --epochs 3 --batch 64"
                        .formatted(at("t.csv"), at("run.zip")),
                run.said("next"));
        assertFalse(Files.exists(folder.resolve("run/checkpoints")), "a finished run needs none");
        assertEquals(true, facts("run").get("more_rows_pay"));
        assertEquals(3, ((List<?>) facts("run").get("curve")).size());
        assertEquals(ROWS, facts("run").get("rows_whole"));
        CliRun inspect = CliRun.of("inspect", at("run.zip")).done();
        assertTrue(
                inspect.out()
                        .contains("part     --sample 4000, taken evenly over all of it: 4,000 rows of about 20,000\n"),
                inspect.out());
    }

    @Test
    void sample_ofTableSortedByItsTarget_hasItsDistribution() throws IOException {
        CliRun run = train("run", "--sample", "5%", "--epochs", "1").done();
        assertEquals("1,000 rows, taken evenly over all of the table, which has 20,000 rows", run.said("sample"));
        Map<?, ?> schema = JSON.std.mapFrom(new String(entry("run.zip", "schema.json"), StandardCharsets.UTF_8));
        Map<?, ?> target = (Map<?, ?>) ((List<?>) schema.get("targets")).getFirst();
        assertEquals(50, ((Number) target.get("mean")).doubleValue(), 0.5, "mean of 0 … 100");
        assertEquals(100 / Math.sqrt(12), ((Number) target.get("scale")).doubleValue(), 0.5, "its deviation");
    }

    /** Every net says "no" to all rows. */
    @Test
    void sample_netsThatAnswerAlike_cannotTellWhetherMoreRowsWouldPay() throws IOException {
        StringBuilder csv = new StringBuilder("a,y\n");
        for (int row = 0; row < 8000; row++) {
            csv.append("%d,%s\n".formatted(row * 7919 % 1000, row % 20 == 0 ? "yes" : "no"));
        }
        Files.writeString(folder.resolve("alike.csv"), csv);
        CliRun run = CliRun.of(
                        "train",
                        "--data",
                        at("alike.csv"),
                        "--target",
                        "y",
                        "--model",
                        "mlp:2",
                        "--metric",
                        "accuracy",
                        "--sample",
                        "6000",
                        "--epochs",
                        "1",
                        "--run-dir",
                        at("alike"),
                        "-o",
                        at("alike.zip"))
                .done();
        assertEquals(
                "from half to all accuracy got better by 0.0000 ± 0.0000, which may be chance: whether more rows would"
                        + " pay cannot be told",
                run.said("more"));
        assertFalse(facts("alike").containsKey("more_rows_pay"));
        assertEquals("mlscale score %s NEW.csv predictions.csv".formatted(at("alike.zip")), run.said("next"));
    }

    @Test
    void sample_asLargeAsTheTable_isAllOfIt() throws IOException {
        String all = "all of the table, which has no more than --sample asks for";
        CliRun run = train("run", "--sample", "1GB", "--epochs", "1").done();
        assertEquals(all, run.said("sample"));
        assertEquals("", run.said("curve"));
        assertEquals(
                all, train("rows", "--sample", "20000", "--epochs", "1").done().said("sample"));
        train("plain", "--epochs", "1").done();
        assertArrayEquals(entry("plain.zip", "params.f32"), entry("run.zip", "params.f32"));
        assertArrayEquals(entry("plain.zip", "params.f32"), entry("rows.zip", "params.f32"));
    }

    @Test
    void sample_withoutHeldOutRows_saysThatNobodyKnows() {
        CliRun run =
                train("run", "--sample", "10%", "--valid", "0", "--epochs", "1").done();
        assertEquals("none: no rows are held out; whether more rows would pay nobody knows", run.said("curve"));
        assertEquals("mlscale score %s NEW.csv predictions.csv".formatted(at("run.zip")), run.said("next"));
    }

    @Test
    void sample_badRecord_isToldByItsByte() throws IOException {
        String text = Files.readString(folder.resolve("t.csv"));
        int half = text.indexOf('\n', text.length() / 2) + 1;
        Files.writeString(
                folder.resolve("t.csv"),
                "\ufeff" + text.substring(0, half) + "1,2\n".repeat(40) + text.substring(half));
        CliRun run = train("run", "--sample", "50%", "--epochs", "1").done();
        String told = run.err()
                .lines()
                .filter(line -> line.contains("first set aside"))
                .findFirst()
                .orElseThrow();
        assertTrue(
                told.matches(" +first set aside: .*t.csv byte [0-9,]+, 2 cells where the table has 3 columns"), told);
        int place =
                Integer.parseInt(told.replaceAll(".* byte ([0-9,]+), .*", "$1").replace(",", ""));
        byte[] bytes = Files.readAllBytes(folder.resolve("t.csv"));
        assertEquals("1,2\n", new String(bytes, place - 1, 4, StandardCharsets.US_ASCII));
        train("strict", "--sample", "50%", "--epochs", "1", "--on-bad-row", "fail")
                .fails(3, """
                    mlscale: 2 cells where the table has 3 columns
                      at %s byte %,d
                      try: mend the record, or --on-bad-row set-aside to leave such rows out
                    """.formatted(at("t.csv"), place));
    }

    /** The nets of less are no part of the model, and those that are done are not trained again. */
    @Test
    void sample_goesOn_sameModelAndSameCurve() throws IOException {
        CliRun whole =
                train("run", "--sample", "2000", "--epochs", "3", "--resume").done();
        byte[] params = entry("run.zip", "params.f32");
        Map<String, Object> run = new TreeMap<>(facts("run"));
        Object curve = run.remove("curve");
        run.remove("finished");
        Files.writeString(folder.resolve("run/run.json"), JSON.std.asString(run));
        CliRun again =
                train("run", "--sample", "2000", "--epochs", "3", "--resume").done();
        assertArrayEquals(params, entry("run.zip", "params.f32"));
        assertEquals(curve, facts("run").get("curve"));
        assertEquals(whole.said("more"), again.said("more"));
        train("run", "--sample", "3000", "--epochs", "3", "--resume").fails(2, """
            mlscale: the run in %s was begun otherwise: --sample was 2000, is 3000
              try: the command line and the table that it was begun with, or --run-dir with a new name
            """.formatted(at("run")));
    }

    /** While the net of half of it learns: that of a quarter is done, and that of all has not begun. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void sample_killedBetweenItsParts_goesOnToTheSameBits() throws Exception {
        String[] flags = {"--sample", "2000", "--epochs", "150", "--early-stop", "off", "--checkpoint", "0.02s"};
        train("whole", flags).done();
        List<String> args = new ArrayList<>(List.of("train", "--data", "t.csv", "--model", "mlp:4", "--resume"));
        args.addAll(List.of("-o", "run.zip", "--run-dir", "run"));
        args.addAll(List.of(flags));
        try (Program program = Program.start(folder, args)) {
            while (program.process().isAlive() && Files.notExists(folder.resolve("run/checkpoints/half"))) {
                Thread.sleep(2);
            }
            program.signal("KILL");
            assertEquals(137, program.exit(), program.said());
        }
        assertTrue(Files.exists(folder.resolve("run/checkpoints/quarter")));
        try (Program program = Program.start(folder, args)) {
            assertEquals(0, program.exit(), program.said());
        }
        assertArrayEquals(entry("whole.zip", "params.f32"), entry("run.zip", "params.f32"));
        assertEquals(facts("whole").get("curve"), facts("run").get("curve"));
        assertFalse(Files.exists(folder.resolve("run/checkpoints")), "a finished run needs none");
    }
}
