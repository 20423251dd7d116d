package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.table.Draws;

/** What train makes of columns without being told, what it says of that, and how it is told otherwise. */
class ColumnsTest {
    private static final DateTimeFormatter DAY_FIRST = DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm");

    @TempDir
    private Path folder;

    private int runs;

    @BeforeEach
    void writeTable() throws IOException {
        write("shop.csv", shop(2000, 1));
    }

    /** {@code row,when,member,noise,busy}: busy on Wednesdays and at weekends. */
    private static String shop(int rows, int seed) {
        StringBuilder csv = new StringBuilder("row,when,member,noise,busy\n");
        for (int row = 0; row < rows; row++) {
            LocalDateTime when = when(row, seed);
            csv.append("%d,%s,%s,%.3f,%s\n"
                    .formatted(
                            row,
                            row == 40 ? "closed" : DAY_FIRST.format(when),
                            Draws.unit(seed, row, 1) < 0.5 ? "yes" : "no",
                            Draws.unit(seed, row, 2),
                            busy(when) ? "busy" : "quiet"));
        }
        return csv.toString();
    }

    private static LocalDateTime when(int row, int seed) {
        return LocalDateTime.of(2022, 1, 1, 0, 0).plusMinutes((long) (730 * 24 * 60 * Draws.unit(seed, row, 3)));
    }

