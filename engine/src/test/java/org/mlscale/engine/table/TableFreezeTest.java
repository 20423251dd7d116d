package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Target;

class TableFreezeTest {
    @TempDir
    Path directory;

    @Test
    void freeze_anyNumberOfThreads_sameTableToTheBit() {
        Seeds.some(3).forEach(seed -> {
            Path file = mixed(seed);
            Freezing freezing =
                    Freezing.usual().with(MixedTable.ROLES).withSeed(seed).withChunkBytes(3000);
            String one = Freezing.told(freezing.withThreads(1).table(file));
            for (int threads : new int[] {2, 3, 7}) {
                assertEquals(
                        one,
                        Freezing.told(freezing.withThreads(threads).table(file)),
                        () -> threads + " threads, " + Seeds.repeat(getClass(), seed));
            }
        });
    }

    @Test
    void freeze_anyChunkSize_sameRowsAndSchema() {
        Seeds.some(3).forEach(seed -> {
            Path file = mixed(seed);
            Freezing freezing = Freezing.usual().with(MixedTable.ROLES).withSeed(seed);
            Table whole = freezing.table(file);
            for (int chunkBytes : new int[] {1, 100, 1777, 40_000}) {
                Table cut = freezing.withChunkBytes(chunkBytes).table(file);
                String where = "%d chunks, %s".formatted(cut.chunks().size(), Seeds.repeat(getClass(), seed));
                assertTrue(cut.chunks().size() > whole.chunks().size(), where);
                assertEquals(rows(whole), rows(cut), where);
                assertEquals(whole.schema(), cut.schema(), where);
                assertEquals(whole.account(), cut.account(), where);
                assertEquals(whole.misfits(), cut.misfits(), where);
                assertArrayEquals(
                        Freezing.rowNumbers(whole, whole.train()), Freezing.rowNumbers(cut, cut.train()), where);
                assertArrayEquals(
                        Freezing.rowNumbers(whole, whole.holdout()), Freezing.rowNumbers(cut, cut.holdout()), where);
            }
        });
    }

    @Test
    void freeze_mixedTable_settlesEveryColumn() {
        Table table =
                Freezing.usual().with(MixedTable.ROLES).withChunkBytes(3000).table(mixed(1));
        Map<String, Column> columns =
                table.schema().columns().stream().collect(Collectors.toMap(Column::name, column -> column));
        assertEquals(new Column.Unused("id", Column.Why.ID), columns.get("id"));
        assertEquals(new Column.Unused("junk", Column.Why.IGNORED), columns.get("junk"));
        assertEquals(new Column.Unused("w", Column.Why.WEIGHT), columns.get("w"));
        assertEquals(new Column.Unused("text", Column.Why.ALL_DIFFERENT), columns.get("text"));
        assertInstanceOf(Column.Numeric.class, columns.get("time"));
        assertInstanceOf(Column.Numeric.class, columns.get("late numbers"));
        assertEquals(
                14,
                assertInstanceOf(Column.Category.class, columns.get("late words"))
                        .keys()
                        .size());
        assertEquals(
                6,
                assertInstanceOf(Column.Category.class, columns.get("colour"))
                        .keys()
                        .size());
        assertEquals(
                List.of("no", "yes"),
                assertInstanceOf(Target.Classes.class, table.schema().target()).labels());
        Table.Account account = table.account();
        assertEquals(account.read(), account.used() + account.setAside());
        assertEquals(account.used(), table.train().rowCount() + table.holdout().rowCount());
        assertEquals(3000, account.read());
        assertTrue(account.unreadable() > 0 && account.withoutTarget() > 0 && account.withoutWeight() > 0);
    }

    @Test
    void freeze_wordsBelowANumericHead_readsThatColumnAgainAsWords() {
        List<String> cells = new ArrayList<>(
                IntStream.range(0, 1500).mapToObj(i -> Integer.toString(i % 3)).toList());
        cells.addAll(List.of("late", "late", "late", "NA"));
        MemoryBudget budget = new MemoryBudget(1 << 20);
        Table table = Freezing.usual()
                .withChunkBytes(2000)
                .table(column(cells), Optional.empty(), Freezing.store(budget), _ -> {});
        assertEquals(
                new Column.Category("a", List.of("0", "1", "2", "late"), 0, 1),
                table.schema().columns().getFirst());
        assertEquals(cells.subList(0, 1503), words(table, 0).subList(0, 1503));
        assertEquals("", words(table, 0).getLast());
        assertTrue(table.chunks().size() > 3);
        assertEquals(table.bytes(), budget.reserved());
    }

