package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertData;
import static org.mlscale.engine.chunk.Faults.assertFault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Roles;

/** Which rows judge: what may not be parted stands on one side, and never more is held out than was allowed. */
class HoldOutTest {
    private static final HoldOutWish TENTH = HoldOutWish.auto().withShare(0.1);

    @TempDir
    Path directory;

    private static HoldOutWish by(String column) {
        return TENTH.with(
                column.startsWith("time:")
                        ? new HoldOutWish.By.Time(column.substring(5))
                        : new HoldOutWish.By.Group(column.substring(6)));
    }

    private Path file(String header, int rows, IntFunction<String> row) {
        return file(header + "\n"
                + IntStream.range(0, rows).mapToObj(i -> row.apply(i) + "\n").collect(Collectors.joining()));
    }

    private Path file(String text) {
        try {
            return Files.writeString(directory.resolve("a.csv"), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What stood in column {@code place} of each row on {@code side}, from the text itself. */
    private static List<String> cells(Path file, Table table, RowIndex side, int place) {
        try {
            List<String> lines = Files.readAllLines(file);
            return Arrays.stream(Freezing.rowNumbers(table, side))
                    .mapToObj(row -> lines.get((int) row + 1).split(",", -1)[place])
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Roles roles(Set<String> ids, Set<String> ignored, Set<String> categorical) {
        return new Roles(List.of("y"), Roles.Task.AUTO, ids, ignored, categorical, Optional.empty());
    }

    /** Chunks of any size, read by any number of threads, hold out the same rows. */
    private void assertSameAnyhow(Freezing freezing, Path file, Table table, long seed) {
        for (int chunkBytes : new int[] {100, 1777, 40_000}) {
            Table other = freezing.withChunkBytes(chunkBytes).withThreads(3).table(file);
            assertArrayEquals(
                    Freezing.rowNumbers(table, table.holdout()),
                    Freezing.rowNumbers(other, other.holdout()),
                    () -> Seeds.repeat(getClass(), seed));
            assertEquals(table.split(), other.split());
        }
    }

    @Test
    void group_anyTable_keepsEachGroupOnOneSideAndTheShare() {
        Seeds.some(5).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int people = 30 + random.nextInt(300);
            Path file = file("a,who,y\n"
                    + IntStream.range(0, 3000)
                            .mapToObj(i -> "%d,p%d,%d\n".formatted(i, random.nextInt(people), random.nextInt(2)))
                            .collect(Collectors.joining()));
            Freezing freezing = Freezing.usual().with(by("group:who")).withSeed(seed);
            Table table = freezing.table(file);
            Set<String> held = new HashSet<>(cells(file, table, table.holdout(), 1));
            Set<String> both = new HashSet<>(cells(file, table, table.train(), 1));
            both.retainAll(held);
            assertEquals(Set.of(), both, () -> Seeds.repeat(getClass(), seed));
            long rows = table.holdout().rowCount();
            assertTrue(rows > 100 && rows <= 300, () -> rows + " rows held, " + Seeds.repeat(getClass(), seed));
            assertEquals(3000, rows + table.train().rowCount());
            assertSameAnyhow(freezing, file, table, seed);
        });
    }

    @Test
    void group_cellsWithoutAValue_areOneGroup() {
        Path file = file(
                "a,who,y",
                1000,
                i -> "%d,%s,%d"
                        .formatted(i, i % 2 == 0 ? i : List.of("", "NA", "null").get(i / 2 % 3), i % 2));
        Table table = Freezing.usual().with(by("group:who")).table(file);
        assertEquals(100, table.holdout().rowCount());
        assertTrue(cells(file, table, table.holdout(), 1).stream().allMatch(cell -> cell.matches("[0-9]+")));
    }

    @Test
    void group_namedColumn_isStillAnInput() {
        Path file = file("a,who,y", 1000, i -> "%d,p%d,%d".formatted(i * 7 % 1000, i % 50, i % 2));
        Table table = Freezing.usual().with(by("group:who")).table(file);
        assertEquals(
                List.of("a", "who"),
                table.schema().used().stream().map(Column::name).toList());
        assertEquals(
                new Split(
                        Split.By.GROUP,
                        "who",
                        "whole groups by \"who\"",
                        "--valid-by says so",
                        "rows of one day, or alike in all but \"who\", may stand on both sides"),
                table.split());
    }

    @Test
    void group_otherSeed_holdsOutOtherGroups() {
        Path file = file("a,who,y", 1000, i -> "%d,p%d,%d".formatted(i, i % 50, i % 2));
        Freezing freezing = Freezing.usual().with(by("group:who"));
        Table one = freezing.withSeed(1).table(file);
        Table two = freezing.withSeed(2).table(file);
        assertNotEquals(cells(file, one, one.holdout(), 1), cells(file, two, two.holdout(), 1));
    }

    @Test
    void group_tooLargeOrAlike_isRefusedWithTheWayOut() {
        assertData(
                "no group of column \"who\" can be held out: the smallest has 25% of the rows, and only 10% may be",
                "",
                "--valid 25% has room for it, or --valid-by row",
                () -> Freezing.usual()
                        .with(by("group:who"))
                        .table(file("a,who,y", 1000, i -> "%d,p%d,%d".formatted(i, i % 4, i % 2))));
        assertEquals(
                250,
                Freezing.usual()
                        .with(by("group:who").withShare(0.25))
                        .table(file("a,who,y", 1000, i -> "%d,p%d,%d".formatted(i, i % 4, i % 2)))
                        .holdout()
                        .rowCount());
        assertData(
                "column \"who\" makes no groups: all its cells are alike",
                "",
                "--valid-by group:COL with another column, or --valid-by row",
                () -> Freezing.usual()
                        .with(by("group:who"))
                        .table(file("a,who,y", 1000, i -> "%d,me,%d".formatted(i, i % 2))));
    }

    @Test
    void time_anyTable_holdsTheLatestRowsAndEqualTimesOnOneSide() {
        Seeds.some(8).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int times = 15 + random.nextInt(5000);
            double scale = List.of(1.0, 0.25, 60.0).get(random.nextInt(3));
            boolean gaps = random.nextBoolean();
            Path file = file("a,t,y\n"
                    + IntStream.range(0, 2500)
                            .mapToObj(i -> "%d,%s,%d\n"
                                    .formatted(
                                            i,
                                            gaps && random.nextInt(9) == 0
                                                    ? "NA"
                                                    : Double.toString(scale * (random.nextInt(times) - 2000)),
                                            random.nextInt(2)))
                            .collect(Collectors.joining()));
            Freezing freezing = Freezing.usual().with(by("time:t")).withSeed(seed);
            Table table = freezing.table(file);
            double[] held = numbers(cells(file, table, table.holdout(), 1));
            double[] learned = numbers(cells(file, table, table.train(), 1));
            String where = Seeds.repeat(getClass(), seed);
            assertTrue(
                    Arrays.stream(held).min().orElseThrow()
                            > Arrays.stream(learned).max().orElseThrow(),
                    where);
            assertTrue(held.length >= 1 && held.length <= 0.1 * (held.length + learned.length), where);
            assertEquals(held.length, table.holdout().rowCount(), "a row without a time is never held, " + where);
            double next = Arrays.stream(learned).max().orElseThrow();
            long nextRows = Arrays.stream(learned).filter(time -> time == next).count();
            assertTrue(
                    held.length + nextRows > Math.floor(0.1 * (held.length + learned.length)),
                    "as many as fit, " + where);
            assertSameAnyhow(freezing, file, table, seed);
        });
    }

    private static double[] numbers(List<String> cells) {
        return cells.stream()
                .filter(cell -> !cell.equals("NA"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void time_fewRows_holdsAtLeastTheLast() {
        Path file = file("a,t,y", 5, i -> "%d,%d,%d".formatted(i, 2020 - i, i % 2));
        Table table = Freezing.usual().with(by("time:t")).table(file);
        assertArrayEquals(new long[] {0}, Freezing.rowNumbers(table, table.holdout()));
    }

    @Test
    void time_columnThatIsNoInput_isReadAndLetGo() {
        Path file = file("a,t,y", 1000, i -> "%d,%d,%d".formatted(i % 7, 1_600_000_000L + 60L * (i * 7 % 1000), i % 2));
        for (Column.Why why : List.of(Column.Why.ID, Column.Why.IGNORED)) {
            Set<String> marked = Set.of("t");
            Roles roles = why == Column.Why.ID ? roles(marked, Set.of(), Set.of()) : roles(Set.of(), marked, Set.of());
            MemoryBudget budget = new MemoryBudget(1 << 20);
            Table table = Freezing.usual()
                    .with(roles)
                    .with(by("time:t"))
                    .table(file, Optional.empty(), Freezing.store(budget), _ -> {});
            assertEquals(100, table.holdout().rowCount());
            assertTrue(numbers(cells(file, table, table.holdout(), 1))[0] >= 1_600_000_000L + 60 * 900);
            assertEquals(new Column.Unused("t", why), table.schema().columns().get(1));
            assertEquals(new Cells.None(), table.chunks().getFirst().columns().get(1));
            assertEquals(table.bytes(), budget.reserved());
            assertEquals("the rows from 1600054000 on by \"t\"", table.split().what());
        }
    }

    @Test
    void time_yearsThatAreWordsToTheNet_areStillTimes() {
        Path file = file("a,year,y", 1000, i -> "%d,%d,%d".formatted(i, 1990 + i % 30, i % 2));
        Table table = Freezing.usual()
                .with(roles(Set.of(), Set.of(), Set.of("year")))
                .with(by("time:year"))
                .table(file);
        assertEquals(Set.of("2019", "2018", "2017"), Set.copyOf(cells(file, table, table.holdout(), 1)));
        assertEquals("the rows from 2017 on by \"year\"", table.split().what());
        assertTrue(table.schema().columns().get(1) instanceof Column.Category);
    }

    @Test
    void time_rowsWithoutOne_stayInTrainingAndAreCounted() {
        Path file = file("a,t,y", 1000, i -> "%d,%s,%d".formatted(i, i % 100 == 99 ? "" : i, i % 2));
        Table table = Freezing.usual().with(by("time:t")).table(file);
        assertEquals(
                "the rows from 900 on by \"t\"; 10 without a time are learned from",
                table.split().what());
        assertEquals(99, table.holdout().rowCount(), "a tenth of those with a time");
        assertEquals(901, table.train().rowCount());
    }

    @Test
    void time_columnThatTellsNone_isRefusedWithTheWayOut() {
        Freezing freezing = Freezing.usual().with(by("time:t"));
        assertData(
                "column \"t\" cannot tell the time: it has words, like \"monday\"",
                "",
                "--valid-by time:COL with a column of numbers or dates; --valid-by group:t keeps rows alike in it on"
                        + " one side",
                () -> freezing.table(file(
                        "a,t,y", 100, i -> "%d,%s,%d".formatted(i, i % 2 == 0 ? "monday" : "7", i % 2))));
        assertData(
                "column \"t\" cannot tell the time: no usable row has a value there",
                "",
                "--valid-by time:COL with another column, or --valid-by row",
                () -> freezing.table(file("a,t,y", 100, i -> "%d,,%d".formatted(i, i % 2))));
        assertData(
                "column \"t\" cannot tell the time: it is 2024 in all rows",
                "",
                "--valid-by time:COL with another column, or --valid-by row",
                () -> freezing.table(file("a,t,y", 100, i -> "%d,2024,%d".formatted(i, i % 2))));
        assertData(
                "the last time in \"t\", 2024, has 33.4% of the rows, and only 10% may be held out",
                "",
                "--valid 33.4% holds them out, --valid-by row holds out others",
                () -> freezing.table(file("a,t,y", 1000, i -> "%d,%d,%d".formatted(i, 2024 - i % 3, i % 2))));
        assertEquals(
                334,
                Freezing.usual()
                        .with(by("time:t").withShare(0.334))
                        .table(file("a,t,y", 1000, i -> "%d,%d,%d".formatted(i, 2024 - i % 3, i % 2)))
                        .holdout()
                        .rowCount());
    }

    @Test
    void check_columnThatIsNotThereOrTheTarget_isAUsageFault() {
        Path file = file("a,when,y", 100, i -> "%d,%d,%d".formatted(i, i, i % 2));
        assertFault(
                Fault.Kind.USAGE,
                "there is no column \"wen\"",
                "",
                "did you mean \"when\"?",
                () -> Freezing.usual().with(by("time:wen")).table(file));
        assertFault(
                Fault.Kind.USAGE,
                "column \"y\" cannot be the target and say which rows are held out",
                "",
                "--target COL names the column to predict, --valid-by row needs no column",
                () -> Freezing.usual().with(by("group:y")).table(file));
    }

    @Test
    void row_smallTable_givesEachClassItsShareAndKeepsRowsAlikeTogether() {
        Seeds.some(5).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> rows = new ArrayList<>();
            while (rows.size() < 1500) {
                boolean twice = !rows.isEmpty() && random.nextInt(5) == 0;
                double u = random.nextDouble();
                rows.add(
                        twice
                                ? rows.getLast()
                                : random.nextInt() + "," + (u < 0.04 ? "rare" : u < 0.3 ? "some" : "many"));
            }
            rows.add("7,once");
            Path file = file("a,y\n" + String.join("\n", rows) + "\n");
            Freezing freezing = Freezing.usual().with(TENTH).withSeed(seed);
            Table table = freezing.table(file);
            Map<String, Long> held = counts(cells(file, table, table.holdout(), 1));
            Map<String, Long> all = counts(rows.stream()
                    .map(row -> row.substring(row.indexOf(',') + 1))
                    .toList());
            for (String label : List.of("rare", "some", "many")) {
                assertEquals(
                        all.get(label) / 10.0, held.get(label), 1, () -> label + ", " + Seeds.repeat(getClass(), seed));
            }
            assertEquals(Set.of("rare", "some", "many"), held.keySet(), "the only row of a class is learned from");
            assertTrue(table.holdout().rowCount() <= 150);
            Set<String> both = new HashSet<>(cells(file, table, table.holdout(), 0));
            both.retainAll(new HashSet<>(cells(file, table, table.train(), 0)));
            assertEquals(Set.of(), both, () -> Seeds.repeat(getClass(), seed));
            assertSameAnyhow(freezing, file, table, seed);
        });
    }

    private static Map<String, Long> counts(List<String> words) {
        return words.stream().collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    }

    @Test
    void row_smallTableOfNumbers_givesEachTenthItsShare() {
        Seeds.some(5).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Path file = file("a,y", 1000, i -> "%d,%.6f".formatted(i, Math.exp(3 * random.nextGaussian())));
            Table table = Freezing.usual().with(TENTH).withSeed(seed).table(file);
            List<Double> sorted = both(file, table).stream().sorted().toList();
            int[] held = new int[10];
            cells(file, table, table.holdout(), 1)
                    .forEach(cell -> held[Math.min(9, sorted.indexOf(Double.parseDouble(cell)) / 100)]++);
            for (int tenth = 0; tenth < 10; tenth++) {
                assertEquals(10, held[tenth], 1, Arrays.toString(held) + ", " + Seeds.repeat(getClass(), seed));
            }
            assertEquals(
                    "by row, rows alike on one side, small and large targets with their share",
                    table.split().what());
        });
    }