    private static boolean busy(LocalDateTime when) {
        return when.getDayOfWeek() == DayOfWeek.WEDNESDAY || when.getDayOfWeek().getValue() >= 6;
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private CliRun train(String data, String... flags) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                "--data",
                folder.resolve(data).toString(),
                "-o",
                folder.resolve("model.zip").toString(),
                "--run-dir",
                folder.resolve("run-" + ++runs).toString()));
        args.addAll(List.of(flags));
        if (!args.contains("--epochs")) {
            args.addAll(List.of("--epochs", "1", "--model", "mlp:2"));
        }
        return CliRun.of(args);
    }

    @Test
    void dates_whoseWeekdayDecides_arePredictedFrom() throws IOException {
        train("shop.csv", "--epochs", "40", "--model", "mlp:16", "--lr", "0.02", "-q")
                .done();
        // days up to the twelfth: only the model knows the order
        StringBuilder fresh = new StringBuilder("when,member,noise\n");
        List<String> expected = new ArrayList<>();
        for (int row = 0; expected.size() < 300; row++) {
            LocalDateTime when = when(row, 2);
            if (when.getDayOfMonth() <= 12) {
                fresh.append(DAY_FIRST.format(when)).append(",no,0.5\n");
                expected.add(busy(when) ? "busy" : "quiet");
            }
        }
        fresh.append("soon,no,0.5\n,no,0.5\n");
        String table = write("new.csv", fresh.toString());
        CliRun scored = CliRun.of("score", folder.resolve("model.zip").toString(), table, "-", "--probs", "off")
                .done();
        List<String> lines = scored.out().lines().toList();
        assertEquals("prediction", lines.getFirst());
        long right = 0;
        for (int i = 0; i < expected.size(); i++) {
            right += lines.get(i + 1).equals(expected.get(i)) ? 1 : 0;
        }
        assertTrue(right > 285, right + " of 300 right; guessing gets 171");
        assertEquals(
                "1 cell of when not a date, read as missing: \"soon\" at %s line 302".formatted(table),
                scored.said("warn"));
    }

    @Test
    void plan_saysWhatEveryColumnIs() throws IOException {
        CliRun run = train("shop.csv").done();
        assertTrue(run.err().contains("""

            columns  1 number, 0 columns of words, 1 yes/no, 1 date: 112 inputs to the net
                     date: when, 2022-01-01 to 2023-12-31, day first: year, month, weekday, hour, ordinal day
                     left out: row (counts the rows: an id; --numeric takes it for a number)
                     missing cells: when 1
            warn     1 cell of when not a date, read as missing: "closed" at %s line 42
            """.formatted(folder.resolve("shop.csv"))), run.err());
        String inspected = CliRun.of("inspect", folder.resolve("model.zip").toString())
                .done()
                .out();
        String dates = "date     2022-01-01 to 2023-12-31, day first: year, month, weekday, hour, ordinal day; 1 cell"
                + " missing";
        assertTrue(inspected.contains("\nwhen                     " + dates + "\n"), inspected);
        assertTrue(inspected.contains("\nmember                   yes/no   "), inspected);
        Map<String, Object> facts =
                JSON.std.mapFrom(Files.readString(folder.resolve("run-1").resolve("run.json")));
        assertEquals(dates, ((Map<?, ?>) facts.get("columns")).get("when"));
        assertEquals(
                List.of("row", "when", "member", "noise"), List.copyOf(((Map<?, ?>) facts.get("columns")).keySet()));
    }

    @Test
    void plan_overridden_doesAsTold() throws IOException {
        CliRun run =
                train("shop.csv", "--numeric", "row", "--categorical", "when").done();
        assertTrue(
                run.err().contains("\ncolumns  2 numbers, 0 columns of words, 1 yes/no: 67 inputs to the net\n"),
                run.err());
        assertTrue(run.err().contains("\n         left out: when (words that hardly ever come twice)\n"), run.err());
    }

    private String ambiguous(IntFunction<String> cell) throws IOException {
        StringBuilder csv = new StringBuilder("when,y\n");
        for (int row = 0; row < 60; row++) {
            csv.append(cell.apply(row)).append(',').append(row % 7 * 0.5).append('\n');
        }
        return write("monthly.csv", csv.toString());
    }

    @Test
    void dates_eitherWayRound_stopAndAsk() throws IOException {
        ambiguous(row -> "01/%02d/20%02d".formatted(1 + row % 12, 18 + row / 12));
        train("monthly.csv").fails(3, """
            mlscale: column "when" can be read day first or month first, and its cells do not tell: "01/02/2018" is \
            2018-02-01 or 2018-01-02
              try: --dates dmy or --dates mdy; for this column alone, --dates when=dmy
            """);
        for (String said : List.of("dmy", "when=dmy", "mdy,when=dmy")) {
            CliRun run = train("monthly.csv", "--dates", said);
            assertTrue(
                    run.done().err().contains("\n         date: when, 2018-01-01 to 2022-12-01, day first: "),
                    run.err());
        }
    }

    @Test
    void dates_epochSecondsOnRequest_areDates() throws IOException {
        ambiguous(row -> Long.toString(1_600_000_000L + row * 5_000L));
        String run = train("monthly.csv", "--dates", "when=epoch").done().err();
        assertTrue(
                run.contains(
                        "\n         date: when, 2020-09-13 to 2020-09-16, epoch seconds: weekday, hour, ordinal day\n"),
                run);
    }

    @Test
    void dates_namedThatAreNone_areRefused() throws IOException {
        String file = ambiguous(row -> "2024-01-%02d".formatted(1 + row % 28));
        train("monthly.csv", "--dates", "when=dmy").fails(3, """
            mlscale: column "when" is not dates, day first: 60 of 60 cells are not, like "2024-01-01"
              at %s line 2
              try: --dates when=ymd
            """.formatted(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dym", "epoch", "when=auto", "=dmy", "when=", ""})
    void dates_wrongValue_saysTheRightOnes(String value) {
        CliRun run = train("shop.csv", "--dates", value);
        assertTrue(
                run.err()
                        .startsWith(
                                "mlscale: --dates: \"%s\" is not auto, mdy, dmy or ymd, nor COL=mdy, COL=dmy, COL=ymd or COL=epoch\n"
                                        .formatted(value)),
                run.err());
        assertEquals(2, run.exit());
    }

    @Test
    void dates_contradictions_areRefused() {
        train("shop.csv", "--dates", "dmy,mdy").fails(2, """
            mlscale: --dates: one order for all columns, please
              try: --dates dmy,COL=mdy
            """);
        train("shop.csv", "--dates", "when=dmy", "--dates", "when=mdy").fails(2, """
            mlscale: --dates: column "when" is given two orders
              try: --dates when=mdy
            """);
        train("shop.csv", "--dates", "wen=dmy").fails(2, """
            mlscale: there is no column "wen"
              try: did you mean "when"?
            """);
        train("shop.csv", "--dates", "when=dmy", "--numeric", "when").fails(2, """
            mlscale: column "when" can only be one: words, a number or dates
              try: name it in one of --categorical, --numeric and --dates
            """);
    }

    @Test
    void warnings_ofLeaksAndOfTooManyWords_sayWhatToDo() throws IOException {
        StringBuilder csv = new StringBuilder("ticket,boat,speed,left\n");
        for (int row = 0; row < 600; row++) {
            boolean left = Draws.unit(3, row) < 0.4;
            csv.append("t%d,%s,%.3f,%s\n"
                    .formatted(
                            (int) (450 * Draws.unit(4, row)),
                            left ? "boat " + row % 7 : "",
                            Draws.unit(5, row),
                            left ? "yes" : "no"));
        }
        write("leak.csv", csv.toString());
        String err = train("leak.csv").done().err();
        assertTrue(
                err.contains(
                        "\nwarn     boat all but gives the target away (it alone predicts 100.0 % of the rows): is it"
                                + " known when you score? --ignore boat leaves it out\n"),
                err);
        assertTrue(
                err.matches("(?s).*\nwarn     ticket has 3[0-9][0-9] different words in 600 rows: it will hardly help"
                        + " \\(--ignore ticket\\)\n.*"),
                err);
        write(
                "copy.csv",
                csv.toString()
                        .replaceAll("(?m)^(.*,)([0-9.]+),(yes|no)$", "$1$2,-$2")
                        .replace("--", "-"));
        String copy = train("copy.csv").done().err();
        assertTrue(
                copy.contains(
                        "\nwarn     speed all but gives the target away (its correlation with it is -1.00000): is it"
                                + " known when you score? --ignore speed leaves it out\n"),
                copy);
    }
}
