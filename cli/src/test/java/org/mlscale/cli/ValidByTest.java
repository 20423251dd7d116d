package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.modelfile.ModelFile;
import org.mlscale.engine.modelfile.Provenance;

/** {@code --valid-by}: what it does, what it says of it, and where it is refused. */
class ValidByTest {
    @TempDir
    private Path folder;

    private Path table;

    @BeforeEach
    void writeTable() throws IOException {
        table = Files.writeString(folder.resolve("r.csv"), Tables.regression());
    }

    private List<String> command(String... flags) {
        List<String> args = new ArrayList<>(List.of("train", "--data", table.toString(), "--model", "mlp:4"));
        args.addAll(List.of("--epochs", "1", "-o", folder.resolve("m.zip").toString()));
        args.addAll(List.of("--run-dir", folder.resolve("run").toString()));
        args.addAll(List.of(flags));
        return args;
    }

    private String entry(String name) throws IOException {
        try (ZipFile zip = new ZipFile(folder.resolve("m.zip").toFile());
                InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void train_byDefault_saysHowRowsAreHeldOutAndWhatMayLeak() throws IOException {
        CliRun run = CliRun.of(command("--id", "id")).done();
        assertTrue(run.err().contains("""
            ; all to learn from and to judge by
                     judged: every row by one of 5 nets, which does not learn from it: by row, rows alike on one side, small and large targets with their share, because no date column is in order and no --id column repeats
                     what may leak: rows of one person or day may stand on both sides: --valid-by group:COL or time:COL if yours do
            """), run.err());
        assertEquals("row", ((Map<?, ?>) JSON.std.mapFrom(entry("metrics.json")).get("held_out")).get("by"));
    }

    /** The day is written as a day, however the table writes it and whatever else the column is for. */
    @Test
    void train_byDates_saysTheDayFromWhichRowsAreHeldOut() throws IOException {
        StringBuilder csv = new StringBuilder("when,x,y\n");
        for (int row = 0; row < 400; row++) {
            LocalDate day = LocalDate.of(2023, 1, 1).plusDays(row / 2);
            csv.append("%d/%d/%d,%d,%d\n"
                    .formatted(
                            day.getDayOfMonth(),
                            day.getMonthValue(),
                            day.getYear(),
                            row * 37 % 101,
                            row * 37 % 101 + row % 3));
        }
        Files.writeString(table, csv);
        String held = "         held out: the rows from 2023-06-30 on by \"when\", because ";
        String inOrder = CliRun.of(command()).done().err();
        assertTrue(inOrder.contains("\n" + held + "it never decreases through the table\n"), inOrder);
        for (String use : List.of("--ignore", "--id")) {
            deleteRun();
            String named = CliRun.of(command("--valid-by", "time:when", use, "when"))
                    .done()
                    .err();
            assertTrue(named.contains("\n" + held + "--valid-by says so\n"), named);
        }
    }

    private void deleteRun() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("run"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void train_byTime_isToldInThePlanTheFilesAndTheCard() throws IOException {
        CliRun run = CliRun.of(command("--id", "id", "--ignore", "age", "--valid-by", "time:age"))
                .done();
        String reason = run.err()
                .lines()
                .filter(line -> line.startsWith("         held out: "))
                .findFirst()
                .orElseThrow()
                .substring("         held out: ".length());
        assertTrue(reason.matches("the rows from 7[0-9] on by \"age\", because --valid-by says so"), reason);
        assertTrue(run.err().contains("left out: id (an id: kept in predictions)\n"), run.err());
        assertTrue(run.err().contains("left out: age (--ignore)\n"), run.err());
        String leak = "a cell filled in later than its row's time knows the future, and who came before may come again";
        assertTrue(run.err().contains("\n         what may leak: " + leak + "\n"), run.err());
        Map<?, ?> told = (Map<?, ?>) JSON.std.mapFrom(entry("metrics.json")).get("held_out");
        assertEquals(List.of("by", "column", "what", "why", "leak", "folds"), List.copyOf(told.keySet()));
        assertEquals("time", told.get("by"));
        assertEquals("age", told.get("column"));
        assertEquals(reason, told.get("what") + ", because " + told.get("why"));
        assertEquals(leak, told.get("leak"));
        assertTrue(entry("MODEL_CARD.md").contains("\n\nHeld out: %s. What may leak: %s.\n\n".formatted(reason, leak)));
        assertEquals(
                reason,
                JSON.std
                        .mapFrom(Files.readString(folder.resolve("run/run.json")))
                        .get("held_out"));
        CliRun inspect =
                CliRun.of("inspect", folder.resolve("m.zip").toString()).done();
        assertTrue(inspect.out().contains("\nheld out %s\n".formatted(reason)), inspect.out());
    }

    @Test
    void train_byGroup_holdsOutWholeGroups() {
        CliRun run = CliRun.of(command("--ignore", "id", "--valid", "0.4", "--valid-by", "group:plan"))
                .done();
        assertTrue(run.said("rows").endsWith("; 200 to learn from, 100 held out to judge by"), run.err());
        Provenance from = ModelFile.open(folder.resolve("m.zip")).from();
        assertEquals("plan", from.split().orElseThrow().column());
    }

    @Test
    void train_validFile_saysThatItJudges() throws IOException {
        Path valid = Files.writeString(folder.resolve("v.csv"), Tables.regression());
        CliRun run = CliRun.of(command("--valid", valid.toString())).done();
        assertTrue(run.err().contains("""

                     held out: the rows of %s, because --valid names it
                     what may leak: rows that are in the table too are judged after they were learned
            """.formatted(valid)), run.err());
    }

    @Test
    void train_flagThatWouldDoNothing_isRefused() {
        CliRun.of(command("--valid", "v.csv", "--valid-by", "time:age")).fails(2, """
            mlscale: --valid-by time:age would do nothing: --valid v.csv holds the rows to judge by
              try: leave out one of the two
            """);
        CliRun.of(command("--valid", "0", "--valid-by", "row")).fails(2, """
            mlscale: --valid-by row would do nothing: --valid 0 holds out no rows
              try: leave out one of the two
            """);
    }

    @Test
    void train_columnThatCannotSplit_isRefusedWithTheWayOut() {
        CliRun.of(command("--valid-by", "time:Age ")).fails(2, """
            mlscale: there is no column "Age "
              try: did you mean "age"?
            """);
        CliRun.of(command("--valid-by", "time:plan")).fails(3, """
            mlscale: column "plan" cannot tell the time: it has words, like "basic"
              try: --valid-by time:COL with a column of numbers or dates; --valid-by group:plan keeps rows alike in it on one side
            """);
        CliRun.of(command("--valid-by", "group:plan")).fails(3, """
            mlscale: no group of column "plan" can be held out: the smallest has 33.4% of the rows, and only 10% may be
              try: --valid 33.4% has room for it, or --valid-by row
            """);
    }
}
