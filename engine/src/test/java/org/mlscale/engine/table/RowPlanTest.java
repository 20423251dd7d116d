package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/** Each epoch takes every training row once, in either regime and whatever the sizes. */
class RowPlanTest {
    private static final long EXACT = Long.MAX_VALUE;
    private static final long WINDOWED = 0;

    @ParameterizedTest
    @ValueSource(longs = {EXACT, WINDOWED})
    void slice_awkwardSizes_everyRowOnceAnEpoch(long exactRowsMax) {
        for (int rowCount : new int[] {1, 2, 5, 31, 32, 33, 100, 257, 1000}) {
            for (int laneCount : new int[] {1, 2, 3, 8, 13, 64}) {
                for (int sliceRows : new int[] {1, 4, 16}) {
                    for (int chunkRows : new int[] {1, 7, 100, 5000}) {
                        LaneShape shape = new LaneShape(laneCount, sliceRows, 42, exactRowsMax, 50);
                        assertEveryRowOnce(table(rowCount, chunkRows), shape, "chunks of %d rows".formatted(chunkRows));
                    }
                }
            }
        }
    }

    @Test
    void slice_randomSizes_everyRowOnceAnEpoch() {
        Seeds.some(200).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<RowSet> train = new ArrayList<>();
            List<RowSet> held = new ArrayList<>();
            for (int chunk = 1 + random.nextInt(12); chunk > 0; chunk--) {
                boolean[] out = new boolean[random.nextInt(1 + random.nextInt(300))];
                IntStream.range(0, out.length).forEach(row -> out[row] = random.nextInt(4) == 0);
                RowSet all = RowSet.of(IntStream.range(0, out.length).toArray());
                train.add(all.only(row -> !out[row], out.length));
                held.add(all.only(row -> out[row], out.length));
            }
            train.add(RowSet.of(0));
            held.add(RowSet.of());
            LaneShape shape = new LaneShape(
                    1 + random.nextInt(20),
                    1 + random.nextInt(40),
                    seed,
                    random.nextBoolean() ? EXACT : WINDOWED,
                    1 + random.nextInt(100));
            assertEveryRowOnce(table(RowIndex.of(train), RowIndex.of(held)), shape, Seeds.repeat(getClass(), seed));
        });
    }

    @Test
    void of_rowCount_decidesTheRegime() {
        assertInstanceOf(ExactPlan.class, RowPlan.of(table(100, 10), new LaneShape(2, 4, 1, 100, 9)));
        assertInstanceOf(WindowedPlan.class, RowPlan.of(table(101, 10), new LaneShape(2, 4, 1, 100, 9)));
    }

    @ParameterizedTest
    @ValueSource(longs = {EXACT, WINDOWED})
    void slice_nextEpochOrOtherSeed_isAnotherOrder(long exactRowsMax) {
        RowPlan plan = RowPlan.of(table(1000, 300), new LaneShape(2, 16, 42, exactRowsMax, 50));
        RowPlan same = RowPlan.of(table(1000, 300), new LaneShape(2, 16, 42, exactRowsMax, 50));
        RowPlan other = RowPlan.of(table(1000, 300), new LaneShape(2, 16, 43, exactRowsMax, 50));
        assertArrayEquals(plan.slice(3, 1), same.slice(3, 1));
        assertFalse(Arrays.equals(plan.slice(0, 1), plan.slice(plan.stepsPerEpoch(), 1)), "both epochs start alike");
        assertFalse(Arrays.equals(plan.slice(0, 1), other.slice(0, 1)), "both seeds start alike");
        assertFalse(
                Arrays.equals(
                        plan.slice(0, 1),
                        Arrays.stream(plan.slice(0, 1)).sorted().toArray()),
                "not shuffled");
    }

    @Test
    void slice_exact_doesNotDependOnChunks() {
        LaneShape shape = new LaneShape(3, 16, 42, EXACT, 50);
        assertArrayEquals(
                RowPlan.of(table(1000, 300), shape).slice(7, 2),
                RowPlan.of(table(1000, 7), shape).slice(7, 2));
    }

    @Test
    void slice_windowed_laneTakesItsOwnShareOnly() {
        RowPlan plan = RowPlan.of(table(1003, 100), new LaneShape(7, 5, 42, WINDOWED, 30));
        for (int lane = 0; lane < 7; lane++) {
            int of = lane;
            long[] rows = LongStream.range(0, plan.stepsPerEpoch())
                    .flatMap(step -> Arrays.stream(plan.slice(step, of)))
                    .sorted()
                    .toArray();
            assertArrayEquals(
                    LongStream.range(1003 * lane / 7, 1003 * (lane + 1) / 7).toArray(), rows, "lane " + lane);
        }
    }

    @Test
    void slice_windowed_mixesNeighbouringChunks() {
        RowPlan plan = RowPlan.of(table(1000, 10), new LaneShape(1, 100, 42, WINDOWED, 500));
        long chunks =
                Arrays.stream(plan.slice(0, 0)).map(row -> row / 10).distinct().count();
        assertTrue(chunks > 30, () -> "100 rows out of %d chunks".formatted(chunks));
    }

    @Test
    void laneShape_of_exceedsTheBatchByLessThanARowALane() {
        for (int batch = 1; batch <= 20_000; batch++) {
            LaneShape shape = LaneShape.of(batch, 1, 10);
            int asked = batch;
            assertTrue(
                    shape.batchRows() >= asked && shape.batchRows() - asked < shape.laneCount(),
                    () -> "%d: %s".formatted(asked, shape));
            assertTrue(shape.sliceRows() <= LaneShape.SLICE_ROWS, () -> "%d: %s".formatted(asked, shape));
            assertTrue(
                    (shape.laneCount() - 1) * LaneShape.SLICE_ROWS < asked,
                    () -> "a lane too many for %d: %s".formatted(asked, shape));
        }
        assertEquals(new LaneShape(2, 128, 5, LaneShape.EXACT_ROWS_MAX, 1 << 18), LaneShape.of(256, 5, 10));
        assertEquals(6553, LaneShape.of(16_384, 5, 10).windowRows(), "32 MiB for 128 lanes of rows of 40 bytes");
        assertEquals(1024, LaneShape.of(16_384, 5, 10_000).windowRows(), "eight slices at least");
    }

    @Test
    void windowed_tableInTheOrderOfItsTarget_isMixedOverEachLanesShare() {
        LaneShape shape = new LaneShape(4, 50, 42, WINDOWED, 400);
        RowPlan plan = RowPlan.of(table(40_000, 64), shape);
        for (int lane = 0; lane < 4; lane++) {
            int steps = 8; // a window
            double jumps = 0;
            for (long first = 0; first + steps <= plan.stepsPerEpoch(); first += steps) {
                long low = Long.MAX_VALUE;
                long high = 0;
                for (long step = first; step < first + steps; step++) {
                    long[] slice = plan.slice(step, lane);
                    for (long row : slice) {
                        assertEquals(lane, row / 10_000, "each lane has a share of its own");
                        low = Math.min(low, row);
                        high = Math.max(high, row);
                    }
                    jumps += (double)
                            Arrays.stream(slice).map(row -> row / 64).distinct().count();
                }
                assertTrue(high - low >= 400, "spread over less than a window");
            }
            assertTrue(jumps / plan.stepsPerEpoch() > 6, "a slice has rows of all pieces of its window");
            long[] early = plan.slice(0, lane);
            long[] late = plan.slice(plan.stepsPerEpoch() - 1, lane);
            long[] again = RowPlan.of(plan.table(), shape).slice(plan.stepsPerEpoch() - 1, lane);
            assertArrayEquals(late, again, "whatever was asked for before");
            assertArrayEquals(early, plan.slice(0, lane));
        }
    }

    @Test
    void rowIndex_chunksWithoutRows_arePassedOver() {
        RowIndex index =
                RowIndex.of(List.of(RowSet.of(), RowSet.of(3, 5), RowSet.of(), RowSet.of(), RowSet.of(1), RowSet.of()));
        assertEquals(3, index.rowCount());
        assertEquals(
                List.of(1, 1, 4),
                LongStream.range(0, 3).mapToObj(index::chunkOf).toList());
        assertEquals(
                List.of(3, 5, 1),
                LongStream.range(0, 3).mapToObj(index::rowInChunk).toList());
        assertEquals(
                List.of(0, 2, 0, 0, 1, 0),
                IntStream.range(0, 6).mapToObj(index::rowCount).toList());
        assertEquals(2, index.start(4));
    }

    private static void assertEveryRowOnce(Table table, LaneShape shape, String which) {
        RowPlan plan = RowPlan.of(table, shape);
        int rows = (int) table.train().rowCount();
        String where = "%d rows, %s, %s".formatted(rows, shape, which);
        assertEquals(shape.laneCount(), plan.laneCount(), where);
        long step = 0;
        for (int epoch = 0; epoch < 2; epoch++) {
            int[] seen = new int[rows];
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (long end = step + plan.stepsPerEpoch(); step < end; step++) {
                assertEquals(epoch, plan.epoch(step), where);
                long before = plan.rowsBefore(step);
                long batchRows = 0;
                for (int lane = 0; lane < shape.laneCount(); lane++) {
                    long[] slice = plan.slice(step, lane);
                    batchRows += slice.length;
                    least = Math.min(least, slice.length);
                    most = Math.max(most, slice.length);
                    Arrays.stream(slice).forEach(row -> seen[(int) row]++);
                }
                assertTrue(batchRows > 0, where);
                assertEquals(plan.rowsBefore(step + 1) - before, batchRows, where);
            }
            assertTrue(most <= shape.sliceRows(), where);
            assertTrue(most - least <= 1, () -> "uneven slices: " + where);
            assertTrue(Arrays.stream(seen).allMatch(times -> times == 1), () -> "not every row once: " + where);
        }
        assertEquals(2L * rows, plan.rowsBefore(step), where);
        int[] held = new int[(int) plan.holdoutRows()];
        for (int lane = 0; lane < shape.laneCount(); lane++) {
            Arrays.stream(plan.holdout(lane)).forEach(row -> held[(int) row]++);
        }
        assertEquals(table.holdout().rowCount(), held.length, where);
        assertTrue(Arrays.stream(held).allMatch(times -> times == 1), () -> "hold-out: " + where);
    }

    /** So many training rows in chunks of so many, and a tenth as many to judge by. */
    private static Table table(int rowCount, int chunkRows) {
        return table(index(rowCount, chunkRows), index(rowCount / 10, chunkRows));
    }

    private static RowIndex index(int rowCount, int chunkRows) {
        return RowIndex.of(IntStream.range(0, Math.ceilDiv(rowCount, chunkRows))
                .mapToObj(chunk -> RowSet.of(IntStream.range(0, Math.min(chunkRows, rowCount - chunk * chunkRows))
                        .toArray()))
                .toList());
    }

    private static Table table(RowIndex train, RowIndex held) {
        Schema schema = new Schema(
                true,
                List.of(new Column.Numeric("a", 0, 0, 1, 0, 1, 0)),
                new Target.Numeric("y", 0, 0, 1, 0, 1),
                1,
                Optional.empty(),
                MissingTokens.USUAL,
                DecimalSign.POINT);
        return new Table(
                schema,
                List.of(),
                train,
                held,
                List.of(),
                Split.row(false, false, "a test says so"),
                Folds.NONE,
                new Table.Account(train.rowCount() + held.rowCount(), 0, 0, 0, 0, List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