    @Test
    void freeze_numbersBelowAnEmptyHead_areNumbers() {
        List<String> cells =
                new ArrayList<>(IntStream.range(0, 1200).mapToObj(_ -> "NA").toList());
        cells.addAll(IntStream.range(0, 3000)
                .mapToObj(i -> Integer.toString(7 + i % 2))
                .toList());
        cells.addAll(List.of("x", "1e39", ""));
        Table table = Freezing.usual().withChunkBytes(2000).table(column(cells));
        Column.Numeric numeric =
                assertInstanceOf(Column.Numeric.class, table.schema().columns().getFirst());
        assertEquals(new Column.Numeric("a", 7, 8, 1 / 1.349, 7, 8, 1203), numeric);
        List<Float> values = floats(table, 0);
        assertEquals(List.of(Float.NaN, 0f, 1f), values.subList(1199, 1202));
        assertEquals(List.of(1f, Float.NaN, Float.NaN, Float.NaN), values.subList(4199, 4203));
        assertEquals(
                List.of(new Table.Misfits(
                        "a",
                        Table.Type.NUMBER,
                        2,
                        List.of(
                                new Tally.Misfit(Location.of("a.csv"), "x"),
                                new Tally.Misfit(Location.of("a.csv"), "1e39")))),
                table.misfits());
    }

    @Test
    void freeze_fewMisfitsInNumbers_countAsMissingAndAreShown() {
        List<String> cells = new ArrayList<>(
                IntStream.range(0, 5000).mapToObj(Integer::toString).toList());
        for (int row : new int[] {4000, 1500, 1600, 3000}) {
            cells.set(row, "bad" + row);
        }
        Table table = Freezing.usual().withChunkBytes(5000).table(column(cells));
        List<Tally.Misfit> shown = List.of(
                new Tally.Misfit(new Location("a.csv", 1502), "bad1500"),
                new Tally.Misfit(new Location("a.csv", 1602), "bad1600"),
                new Tally.Misfit(new Location("a.csv", 3002), "bad3000"));
        assertEquals(List.of(new Table.Misfits("a", Table.Type.NUMBER, 4, shown)), table.misfits());
        assertEquals(4, ((Column.Numeric) table.schema().columns().getFirst()).missing());
        assertTrue(Float.isNaN(floats(table, 0).get(3000)));
    }

    @Test
    void freeze_numberThatStandsForAMissingCell_isMissing() {
        List<String> cells = IntStream.range(0, 100)
                .mapToObj(i -> i % 4 == 0 ? "-999" : Integer.toString(i))
                .toList();
        Table table = Freezing.usual().with(new MissingTokens(Set.of("-999"))).table(column(cells));
        Column.Numeric numeric = (Column.Numeric) table.schema().columns().getFirst();
        assertEquals(25, numeric.missing());
        assertEquals(1, numeric.min());
        assertEquals(List.of(), table.misfits());
        assertTrue(Float.isNaN(floats(table, 0).get(4)));
    }

    @Test
    void freeze_epochSeconds_keepTheirSeconds() {
        List<String> cells = IntStream.range(0, 86_400)
                .mapToObj(i -> Long.toString(1_600_000_000L + i))
                .toList();
        Table table = Freezing.usual().table(column(cells));
        assertEquals(86_400, floats(table, 0).stream().distinct().count());
    }

    @Test
    void freeze_rowsThatCannotBeUsed_areCounted() {
        Path file = file("a,w,y\n1,1,x\n2,2,\n3,-1,x\n4,,z\n5,nan,\n6,0,z\n7,1,z\n8\n9,0.5,x\n");
        SetAside.Limit half = new SetAside.Limit(false, 0.5);
        Table table = Freezing.usual()
                .with(Freezing.roles("y", Set.of(), Optional.of("w")))
                .with(half)
                .withHoldout(0)
                .table(file);
        Table.Account account = table.account();
        assertEquals(
                List.of(9L, 1L, 2L, 2L),
                List.of(account.read(), account.unreadable(), account.withoutTarget(), account.withoutWeight()));
        assertEquals(4, account.used());
        assertEquals(5, account.setAside());
        assertArrayEquals(new long[] {0, 5, 6, 7}, Freezing.rowNumbers(table, table.train()));
        assertEquals(0, table.holdout().rowCount());
        SetAside.Example bad =
                new SetAside.Example(new Location("a.csv", 9), 2, "1 cell where the table has 3 columns", "8");
        assertEquals(List.of(bad), account.examples());
    }

