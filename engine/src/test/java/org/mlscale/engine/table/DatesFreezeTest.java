package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.DateWishes;
import org.mlscale.engine.schema.Dates;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Tally;

/** Columns of dates through pass 0: {@code a} is the column looked at, a number is the target. */
class DatesFreezeTest {
    private static final long DAY = 86_400;

    /** 2024-01-01. */
    private static final long START = 19_723 * DAY;

    @TempDir
    Path directory;

    @Test
    void freeze_orderFoundLate_readsThatColumnAgainInIt() {
        List<Long> moments = new ArrayList<>(Collections.nCopies(1500, START + 31 * DAY)); // 1 February
        LongStream.range(0, 300).forEach(day -> moments.add(START + day * DAY));
        MemoryBudget budget = new MemoryBudget(1 << 20);
        Table table = Freezing.usual()
                .withChunkBytes(2000)
                .table(column(cells(moments, DateOrder.MDY)), Optional.empty(), Freezing.store(budget), _ -> {});
        assertTrue(table.chunks().size() > 3);
        assertEquals(DateOrder.MDY, date(table).order());
        assertEquals(moments, seconds(table));
        assertEquals(START, date(table).first());
        assertEquals(START + 299 * DAY, date(table).last());
        assertEquals(table.bytes(), budget.reserved());
    }

    @Test
    void freeze_orderNeverFound_asks() {
        List<Long> moments = Collections.nCopies(1500, START + 31 * DAY);
        Path file = column(cells(moments, DateOrder.DMY));
        assertData(
                "column \"a\" can be read day first or month first, and its cells do not tell: \"01/02/2024 00:00:00\""
                        + " is 2024-02-01 or 2024-01-02",
                "",
                "--dates dmy or --dates mdy; for this column alone, --dates a=dmy",
                () -> Freezing.usual().withChunkBytes(2000).table(file));
    }

    @Test
    void freeze_orderSaid_isTaken() {
        List<Long> moments = LongStream.range(0, 100)
                .mapToObj(i -> START + i % 12 * 31 * DAY)
                .toList();
        Path file = column(cells(moments, DateOrder.MDY));
        Table table =
                dates(new DateWishes(Optional.of(DateOrder.MDY), Map.of())).table(file);
        assertEquals(DateOrder.MDY, date(table).order());
        assertEquals(moments, seconds(table));
        DateWishes column = new DateWishes(Optional.of(DateOrder.DMY), Map.of("a", DateOrder.MDY));
        assertEquals(moments, seconds(dates(column).table(file)));
    }

    @Test
    void freeze_datesBelowAHeadOfNothing_areDates() {
        List<String> cells = new ArrayList<>(Collections.nCopies(1200, "NA"));
        List<Long> moments =
                LongStream.range(0, 5000).mapToObj(i -> START + i * 3600).toList();
        cells.addAll(cells(moments, DateOrder.YMD));
        cells.addAll(List.of("2024-02-31", "soon", ""));
        Table table = Freezing.usual().withChunkBytes(2000).table(column(cells));
        assertEquals(DateOrder.YMD, date(table).order());
        assertEquals(1203, date(table).missing());
        assertEquals(moments, seconds(table).subList(1200, 6200));
        assertEquals(
                List.of(Dates.NONE, Dates.NONE),
                List.of(seconds(table).getFirst(), seconds(table).getLast()));
        Location file = Location.of("a.csv");
        assertEquals(
                List.of(new Table.Misfits(
                        "a",
                        Table.Type.DATE,
                        2,
                        List.of(new Tally.Misfit(file, "2024-02-31"), new Tally.Misfit(file, "soon")))),
                table.misfits());
    }

    @Test
    void freeze_datesBelowAHeadOfFewNumbers_areDates() {
        List<String> cells = new ArrayList<>(Collections.nCopies(1200, "NA"));
        cells.set(7, "20240105");
        List<Long> moments =
                LongStream.range(0, 2000).mapToObj(i -> START + i * 3600).toList();
        cells.addAll(cells(moments, DateOrder.YMD));
        MemoryBudget budget = new MemoryBudget(1 << 20);
        Table table = Freezing.usual()
                .withChunkBytes(2000)
                .table(column(cells), Optional.empty(), Freezing.store(budget), _ -> {});
        assertEquals(moments, seconds(table).subList(1200, 3200));
        assertEquals(START + 4 * DAY, seconds(table).get(7));
        assertEquals(table.bytes(), budget.reserved());
    }

    @Test
    void freeze_numbersBelowAHeadOfFewDates_areNumbers() {
        List<String> cells = new ArrayList<>(Collections.nCopies(1200, "NA"));
        cells.set(7, "2024-01-05");
        IntStream.range(0, 1500).forEach(i -> cells.add(Integer.toString(i % 100)));
        Table table = Freezing.usual().withChunkBytes(2000).table(column(cells));
        assertInstanceOf(Column.Numeric.class, table.schema().columns().getFirst());
        assertEquals(1, table.misfits().getFirst().count());
    }