    private static List<Double> both(Path file, Table table) {
        List<Double> numbers = new ArrayList<>();
        for (RowIndex side : List.of(table.train(), table.holdout())) {
            cells(file, table, side, 1).forEach(cell -> numbers.add(Double.parseDouble(cell)));
        }
        return numbers;
    }

    @Test
    void auto_idThatRepeats_holdsOutWholeGroups() {
        Roles roles = roles(Set.of("visit", "patient"), Set.of(), Set.of());
        Path file = file("visit,patient,a,y", 3000, i -> "v%d,p%d,%d,%d".formatted(i / 3, i / 30, i, i % 2));
        Table table = Freezing.usual().with(TENTH).with(roles).table(file);
        assertEquals(Split.By.GROUP, table.split().by());
        assertEquals("patient", table.split().column(), "a patient's visits stand on one side too");
        assertEquals("the id repeats: 100 in 3,000 rows", table.split().why());
        assertEquals(300, table.holdout().rowCount());
        assertSameAnyhow(Freezing.usual().with(TENTH).with(roles), file, table, 42);
    }

    @Test
    void auto_idThatHardlyRepeats_fallsToTheRow() {
        Roles roles = roles(Set.of("id"), Set.of(), Set.of());
        Map<Integer, Split.By> expected = Map.of(1, Split.By.ROW, 9, Split.By.ROW, 11, Split.By.GROUP);
        Map<Integer, Split.By> found = new HashMap<>();
        for (int percent : expected.keySet()) {
            Path file = file(
                    "id,a,y",
                    3000,
                    i -> "%s,%d,%d".formatted(i > 0 && i <= 30 * percent ? "again" : "n" + i, i, i % 2));
            found.put(
                    percent,
                    Freezing.usual().with(TENTH).with(roles).table(file).split().by());
        }
        assertEquals(expected, found);
    }