    @Test
    void freeze_moreRaggedRowsThanAllowed_isRefusedWithTheWayOut() {
        Path file = file("a,y\n" + "1,x\n2,z\n".repeat(32) + "3\n4\n" + "1,x\n".repeat(3) + "5,6,7\n4\n");
        assertData(
                "4 of 71 rows cannot be read (1% allowed); the first: 1 cell where the table has 2 columns",
                "a.csv line 66",
                "mend them, or --max-bad 6%",
                () -> Freezing.usual().withChunkBytes(40).table(file));
        Freezing six = Freezing.usual().with(new SetAside.Limit(false, 0.06));
        assertEquals(4, six.table(file).account().unreadable());
    }

    @Test
    void freeze_raggedRowThatMayNotBe_isRefusedAtOnce() {
        Path file = file("a,y\n1,x\n2,z\n3,u,v\n4\n");
        for (int chunkBytes : new int[] {1, 1000}) {
            assertData(
                    "3 cells where the table has 2 columns",
                    "a.csv line 4",
                    "mend the record, or --on-bad-row set-aside to leave such rows out",
                    () -> Freezing.usual()
                            .withChunkBytes(chunkBytes)
                            .with(new SetAside.Limit(true, 1))
                            .table(file));
        }
    }

    @Test
    void freeze_nearlyNothingReadable_givesUpEarly() {
        Path file = file("a,y\n1,x\n2,z\n" + "3\n".repeat(100_000));
        List<Long> progress = new ArrayList<>();
        Fault fault = assertData(
                "10,094 of 10,096 rows cannot be read (1% allowed); the first: 1 cell where the table has 2 columns",
                "a.csv line 4",
                "mend them, or --max-bad 100%",
                () -> Freezing.usual()
                        .withChunkBytes(200)
                        .table(file, Optional.empty(), Freezing.store(new MemoryBudget(1 << 30)), progress::add));
        assertEquals(Fault.Kind.DATA, fault.kind());
        assertTrue(progress.getLast() < 10_096, () -> "read on to " + progress.getLast());
    }

