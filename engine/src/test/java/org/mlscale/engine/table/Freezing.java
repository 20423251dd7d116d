package org.mlscale.engine.table;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongConsumer;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Roles;

/** How a test freezes a table; what it does not say is usual. */
public record Freezing(
        Roles roles,
        MissingTokens missing,
        HoldOutWish holdout,
        SetAside.Limit limit,
        long seed,
        int chunkBytes,
        int threads,
        long memory) {
    /** For tables in memory, of which nothing is read ahead. */
    static final ReadAhead NOTHING_AHEAD = new ReadAhead(ForkJoinPool.commonPool(), 1);

    public static Freezing usual() {
        return new Freezing(
                Roles.none(),
                MissingTokens.USUAL,
                HoldOutWish.auto().withShare(0.2),
                new SetAside.Limit(false, 0.01),
                42,
                1 << 20,
                2,
                Long.MAX_VALUE);
    }

    public Freezing with(Roles other) {
        return new Freezing(other, missing, holdout, limit, seed, chunkBytes, threads, memory);
    }

    Freezing with(MissingTokens other) {
        return new Freezing(roles, other, holdout, limit, seed, chunkBytes, threads, memory);
    }

    Freezing with(SetAside.Limit other) {
        return new Freezing(roles, missing, holdout, other, seed, chunkBytes, threads, memory);
    }

    public Freezing withHoldout(double fraction) {
        return new Freezing(roles, missing, holdout.withShare(fraction), limit, seed, chunkBytes, threads, memory);
    }

    public Freezing with(HoldOutWish other) {
        return new Freezing(roles, missing, other, limit, seed, chunkBytes, threads, memory);
    }

    Freezing withSeed(long other) {
        return new Freezing(roles, missing, holdout, limit, other, chunkBytes, threads, memory);
    }

    public Freezing withChunkBytes(int bytes) {
        return new Freezing(roles, missing, holdout, limit, seed, bytes, threads, memory);
    }

    Freezing withThreads(int count) {
        return new Freezing(roles, missing, holdout, limit, seed, chunkBytes, count, memory);
    }

    Freezing withMemory(long bytes) {
        return new Freezing(roles, missing, holdout, limit, seed, chunkBytes, threads, bytes);
    }

    /** Roles of columns by name: {@code target}, {@code id}, {@code weight}. */
    static Roles roles(String target, Set<String> ids, Optional<String> weight) {
        return new Roles(List.of(target), Roles.Task.AUTO, ids, Set.of(), Set.of(), weight);
    }

    public Table table(Path file) {
        return table(file, Optional.empty(), store(new MemoryBudget(memory)), _ -> {});
    }

    Table table(Path file, Path valid) {
        return table(file, Optional.of(valid), store(new MemoryBudget(memory)), _ -> {});
    }

    public Table table(Path file, Optional<Path> valid, CellStore store, LongConsumer progress) {
        TableFreeze.Reading reading = new TableFreeze.Reading(roles, missing, holdout, limit, seed, chunkBytes);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            return new TableFreeze(reading, store, executor, threads, progress)
                    .freeze(headed(file), valid.map(Freezing::headed));
        }
    }

    /** What memory has no room for is in the usual directory of temporary files, until the test's process ends. */
    static CellStore store(MemoryBudget budget) {
        return new CellStore(budget, () -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** A file by its last name, with a header. */
    static TableFreeze.Headed headed(Path file) {
        Input input = new Input(List.of(Source.file(file.getFileName().toString(), file, StandardCharsets.UTF_8)));
        return new TableFreeze.Headed(input, TableHead.of(input, Dialect.Wishes.NONE.withHeader(true)));
    }

    /** All of a table as text, to the bit. */
    static String told(Table table) {
        StringBuilder told = new StringBuilder();
        told.append(table.schema())
                .append('\n')
                .append(table.account())
                .append('\n')
                .append(table.misfits())
                .append('\n')
                .append(table.doubts())
                .append('\n');
        for (CachedChunk chunk : table.chunks()) {
            told.append("chunk from row ").append(chunk.firstRow()).append('\n');
            List<Cells> columns = chunk.loaded();
            char[] buckets = chunk.buckets();
            for (int row = 0; row < chunk.rowCount(); row++) {
                told.append(row(columns, buckets, row)).append('\n');
            }
        }
        return told.append("train ")
                .append(Arrays.toString(rowNumbers(table, table.train())))
                .append("\nhold-out ")
                .append(Arrays.toString(rowNumbers(table, table.holdout())))
                .toString();
    }

    /** The cells of a row and its bucket as text, to the bit. */
    static String row(CachedChunk chunk, int row) {
        return row(chunk.loaded(), chunk.buckets(), row);
    }

    private static String row(List<Cells> columns, char[] buckets, int row) {
        StringBuilder told = new StringBuilder();
        for (Cells cells : columns) {
            switch (cells) {
                case Cells.None _ -> told.append("-");
                case Cells.Floats(float[] values) -> told.append(Float.toHexString(values[row]));
                case Cells.Times(long[] seconds) -> told.append(seconds[row]);
                case Cells.Codes(int[] codes, List<String> words) -> told.append(words.get(codes[row]));
            }
            told.append(" | ");
        }
        return told.append((int) buckets[row]).toString();
    }

    static long[] rowNumbers(Table table, RowIndex side) {
        long[] numbers = new long[(int) side.rowCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = table.chunks().get(side.chunkOf(i)).firstRow() + side.rowInChunk(i);
        }
        return numbers;
    }
}