    @Test
    void freeze_wordsBelowAHeadOfDates_areWordsAndSaySo() {
        List<String> cells = new ArrayList<>(cells(
                LongStream.range(0, 1500).mapToObj(i -> START + i % 9 * DAY).toList(), DateOrder.YMD));
        cells.addAll(List.of("late", "late", "late", "NA"));
        Table table = Freezing.usual().withChunkBytes(2000).table(column(cells));
        Column.Category category =
                assertInstanceOf(Column.Category.class, table.schema().columns().getFirst());
        assertEquals(10, category.keys().size());
        assertEquals("late", category.keys().getLast());
        assertEquals(1, category.missing());
        assertEquals(List.of(new Table.Mixed("a", Table.Type.DATE, 1500, 3, "late")), table.mixed());
        assertEquals(List.of(), table.misfits());
    }

    @Test
    void freeze_fewMisfitsInDates_countAsMissingAndAreShown() {
        List<String> cells = new ArrayList<>(
                cells(LongStream.range(0, 5000).mapToObj(i -> START + i * 600).toList(), DateOrder.DMY));
        for (int row : new int[] {4000, 1500, 1600, 3000}) {
            cells.set(row, "bad" + row);
        }
        Table table = Freezing.usual().withChunkBytes(5000).table(column(cells));
        List<Tally.Misfit> shown = List.of(
                new Tally.Misfit(new Location("a.csv", 1502), "bad1500"),
                new Tally.Misfit(new Location("a.csv", 1602), "bad1600"),
                new Tally.Misfit(new Location("a.csv", 3002), "bad3000"));
        assertEquals(List.of(new Table.Misfits("a", Table.Type.DATE, 4, shown)), table.misfits());
        assertEquals(4, date(table).missing());
        assertEquals(Dates.NONE, seconds(table).get(3000));
    }

    @Test
    void freeze_epochSecondsSaid_areDates() {
        List<Long> moments =
                LongStream.range(0, 200).mapToObj(i -> START + i * 40_000).toList();
        Path file = column(moments.stream().map(second -> Long.toString(second)).toList());
        assertInstanceOf(
                Column.Numeric.class,
                Freezing.usual().table(file).schema().columns().getFirst());
        Table table = dates(new DateWishes(Optional.empty(), Map.of("a", DateOrder.EPOCH)))
                .table(file);
        assertEquals(DateOrder.EPOCH, date(table).order());
        assertEquals(moments, seconds(table));
    }

    @Test
    void freeze_anyChunkSizeAndThreads_sameDates() {
        Seeds.some(3).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            boolean late = random.nextBoolean();
            List<String> cells = IntStream.range(0, 3000)
                    .mapToObj(row -> switch (row) {
                        case 700, 2900 -> "soon";
                        case 5, 2000 -> "";
                        default ->
                            "%02d/%02d/2024 %02d:00"
                                    .formatted(
                                            1 + random.nextInt(late && row < 1200 ? 12 : 28),
                                            1 + random.nextInt(12),
                                            random.nextInt(24));
                    })
                    .toList();
            Path file = column(cells);
            Table whole = Freezing.usual().table(file);
            assertEquals(DateOrder.DMY, date(whole).order());
            for (int chunkBytes : new int[] {1, 100, 1777, 40_000}) {
                String where = Seeds.repeat(getClass(), seed);
                Table cut = Freezing.usual()
                        .withChunkBytes(chunkBytes)
                        .withThreads(3)
                        .table(file);
                assertTrue(cut.chunks().size() > whole.chunks().size(), where);
                assertEquals(seconds(whole), seconds(cut), where);
                assertEquals(whole.misfits(), cut.misfits(), where);
                assertEquals(date(whole).first(), date(cut).first(), where);
                assertEquals(date(whole).missing(), date(cut).missing(), where);
                assertEquals(
                        date(whole).parts().stream().map(Column.Date.Part::unit).toList(),
                        date(cut).parts().stream().map(Column.Date.Part::unit).toList(),
                        where);
                assertEquals(
                        Freezing.told(cut),
                        Freezing.told(Freezing.usual()
                                .withChunkBytes(chunkBytes)
                                .withThreads(1)
                                .table(file)),
                        where);
            }
        });
    }

    private static Freezing dates(DateWishes wishes) {
        return Freezing.usual()
                .with(new Roles(
                        List.of(), Roles.Task.AUTO, Set.of(), Set.of(), Set.of(), Optional.empty(), Set.of(), wishes));
    }

    private static List<String> cells(List<Long> moments, DateOrder order) {
        return moments.stream().map(second -> Dates.text(second, order)).toList();
    }

    private Path column(List<String> cells) {
        StringBuilder text = new StringBuilder("a,y\n");
        IntStream.range(0, cells.size())
                .forEach(i ->
                        text.append(cells.get(i)).append(',').append(i * 0.5).append('\n'));
        try {
            return Files.writeString(directory.resolve("a.csv"), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Column.Date date(Table table) {
        return assertInstanceOf(Column.Date.class, table.schema().columns().getFirst());
    }

    private static List<Long> seconds(Table table) {
        return table.chunks().stream()
                .flatMapToLong(
                        chunk -> LongStream.of(((Cells.Times) chunk.columns().getFirst()).seconds()))
                .boxed()
                .toList();
    }
}
