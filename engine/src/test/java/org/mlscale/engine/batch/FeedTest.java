package org.mlscale.engine.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.CsvText;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Row;
import org.mlscale.engine.chunk.Rows;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.chunk.TextTable;
import org.mlscale.engine.table.CachedChunk;
import org.mlscale.engine.table.CellStore;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ColumnMatch;
import org.mlscale.engine.table.Freezing;
import org.mlscale.engine.table.HoldOutWish;
import org.mlscale.engine.table.LaneShape;
import org.mlscale.engine.table.MemoryBudget;
import org.mlscale.engine.table.MixedTable;
import org.mlscale.engine.table.RowIndex;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.table.SmallDisk;
import org.mlscale.engine.table.Table;

class FeedTest {
    private static final int ROWS = 3000;

    @TempDir
    Path directory;

    /** What the net sees of a row, to the bit. */
    record Seen(List<Float> features, float target, List<Float> weight) {
        static Seen of(Batch batch, int i) {
            int width = batch.featureCount();
            List<Float> weight = batch.weights().length == 0 ? List.of() : List.of(batch.weights()[i]);
            return new Seen(
                    list(Arrays.copyOfRange(batch.features(), i * width, (i + 1) * width)), batch.targets()[i], weight);
        }
    }

    @Test
    void batches_cellsInAFile_sameBitsFromAnyThreadWithRoomForOneChunk(@TempDir Path tmp) throws Exception {
        Path file = write("train.csv", MixedTable.text(new SplittableRandom(3), 3 * ROWS));
        Freezing freezing = Freezing.usual().with(MixedTable.ROLES).withChunkBytes(30_000);
        Table inMemory = freezing.table(file);
        try (CellStore store = new CellStore(new MemoryBudget(100_000), () -> tmp);
                CellStore noDisk = SmallDisk.store(tmp, 100_000, 0)) {
            Table filed = freezing.table(file, Optional.empty(), store, _ -> {});
            assertFalse(filed.judging().isEmpty(), "what is looked at often lies side by side");
            assertSameFromAnyThread(inMemory, filed);
            Table inText = freezing.table(file, Optional.empty(), noDisk, _ -> {});
            assertTrue(inText.chunks().stream().filter(CachedChunk::inText).count() > 10);
            assertSameFromAnyThread(inMemory, inText);
        }
    }

