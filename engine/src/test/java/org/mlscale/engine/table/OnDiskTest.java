package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the cells of a table are changes nothing of what comes of it. */
class OnDiskTest {
    private static final int ROWS = 12_000;

    @TempDir
    Path directory;

    @TempDir
    Path tmp;

    @Test
    void freeze_someOrAllCellsInTheFile_sameTableToTheBit() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), MixedTable.text(new SplittableRandom(5), ROWS));
        for (Freezing freezing : new Freezing[] {
            Freezing.usual().with(MixedTable.ROLES).withChunkBytes(200_000),
            Freezing.usual()
                    .with(MixedTable.ROLES)
                    .with(HoldOutWish.auto().with(new HoldOutWish.By.Group("text")))
                    .withChunkBytes(40_000),
            Freezing.usual()
                    .with(MixedTable.ROLES)
                    .with(HoldOutWish.auto().with(new HoldOutWish.By.Time("id")))
                    .withChunkBytes(40_000),
        }) {
            assertSameWherever(freezing, file, Optional.empty());
        }
    }

    @Test
    void freeze_holdOutFileInTheFile_sameTableToTheBit() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), MixedTable.text(new SplittableRandom(5), ROWS));
        Path valid = Files.writeString(directory.resolve("v.csv"), MixedTable.text(new SplittableRandom(6), ROWS / 3));
        assertSameWherever(Freezing.usual().with(MixedTable.ROLES).withChunkBytes(200_000), file, Optional.of(valid));
    }

    private void assertSameWherever(Freezing freezing, Path file, Optional<Path> valid) throws IOException {
        String inMemory;
        long cells; // less than was there before columns were left out
        MemoryBudget all = new MemoryBudget(1 << 30);
        try (CellStore store = store(all, 1 << 30)) {
            Table table = freezing.table(file, valid, store, _ -> {});
            inMemory = Freezing.told(table) + slices(table);
            cells = table.bytes();
            assertEquals(cells, all.reserved());
            assertEquals(0, store.fileBytes(), "no file is written where memory has room");
            assertEquals(Optional.empty(), store.directory());
        }
        for (long cellsMax : new long[] {0, 3 * cells}) {
            MemoryBudget budget = new MemoryBudget(1 << 30);
            long needed;
            try (CellStore store = store(budget, cellsMax)) {
                Table table = freezing.table(file, valid, store, _ -> {});
                needed = store.fileBytes();
                assertEquals(inMemory, Freezing.told(table) + slices(table), () -> cellsMax + " bytes for cells");
                assertEquals(table.bytes(), budget.reserved());
                assertTrue(store.fileBytes() > 0);
                assertEquals(
                        cellsMax > 0,
                        table.chunks().stream().anyMatch(CachedChunk::inMemory),
                        "some stay in memory where there is some");
                assertEquals(Optional.of(tmp), store.directory());
                assertTrue(table.chunks().stream().noneMatch(CachedChunk::inText));
                assertNothingLeft();
            }
            for (long room : cellsMax == 0 ? new long[] {0, needed * 4 / 5} : new long[] {0}) {
                int[] some = cellsMax + room == 0 ? new int[] {1, 2, 3} : new int[] {2};
                for (int threads : some) {
                    assertSameFromText(inMemory, freezing.withThreads(threads), file, valid, cellsMax, room);
                }
            }
        }
    }

    /** With room on the disk for {@code room} bytes. */
    private void assertSameFromText(
            String inMemory, Freezing freezing, Path file, Optional<Path> valid, long cellsMax, long room)
            throws IOException {
        MemoryBudget budget = new MemoryBudget(1 << 30);
        try (CellStore store = new CellStore(budget, () -> SmallDisk.file(tmp, room), cellsMax)) {
            Table table = freezing.table(file, valid, store, _ -> {});
            String what = "%d bytes for cells, %d on the disk, %s".formatted(cellsMax, room, freezing);
            assertEquals(inMemory, Freezing.told(table) + slices(table), what);
            assertEquals(table.bytes(), budget.reserved(), what);
            assertTrue(store.diskIsFull(), what);
            assertTrue(store.fileBytes() <= room, what);
            assertEquals(cellsMax > 0, table.chunks().stream().anyMatch(CachedChunk::inMemory), what);
            assertTrue(table.chunks().stream().anyMatch(CachedChunk::inText), what);
            assertEquals(room > 0, store.fileBytes() > 0, what);
            assertNothingLeft();
        }
    }

    private void assertNothingLeft() throws IOException {
        try (var names = Files.list(tmp)) {
            assertEquals(0, names.count(), "the file has no name");
        }
    }

    /** With the room that a plan asks for, a lane reads each of its pieces once an epoch, and those again that two windows share. */
    @Test
    void activeBytes_soMuchRoom_readsEachPieceOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), MixedTable.text(new SplittableRandom(5), ROWS));
        Freezing freezing = Freezing.usual().with(MixedTable.ROLES).withChunkBytes(9_000);
        LaneShape shape = new LaneShape(1, 50, 42, 0, 900);
        assertEquals(0, RowPlan.of(freezing.table(file), shape).activeBytes(), "all is in memory");
        try (CellStore store = store(new MemoryBudget(1 << 30), 0)) {
            Table table = freezing.table(file, Optional.empty(), store, _ -> {});
            RowPlan plan = RowPlan.of(table, shape);
            long reads = reads(plan, plan.activeBytes());
            long pieces = IntStream.range(0, table.chunks().size())
                    .filter(chunk -> table.train().rowCount(chunk) > 0)
                    .count();
            long windows = Math.ceilDiv(table.train().rowCount(), 900);
            assertTrue(reads <= pieces + windows, () -> reads + " reads of " + pieces);
            long fewer = reads(plan, plan.activeBytes() / 3);
            assertTrue(fewer > 3 * pieces, () -> "no more room than is needed: else " + fewer + " reads of " + pieces);
        }
    }

    /** How often a piece is read in an epoch of one lane where {@code room} bytes of those asked for last are at hand. */
    private static long reads(RowPlan plan, long room) {
        List<CachedChunk> chunks = plan.table().chunks();
        Map<Integer, Long> atHand = new LinkedHashMap<>(16, 0.75f, true);
        long reads = 0;
        for (long step = 0; step < plan.stepsPerEpoch(); step++) {
            for (long row : plan.slice(step, 0)) {
                int chunk = plan.table().train().chunkOf(row);
                if (atHand.put(chunk, chunks.get(chunk).loadedBytes()) == null) {
                    reads++;
                    var eldest = atHand.values().iterator();
                    long bytes =
                            atHand.values().stream().mapToLong(Long::longValue).sum();
                    while (bytes > room) {
                        bytes -= eldest.next();
                        eldest.remove();
                    }
                }
            }
        }
        return reads;
    }

    private CellStore store(MemoryBudget budget, long cellsMax) {
        return new CellStore(budget, () -> CellFile.in(tmp), cellsMax);
    }

    private static String slices(Table table) {
        StringBuilder told = new StringBuilder();
        for (long exactRowsMax : new long[] {0, 1 << 20}) {
            RowPlan plan = RowPlan.of(table, new LaneShape(3, 50, 42, exactRowsMax, 900));
            for (long step = 0; step < 2 * plan.stepsPerEpoch(); step += 7) {
                told.append('\n')
                        .append(LongStream.of(plan.slice(step, (int) (step % 3)))
                                .boxed()
                                .toList());
            }
        }
        return told.toString();
    }
}