    @Test
    void freeze_rowsAlike_fallOnOneSide() {
        Seeds.some(5).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder("id,a,b,y\n");
            for (int row = 0; row < 4000; row++) {
                text.append(row)
                        .append(",%d,w%d,%d\n".formatted(random.nextInt(30), random.nextInt(9), random.nextInt(3)));
            }
            Path file = file(text.toString());
            Freezing freezing = Freezing.usual()
                    .with(Freezing.roles("y", Set.of("id"), Optional.empty()))
                    .withSeed(seed);
            Table table = freezing.withChunkBytes(5000).table(file);
            Map<String, Boolean> heldOut = new HashMap<>();
            for (RowIndex side : List.of(table.train(), table.holdout())) {
                for (long i = 0; i < side.rowCount(); i++) {
                    CachedChunk chunk = table.chunks().get(side.chunkOf(i));
                    String row = Freezing.row(chunk, side.rowInChunk(i));
                    boolean holdout = side == table.holdout();
                    assertEquals(
                            holdout,
                            heldOut.computeIfAbsent(row, _ -> holdout),
                            () -> row + ": " + Seeds.repeat(getClass(), seed));
                }
            }
            assertTrue(heldOut.size() < 1000, "no rows alike");
            long held = table.holdout().rowCount();
            assertTrue(
                    held > 600 && held <= 800,
                    () -> "%d of 4000 held out: %s".formatted(held, Seeds.repeat(getClass(), seed)));
        });
    }

    @Test
    void freeze_rowThatComesMoreOftenThanTheFraction_staysInTraining() {
        Table table = Freezing.usual().table(file("a,y\n" + "1,x\n".repeat(40) + "2,z\n".repeat(60)));
        assertEquals(0, table.holdout().rowCount());
        assertEquals(100, table.train().rowCount());
    }

    @Test
    void freeze_otherSeed_holdsOutOtherRows() {
        Path file = file("a,y\n"
                + IntStream.range(0, 1000).mapToObj(i -> i + "," + i % 2 + "\n").collect(Collectors.joining()));
        List<String> seen = new ArrayList<>();
        for (long seed = 0; seed < 5; seed++) {
            Table table = Freezing.usual().withSeed(seed).table(file);
            assertEquals(200, table.holdout().rowCount());
            seen.add(Arrays.toString(Freezing.rowNumbers(table, table.holdout())));
        }
        assertEquals(5, seen.stream().distinct().count());
        Table again = Freezing.usual().withSeed(3).table(file);
        assertEquals(seen.get(3), Arrays.toString(Freezing.rowNumbers(again, again.holdout())));
    }

    @Test
    void freeze_otherIds_holdOutTheSameRows() {
        String rows = IntStream.range(0, 500)
                .mapToObj(i -> "id" + i + "," + i + "," + i % 2 + "\n")
                .collect(Collectors.joining());
        Freezing freezing = Freezing.usual().with(Freezing.roles("y", Set.of("id"), Optional.empty()));
        Table table = freezing.table(file("id,a,y\n" + rows));
        Table renamed = freezing.table(file("id,a,y\n" + rows.replace("id", "other")));
        assertEquals(100, table.holdout().rowCount());
        assertArrayEquals(Freezing.rowNumbers(table, table.holdout()), Freezing.rowNumbers(renamed, renamed.holdout()));
    }

    @Test
    void freeze_holdoutFile_isJudgedByAndNotLearnedFrom() {
        Path valid = write("valid.csv", "y,b,extra,a\nx,red,1,100\nz,grey,1,3\nnew,red,1,3\n,red,1,5\n");
        Path file = file("a,b,y\n1,red,x\n2,blue,z\n3,red,x\n4,blue,z\n");
        Table table = Freezing.usual().withHoldout(0).table(file, valid);
        assertEquals(2, table.chunks().size());
        assertArrayEquals(new long[] {0, 1, 2, 3}, Freezing.rowNumbers(table, table.train()));
        assertArrayEquals(new long[] {4, 5}, Freezing.rowNumbers(table, table.holdout()));
        Table.Account account = table.account();
        assertEquals(List.of(8L, 2L, 6L), List.of(account.read(), account.withoutTarget(), account.used()));
        assertEquals(List.of(4L, 4L), List.of(account.ofTable(), account.toJudge()));
        assertEquals(
                Freezing.usual().withHoldout(0).table(file).schema(),
                table.schema(),
                "the hold-out file decides nothing");
        Column.Numeric a = (Column.Numeric) table.schema().columns().getFirst();
        assertEquals(
                List.of(100f, 3f, 3f, 5f),
                IntStream.range(0, 4)
                        .mapToObj(i -> (float) (floats(table, 0).get(4 + i) + a.pivot()))
                        .toList());
        assertEquals(List.of("red", "grey", "red", "red"), words(table, 1).subList(4, 8));
    }

    @Test
    void freeze_holdoutFileThatLacksAColumn_isRefused() {
        Path valid = write("valid.csv", "a,bb,y\n1,red,x\n");
        assertData(
                "column \"b\" is missing",
                "valid.csv line 1",
                "rename column \"bb\" to \"b\" in the header",
                () -> Freezing.usual()
                        .withHoldout(0)
                        .table(file("a,b,y\n1,red,x\n2,blue,z\n3,red,x\n4,blue,z\n"), valid));
    }

    @Test
    void freeze_holdoutFileWithoutARowToJudgeBy_isRefused() {
        Path file = file("a,y\n1,x\n2,z\n3,x\n4,z\n");
        Freezing freezing = Freezing.usual().withHoldout(0);
        String classes = "the table's classes are \"x\", \"z\"";
        assertData(
                "none of the 2 rows to judge by has a target that the table knows",
                "valid.csv",
                classes,
                () -> freezing.table(file, write("valid.csv", "a,y\n1,x.\n2,z.\n")));
        assertData(
                "there are no rows to judge by",
                "valid.csv",
                classes,
                () -> freezing.table(file, write("valid.csv", "a,y\n")));
        assertData(
                "none of the 1 rows to judge by has a target that the table knows and a weight of 0 or more",
                "valid.csv",
                "name another file, or a share of the table: --valid 10%",
                () -> freezing.with(Freezing.roles("y", Set.of(), Optional.of("w")))
                        .withHoldout(0)
                        .table(
                                file("a,w,y\n" + "1,1,1.5\n2,2,2.5\n3,1,3.25\n4,1,4.5\n".repeat(9)),
                                write("valid.csv", "a,w,y\n1,-1,2\n")));
    }

    @Test
    void freeze_fileThatChangesWhileItIsRead_isNotTaken() {
        String numbers = "a,y\n"
                + IntStream.range(0, 1500)
                        .mapToObj(i -> i % 3 + "," + i % 2 + "\n")
                        .collect(Collectors.joining());
        String wholeChunks = numbers.substring(0, numbers.indexOf('\n', 3 * 1000 - 1) + 1);
        for (String later : List.of(
                wholeChunks,
                numbers,
                numbers + "late,1\n".repeat(9) + "3,1\n",
                numbers + "late,1\n".repeat(10) + "3,1\n".repeat(500))) {
            String first = numbers + "late,1\n".repeat(10) + "3,1\n";
            Path file = file(first);
            assertData(
                    "the file changed while it was read: it had %,d bytes and has %,d"
                            .formatted(first.length(), later.length()),
                    "a.csv",
                    "start again when nobody writes to it, or with a copy of it",
                    () -> freezeAndWrite(file, 1511, later, FileTime.from(Instant.now())));
        }
    }

    /** The second line of defence, where size, time and a look at some of the bytes tell nothing. */
    @Test
    void freeze_fileThatChangesUnseenWhileItIsRead_isNotTakenIfItsRowsAreOthers() throws IOException {
        String first = "a,y\n" + "0,1\n1,0\n2,1\n".repeat(50_000) + "late,1\n".repeat(5000);
        int place = first.indexOf('\n', 6000);
        Path file = file(first);
        FileTime time = Files.getLastModifiedTime(file);
        assertData(
                "the table changed while it was read",
                "",
                "start again when nobody writes to it",
                () -> freezeAndWrite(
                        file, 155_000, first.substring(0, place) + ' ' + first.substring(place + 1), time));
    }

    /** Writes {@code later} in place of the file once so many rows of it are read. */
    private void freezeAndWrite(Path file, long atRow, String later, FileTime time) {
        Freezing.usual()
                .withChunkBytes(1000)
                .table(file, Optional.empty(), Freezing.store(new MemoryBudget(1 << 30)), rows -> {
                    if (rows == atRow) {
                        write("a.csv", later);
                        try {
                            Files.setLastModifiedTime(file, time);
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    }
                });
    }

    @Test
    void freeze_nothingToLearn_saysWhy() {
        Freezing freezing = Freezing.usual();
        assertData(
                "the table has one row: there is nothing to compare it with",
                "a.csv",
                "put more rows below it",
                () -> freezing.table(file("a,y\n1,2\n")));
        assertData(
                "the table has a header and no rows",
                "a.csv",
                "put rows below the header, or --header no if that line is a row",
                () -> freezing.table(file("a,y\n\n")));
        assertData(
                "no column is left to learn from: all are alike, ids, ignored or words that hardly ever come twice",
                "",
                "check the separator (--sep) and the header (--header)",
                () -> freezing.table(file("a,b,y\n1,p,x\n1,q,z\n")));
        assertData(
                "no row is left to learn from: of 2, 0 cannot be read, 0 have no target, 2 no weight of 0 or more",
                "",
                "check --target, --weight and --valid",
                () -> freezing.with(Freezing.roles("y", Set.of(), Optional.of("w")))
                        .table(file("a,w,y\n1,-1,x\n2,-1,z\n")));
    }

    @Test
    void freeze_regressionOfWords_isRefused() {
        Roles roles = new Roles(List.of(), Roles.Task.REGRESSION, Set.of(), Set.of(), Set.of(), Optional.empty());
        assertData(
                "target \"y\" is not a number: 2 of 4 cells are words",
                "",
                "--task classification, or --missing WORDS if they stand for missing cells",
                () -> Freezing.usual().with(roles).table(file("a,y\n1,high\n2,low\n3,1\n4,2\n")));
    }

    @Test
    void freeze_severalTargets_areInTheOrderAskedForAndARowNeedsThemAll() {
        StringBuilder csv = new StringBuilder("b,x,a\n");
        for (int row = 0; row < 100; row++) {
            String a = row % 10 == 0 ? "" : Integer.toString(3 * row);
            String b = row % 4 == 0 ? "NA" : Integer.toString(-row);
            csv.append("%s,%d,%s\n".formatted(b, row, a));
        }
        Table table = Freezing.usual().with(targets(Roles.Task.AUTO, "a", "b")).table(file(csv.toString()));
        assertEquals(List.of("a", "b"), table.schema().targetNames());
        assertEquals(List.of(2, 0), table.schema().targetIndices());
        assertEquals(
                List.of(297.0, -1.0),
                table.schema().numbers().stream().map(Target.Numeric::max).toList());
        assertEquals(30, table.account().withoutTarget()); // 10 without a, 25 without b, 5 of them without both
        assertEquals(70, table.account().used());
    }

    @Test
    void freeze_severalTargetsNotAllNumbers_namesTheOne() {
        StringBuilder csv = new StringBuilder("x,a,word,code,same,none\n");
        for (int row = 0; row < 100; row++) {
            csv.append("%d,%d,%s,%d,1,\n".formatted(row, 3 * row, row % 2 == 0 ? "yes" : "no", row % 3));
        }
        Path file = file(csv.toString());
        Freezing usual = Freezing.usual();
        assertData(
                "target \"word\" is words: several targets must all be numbers",
                "",
                "a model of its own: --target word",
                () -> usual.with(targets(Roles.Task.REGRESSION, "a", "word")).table(file));
        assertData(
                "target \"code\" is classes, by its few values: several targets must all be numbers",
                "",
                "--task regression takes it for a number; or a model of its own: --target code",
                () -> usual.with(targets(Roles.Task.AUTO, "code", "a")).table(file));
        assertEquals(
                2,
                usual.with(targets(Roles.Task.REGRESSION, "code", "a"))
                        .table(file)
                        .schema()
                        .outputCount());
        assertData(
                "target \"same\" is \"1\" in all rows: there is nothing to tell apart",
                "",
                "--target COL names another column",
                () -> usual.with(targets(Roles.Task.AUTO, "a", "same")).table(file));
        assertData(
                "target \"same\" is the same number in all rows",
                "",
                "--target COL names another column",
                () -> usual.with(targets(Roles.Task.REGRESSION, "a", "same")).table(file));
        assertData(
                "target \"none\" has no value in any row",
                "",
                "--target COL names another column",
                () -> usual.with(targets(Roles.Task.AUTO, "a", "none")).table(file));
    }

    private static Roles targets(Roles.Task task, String... names) {
        return new Roles(List.of(names), task, Set.of(), Set.of(), Set.of(), Optional.empty());
    }

    @Test
    void freeze_targetOfCodes_isClassesAndOfQualityANumber() {
        Path file = file("a,y\n"
                + IntStream.range(0, 100)
                        .mapToObj(i -> i + "," + (i % 3 + 1) + "\n")
                        .collect(Collectors.joining()));
        Target.Classes classes = assertInstanceOf(
                Target.Classes.class, Freezing.usual().table(file).schema().target());
        assertEquals(List.of("1", "2", "3"), classes.labels());
        Path quality = file("a,y\n"
                + IntStream.range(0, 100)
                        .mapToObj(i -> i + "," + (i % 6 + 3) + "\n")
                        .collect(Collectors.joining()));
        assertInstanceOf(
                Target.Numeric.class, Freezing.usual().table(quality).schema().target());
    }

    /** A table of this column and a target that is a number. */
    private Path column(List<String> cells) {
        StringBuilder text = new StringBuilder("a,y\n");
        IntStream.range(0, cells.size())
                .forEach(i ->
                        text.append(cells.get(i)).append(',').append(i * 0.5).append('\n'));
        return file(text.toString());
    }

    private Path mixed(long seed) {
        return file(MixedTable.text(new SplittableRandom(seed), 3000));
    }

    private Path file(String text) {
        return write("a.csv", text);
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static List<String> rows(Table table) {
        return table.chunks().stream()
                .flatMap(chunk -> IntStream.range(0, chunk.rowCount())
                        .mapToObj(row -> chunk.firstRow() + row + ": " + Freezing.row(chunk, row)))
                .toList();
    }

    private static List<Float> floats(Table table, int column) {
        List<Float> values = new ArrayList<>();
        for (CachedChunk chunk : table.chunks()) {
            for (float value : ((Cells.Floats) chunk.columns().get(column)).values()) {
                values.add(value);
            }
        }
        return values;
    }

    private static List<String> words(Table table, int column) {
        return table.chunks().stream()
                .map(chunk -> (Cells.Codes) chunk.columns().get(column))
                .flatMap(cells -> Arrays.stream(cells.codes()).mapToObj(cells.words()::get))
                .toList();
    }
}