    private static void assertSameFromAnyThread(Table inMemory, Table filed) throws Exception {
        Feed expected = new Feed(inMemory);
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            assertTrue(
                    filed.chunks().stream().filter(chunk -> !chunk.inMemory()).count() > 10);
            Feed feed = new Feed(filed, 1);
            for (long exactRowsMax : new long[] {0, Long.MAX_VALUE}) {
                RowPlan plan = RowPlan.of(filed, new LaneShape(4, 100, 42, exactRowsMax, 700));
                List<Future<?>> lanes = new ArrayList<>();
                for (int i = 0; i < plan.laneCount(); i++) {
                    int lane = i;
                    lanes.add(executor.submit(() -> {
                        for (long step = 0; step < plan.stepsPerEpoch(); step++) {
                            long[] slice = plan.slice(step, lane);
                            assertSame(expected.training(slice), feed.training(slice));
                        }
                        assertSame(expected.holdout(plan.holdout(lane)), feed.holdout(plan.holdout(lane)));
                    }));
                }
                for (Future<?> lane : lanes) {
                    lane.get();
                }
            }
        }
    }

    @Test
    void batches_smallTableInAFile_haveTheirFolds(@TempDir Path tmp) {
        Path file = write("train.csv", MixedTable.text(new SplittableRandom(3), 1000));
        Freezing freezing =
                Freezing.usual().with(MixedTable.ROLES).withChunkBytes(30_000).with(HoldOutWish.auto());
        Table inMemory = freezing.table(file);
        assertTrue(inMemory.folds().any());
        try (CellStore store = new CellStore(new MemoryBudget(20_000), () -> tmp)) {
            Table filed = freezing.table(file, Optional.empty(), store, _ -> {});
            assertFalse(filed.chunks().getLast().inMemory());
            long[] all = LongStream.range(0, filed.holdout().rowCount()).toArray();
            assertSame(new Feed(inMemory).holdout(all), new Feed(filed).holdout(all));
            assertSame(new Feed(inMemory).training(all), new Feed(filed).training(all));
        }
    }

    private static void assertSame(Batch expected, Batch actual) {
        assertArrayEquals(expected.folds(), actual.folds());
        assertArrayEquals(expected.features(), actual.features());
        assertArrayEquals(expected.targets(), actual.targets());
        assertArrayEquals(expected.weights(), actual.weights());
        assertArrayEquals(expected.rowNumbers(), actual.rowNumbers());
    }

    @Test
    void rows_sameTextWithShuffledColumns_sameBitsAsInTraining() {
        Seeds.some(4).forEach(seed -> {
            String text = MixedTable.text(new SplittableRandom(seed), ROWS);
            Table table = Freezing.usual()
                    .with(MixedTable.ROLES)
                    .withChunkBytes(10_000)
                    .table(write("train.csv", text));
            Map<Long, Seen> trained = new HashMap<>();
            Feed feed = new Feed(table);
            add(
                    trained,
                    feed.training(LongStream.range(0, table.train().rowCount()).toArray()));
            add(
                    trained,
                    feed.holdout(LongStream.range(0, table.holdout().rowCount()).toArray()));
            assertEquals(table.account().used(), trained.size());

            Map<Long, Seen> scored = scored(table, write("score.csv", shuffled(text, new Random(seed))), true);
            assertTrue(scored.size() > trained.size(), "rows without a target are scored too");
            trained.forEach((row, seen) -> assertEquals(
                    seen, scored.get(row), () -> "row %d, %s".formatted(row, Seeds.repeat(getClass(), seed))));

            Map<Long, Seen> blind = scored(table, directory.resolve("score.csv"), false);
            assertEquals(scored.keySet(), blind.keySet());
            scored.forEach((row, seen) -> assertEquals(
                    new Seen(seen.features(), Float.NaN, List.of()),
                    blind.get(row),
                    () -> "row %d, %s".formatted(row, Seeds.repeat(getClass(), seed))));
        });
    }

    @Test
    void training_anyOrdinals_givesTheirRowsInThatOrder() {
        Table table = Freezing.usual()
                .with(MixedTable.ROLES)
                .withChunkBytes(2000)
                .table(write("train.csv", MixedTable.text(new SplittableRandom(5), ROWS)));
        Feed feed = new Feed(table);
        RowIndex train = table.train();
        long[] all = LongStream.range(0, train.rowCount()).toArray();
        Batch whole = feed.training(all);
        long[] some = {train.rowCount() - 1, 0, 77, 77, 1234};
        Batch picked = feed.training(some);
        for (int i = 0; i < some.length; i++) {
            assertEquals(Seen.of(whole, (int) some[i]), Seen.of(picked, i));
            assertEquals(whole.rowNumbers()[(int) some[i]], picked.rowNumbers()[i]);
        }
        assertArrayEquals(
                Arrays.stream(whole.rowNumbers()).sorted().distinct().toArray(), whole.rowNumbers(), "in table order");
        assertEquals(0, feed.training(new long[0]).rowCount());
    }

    private void add(Map<Long, Seen> seen, Batch batch) {
        for (int i = 0; i < batch.rowCount(); i++) {
            seen.put(batch.rowNumbers()[i], Seen.of(batch, i));
        }
    }

    /** The scoring path: the columns by name, chunk by chunk, each with its own encoder. Rows are numbered as in training. */
    private static Map<Long, Seen> scored(Table table, Path file, boolean labels) {
        Input input = new Input(List.of(Source.file("score.csv", file, StandardCharsets.UTF_8)));
        TableHead head = TableHead.of(input, Dialect.Wishes.NONE.withHeader(true));
        ChunkScanner scanner = ColumnMatch.scanner(table.schema(), head, "score.csv", labels, List.of());
        Map<Long, Seen> scored = new HashMap<>();
        try (ChunkReader reader = new ChunkReader(input, head.dialect(), head.columnNames(), 777)) {
            for (Optional<Chunk> next = reader.next(); next.isPresent(); next = reader.next()) {
                CachedChunk chunk = scanner.scan(next.get()).chunk();
                Encoder encoder = Encoder.of(table.schema(), chunk);
                Batch batch = Feed.rows(
                        encoder,
                        IntStream.range(0, chunk.rowCount()).toArray(),
                        table.schema().featureCount());
                for (int i = 0; i < batch.rowCount(); i++) {
                    scored.put((long) scored.size(), Seen.of(batch, i));
                }
            }
        }
        return scored;
    }

    /** The same rows with their columns in another order and one more; the ragged ones, which have no number, are left out. */
    private static String shuffled(String text, Random random) {
        List<String> names = Arrays.asList(text.substring(0, text.indexOf('\n')).split(",", -1));
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, names.size()).boxed().toList());
        Collections.shuffle(order, random);
        CsvText shuffled = new CsvText();
        Rows.read(TextTable.chunk("x", 1, text), TextTable.COMMA, names.size(), row -> {
            if (row instanceof Row.Good(long line, String[] cells)) {
                shuffled.cell(line == 1 ? "extra" : "x" + line);
                order.forEach(place -> shuffled.cell(cells[place]));
                shuffled.end();
            }
        });
        return shuffled.toString();
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
