package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.chunk.Seeds;

/** Small tables: every row judges, and none is judged by a net that learned from it or from its like. */
class FoldsTest {
    @TempDir
    Path directory;

    private static RowSet all(int rows) {
        return RowSet.of(IntStream.range(0, rows).toArray());
    }

    private static Strata strata(int[] ofRows, int count) {
        long[] counts = new long[count];
        IntStream.of(ofRows).forEach(stratum -> counts[stratum]++);
        return new Strata(List.<IntUnaryOperator>of(row -> ofRows[row]), counts);
    }

    /** Rows of each fold that are in {@code stratum}. */
    private static long[] counts(Folds folds, int[] strata, int stratum) {
        long[] counts = new long[folds.count()];
        byte[] of = folds.of().getFirst();
        IntStream.range(0, of.length)
                .filter(row -> of[row] >= 0 && strata[row] == stratum)
                .forEach(row -> counts[of[row]]++);
        return counts;
    }

    private static long spread(long[] counts) {
        return LongStream.of(counts).max().orElseThrow()
                - LongStream.of(counts).min().orElseThrow();
    }

    @Test
    void deal_rowsThatDiffer_givesEachFoldItsShareOfEachStratum() {
        Seeds.some(30).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int rows = 20 + random.nextInt(500);
            char[] buckets = new char[rows];
            int[] strata = new int[rows];
            for (int row = 0; row < rows; row++) {
                buckets[row] = (char) (row * 131); // 131 has no factor in common with 2^16
                strata[row] = random.nextInt(4) / 2;
            }
            Folds folds = Folds.deal(List.of(buckets), List.of(all(rows)), strata(strata, 2), seed)
                    .orElseThrow();
            String where = Seeds.repeat(getClass(), seed);
            assertTrue(spread(counts(folds, strata, 0)) <= 1, where);
            assertTrue(spread(counts(folds, strata, 1)) <= 1, where);
        });
    }

    @Test
    void deal_rowsAlike_shareAFoldAndUnusedOnesHaveNone() {
        Seeds.some(30).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int kinds = 20 + random.nextInt(100);
            char[] buckets = new char[400];
            for (int row = 0; row < buckets.length; row++) {
                buckets[row] = (char) (random.nextInt(kinds) * 131);
            }
            RowSet usable = all(400).only(row -> row == 0 || random.nextInt(9) > 0, 400);
            byte[] of = Folds.deal(List.of(buckets), List.of(usable), Strata.one(List.of(usable)), seed)
                    .orElseThrow()
                    .of()
                    .getFirst();
            Map<Character, Byte> foldOf = new HashMap<>();
            for (int row = 0; row < buckets.length; row++) {
                String where = "row %d, %s".formatted(row, Seeds.repeat(getClass(), seed));
                if (usable.has(row)) {
                    assertTrue(of[row] >= 0 && of[row] < 5, where);
                    assertEquals(
                            of[row],
                            foldOf.computeIfAbsent(buckets[row], bucket -> of[first(buckets, usable, bucket)]),
                            where);
                } else {
                    assertEquals(-1, of[row], where);
                }
            }
        });
    }

    private static int first(char[] buckets, RowSet usable, char bucket) {
        return usable.stream().filter(row -> buckets[row] == bucket).findFirst().orElseThrow();
    }

    @Test
    void deal_fewerKindsOfRowsThanFolds_isNone() {
        char[] buckets = new char[100];
        for (int row = 0; row < buckets.length; row++) {
            buckets[row] = (char) (row % 4);
        }
        List<RowSet> usable = List.of(all(100));
        assertEquals(Optional.empty(), Folds.deal(List.of(buckets), usable, Strata.one(usable), 42));
        buckets[99] = 4;
        assertEquals(
                5,
                Folds.deal(List.of(buckets), usable, Strata.one(usable), 42)
                        .orElseThrow()
                        .count());
    }

    private Path file(String header, int rows, IntFunction<String> row) {
        String text = header + "\n"
                + IntStream.range(0, rows).mapToObj(i -> row.apply(i) + "\n").collect(Collectors.joining());
        try {
            return Files.writeString(directory.resolve("a.csv"), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Table table(HoldOutWish wish, Path file) {
        return Freezing.usual().with(wish).table(file);
    }

    /** The fold of each row by its number; of no use to a table with unusable rows. */
    private static byte[] folds(Table table) {
        byte[] folds = new byte[(int) table.account().read()];
        for (int chunk = 0; chunk < table.chunks().size(); chunk++) {
            byte[] of = table.folds().of().get(chunk);
            System.arraycopy(of, 0, folds, (int) table.chunks().get(chunk).firstRow(), of.length);
        }
        return folds;
    }

    @Test
    void freeze_smallTable_learnsFromAndJudgesByAllRows() {
        Path file = file("a,y", 300, i -> "%d,%s".formatted(i * 7 % 300, i % 3 == 0 ? "yes" : "no"));
        Table table = table(HoldOutWish.auto(), file);
        assertEquals(5, table.folds().count());
        assertEquals(300, table.train().rowCount());
        assertArrayEquals(Freezing.rowNumbers(table, table.train()), Freezing.rowNumbers(table, table.holdout()));
        assertEquals(Split.By.ROW, table.split().by());
        assertEquals(
                "every row by one of 5 nets, which does not learn from it:"
                        + " by row, rows alike on one side, each class with its share",
                table.split().what());
        for (int chunkBytes : new int[] {100, 1777}) {
            Table cut = Freezing.usual()
                    .with(HoldOutWish.auto())
                    .withChunkBytes(chunkBytes)
                    .withThreads(3)
                    .table(file);
            assertTrue(cut.chunks().size() > 1);
            assertArrayEquals(folds(table), folds(cut), "in chunks of " + chunkBytes);
        }
        Table other = Freezing.usual().with(HoldOutWish.auto()).withSeed(7).table(file);
        assertFalse(Arrays.equals(folds(table), folds(other)), "another seed deals otherwise");
    }

    /** What is learned from and what judges say the same of a row. */
    @Test
    void feed_batches_knowTheFoldOfEachRow() {
        Table table = Freezing.usual()
                .with(HoldOutWish.auto())
                .withChunkBytes(500)
                .table(file("a,y", 300, i -> "%d,%s".formatted(i * 7 % 300, i % 3 == 0 ? "yes" : "no")));
        byte[] folds = folds(table);
        long[] ordinals = {299, 0, 17, 150};
        for (Batch batch : List.of(new Feed(table).training(ordinals), new Feed(table).holdout(ordinals))) {
            for (int i = 0; i < ordinals.length; i++) {
                assertEquals(folds[(int) batch.rowNumbers()[i]], batch.folds()[i]);
            }
        }
    }

    @Test
    void freeze_idThatRepeats_keepsItsRowsInOneFold() {
        Path file = file("a,who,y", 900, i -> "%d,p%d,%d".formatted(i * 7 % 900, i * i % 71, i % 2));
        Table table = table(HoldOutWish.auto().with(new HoldOutWish.By.Group("who")), file);
        assertEquals(5, table.folds().count());
        assertEquals(Split.By.GROUP, table.split().by());
        byte[] folds = folds(table);
        Map<Integer, Byte> foldOf = new HashMap<>();
        for (int i = 0; i < 900; i++) {
            byte fold = folds[i];
            assertEquals(fold, foldOf.computeIfAbsent(i * i % 71, _ -> fold), "row " + i);
        }
    }

    /** A share that was asked for is held out; other models judged on it must not have seen it; time goes one way; a large table has enough to judge by. */
    @Test
    void freeze_whereFoldsWouldNotDo_hasNone() {
        Path file = file("a,y", 300, i -> "%d,%d".formatted(i * 7 % 300, i % 2));
        for (HoldOutWish wish : List.of(
                HoldOutWish.auto().withShare(0.1),
                HoldOutWish.auto().withOthers(true),
                HoldOutWish.auto().with(new HoldOutWish.By.Time("a")))) {
            Table table = table(wish, file);
            assertFalse(table.folds().any(), wish.toString());
            assertEquals(300, table.train().rowCount() + table.holdout().rowCount(), wish.toString());
        }
        assertTrue(table(HoldOutWish.auto(), file("a,y", 1999, i -> "%d,%d".formatted(i * 7 % 1999, i % 2)))
                .folds()
                .any());
        assertFalse(table(HoldOutWish.auto(), file("a,y", 2000, i -> "%d,%d".formatted(i * 7 % 2000, i % 2)))
                .folds()
                .any());
    }
}