    @Test
    void auto_idWithoutAGroupThatFits_fallsToTheRowAndSaysWhy() {
        Path file = file("site,a,y", 3000, i -> "s%d,%d,%d".formatted(i % 4, i, i % 2));
        Table table = Freezing.usual()
                .with(TENTH)
                .with(roles(Set.of("site"), Set.of(), Set.of()))
                .table(file);
        assertEquals(
                new Split(
                        Split.By.ROW,
                        "",
                        "by row, rows alike on one side",
                        "no group of \"site\" fits into 10% of the rows",
                        "rows of one person or day may stand on both sides: --valid-by group:COL or time:COL if yours"
                                + " do"),
                table.split());
        assertEquals(300, table.holdout().rowCount());
    }

    @Test
    void none_saysWhy() {
        Path file = file("id,a,y", 3000, i -> "%d,%d,%d".formatted(i % 7, i, i % 2));
        Table table = Freezing.usual()
                .with(roles(Set.of("id"), Set.of(), Set.of()))
                .with(HoldOutWish.none())
                .table(file);
        assertEquals("nothing, because --valid is 0", table.split().reason());
        Table tiny = Freezing.usual().with(TENTH).table(file("a,y\n1,x\n2,z\n3,x\n4,z\n"));
        assertEquals(
                "nothing, because no set of alike rows fits into 10% of 4 rows",
                tiny.split().reason());
        assertEquals(0, tiny.holdout().rowCount());
    }
}
