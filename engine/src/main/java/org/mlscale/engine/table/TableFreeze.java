package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Scaling;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.schema.Typing;
import org.mlscale.engine.table.ChunkScanner.Scanned;

/**
 * Pass 0: reads the table once and freezes it. A column that turns out to be words although its head was numbers is read again, alone.
 *
 * <p>What comes out does not depend on the number of threads.
 */
public final class TableFreeze {
    /**
     * How a table is to be read.
     *
     * @param holdoutFraction share of the rows to judge by; 0 for none, or when a file holds them
     */
    public record Reading(
            Roles roles,
            MissingTokens missing,
            double holdoutFraction,
            SetAside.Limit limit,
            long seed,
            int chunkBytes) {}

    /** A table and what its beginning tells. */
    public record Headed(Input input, TableHead head) {}

    private final Reading reading;
    private final MemoryBudget budget;
    private final ExecutorService executor;
    private final int chunksMax;
    private final LongConsumer progress;

    private final SetAside setAside;
    private long rowsRead;

    /**
     * @param threads how many of the executor's threads may read
     * @param progress told the rows read so far, on the caller's thread
     */
    public TableFreeze(
            Reading reading, MemoryBudget budget, ExecutorService executor, int threads, LongConsumer progress) {
        this.reading = reading;
        this.budget = budget;
        this.executor = executor;
        this.chunksMax = threads + 1;
        this.progress = progress;
        this.setAside = new SetAside(reading.limit());
    }

    /**
     * Freezes {@code table}; {@code valid}, if given, holds the rows to judge by. To be called once.
     *
     * @throws Fault DATA for what cannot be read or learned from, RESOURCES if it does not fit into memory
     */
    public Table freeze(Headed table, Optional<Headed> valid) {
        List<String> names = table.head().columnNames();
        Roles roles = reading.roles();
        int target = roles.targetIndex(names);
        TableDraft draft = new TableDraft(
                names, Typing.provisional(names, table.head().sample(), roles, target, reading.missing()));
        read(table, scanner(table, draft.kinds()), draft);
        if (rowsRead == 0) {
            throw Fault.data(
                    "the table has a header and no rows",
                    Location.of(table.input().describe()),
                    "check the file");
        }
        List<Integer> again = draft.settle(roles, target);
        if (!again.isEmpty()) {
            readAgain(table, draft.new Rereading(again));
        }
        Schema schema = schema(table.head(), target, draft);
        budget.reserve(-draft.drop(schema.skipped()), 0, 0);
        TableDraft held = new TableDraft(schema.names(), schema.kinds(true));
        valid.ifPresent(file -> read(file, scannerOf(file, schema), held));
        return frozen(schema, draft, held.chunks());
    }

    private static ChunkScanner scannerOf(Headed file, Schema schema) {
        return ColumnMatch.scanner(
                schema, file.head(), file.input().sources().getFirst().name(), true, List.of());
    }

    private ChunkScanner scanner(Headed table, List<CellKind> kinds) {
        List<String> names = table.head().columnNames();
        List<Scanned> columns = IntStream.range(0, kinds.size())
                .mapToObj(i -> new Scanned(i, kinds.get(i)))
                .toList();
        List<Integer> hashed = IntStream.range(0, names.size())
                .filter(i -> !reading.roles().ids().contains(names.get(i)))
                .boxed()
                .toList();
        return new ChunkScanner(table.head().dialect(), names.size(), columns, hashed, List.of(), reading.missing());
    }

    /** Reads all chunks of a table into memory. */
    private void read(Headed table, ChunkScanner scanner, TableDraft draft) {
        try (ChunkReader reader = reader(table)) {
            ChunkLine.forEach(
                    reader,
                    scanner::scan,
                    scan -> {
                        budget.reserve(
                                scan.chunk().bytes(),
                                table.input().bytesRead(),
                                table.input().size());
                        draft.add(scan, rowsRead - setAside.unreadable());
                        rowsRead += scan.recordCount();
                        setAside.add(scan.bad().stream()
                                .map(ChunkScanner.BadRecord::example)
                                .toList());
                        setAside.check(rowsRead, false);
                        progress.accept(rowsRead);
                    },
                    executor,
                    chunksMax);
        }
        setAside.check(rowsRead, true);
    }

    private void readAgain(Headed table, TableDraft.Rereading rereading) {
        try (ChunkReader reader = reader(table)) {
            ChunkLine.forEach(
                    reader,
                    scanner(table, rereading.kinds())::scan,
                    scan -> budget.reserve(rereading.take(scan), 0, 0),
                    executor,
                    chunksMax);
        }
        rereading.end();
    }

    private ChunkReader reader(Headed table) {
        return new ChunkReader(
                table.input(), table.head().dialect(), table.head().columnNames(), reading.chunkBytes());
    }

    private Schema schema(TableHead head, int target, TableDraft draft) {
        List<String> names = head.columnNames();
        List<CellKind> kinds = draft.kinds();
        List<Tally> tallies = draft.tallies();
        Roles roles = reading.roles();
        VectorWords vectors = new VectorWords(draft, roles, target);
        List<Column> typed = IntStream.range(0, names.size())
                .filter(column -> column != target)
                .mapToObj(column -> roles.unused(names.get(column))
                        .<Column>map(why -> new Column.Unused(names.get(column), why))
                        .orElseGet(() -> Typing.column(
                                names.get(column),
                                kinds.get(column),
                                tallies.get(column),
                                rowsRead,
                                vectors.of(column))))
                .toList();
        List<Column> columns = scaled(typed, target, draft);
        Target what = Typing.target(names.get(target), kinds.get(target), tallies.get(target), roles.task());
        Schema schema = new Schema(head.dialect().header(), columns, what, target, roles.weight(), reading.missing());
        if (schema.featureCount() == 0) {
            throw Fault.data(
                    "no column is left to learn from: all are alike, ids, ignored or words that hardly ever come twice",
                    "check the separator (--sep) and the header (--header)");
        }
        return schema;
    }

    /** Fits what number columns feed to the net to a sample of the rows. */
    private List<Column> scaled(List<Column> columns, int target, TableDraft draft) {
        List<CachedChunk> chunks = draft.chunks();
        RowSample sample = RowSample.of(chunks, reading.seed(), RowSample.ROWS_MAX);
        int numbers =
                (int) columns.stream().filter(Column.Numeric.class::isInstance).count();
        int bins = Scaling.bins(numbers, rowsRead);
        return IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i) instanceof Column.Numeric number
                        ? Scaling.fit(number, sample.floats(chunks, i < target ? i : i + 1), bins)
                        : columns.get(i))
                .toList();
    }

    /** Decides which rows are learned from and which judge; {@code heldChunks}, if there are any, hold all of the latter. */
    private Table frozen(Schema schema, TableDraft draft, List<CachedChunk> heldChunks) {
        Usable usable = new Usable(schema);
        List<CachedChunk> chunks =
                Stream.concat(draft.chunks().stream(), heldChunks.stream()).toList();
        List<BitSet> rows = chunks.stream().map(usable::rows).toList();
        HoldOut holdOut = heldChunks.isEmpty()
                ? HoldOut.of(chunks, rows, reading.holdoutFraction(), reading.seed())
                : HoldOut.none();
        List<int[]> train = new ArrayList<>();
        List<int[]> held = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            char[] buckets = chunks.get(i).buckets();
            boolean file = i >= draft.chunks().size();
            train.add(rows.get(i).stream()
                    .filter(row -> !file && !holdOut.holds(buckets[row]))
                    .toArray());
            held.add(rows.get(i).stream()
                    .filter(row -> file || holdOut.holds(buckets[row]))
                    .toArray());
        }
        RowIndex training = RowIndex.of(train);
        if (training.rowCount() == 0) {
            throw Fault.data(
                    "no row is left to learn from: of %,d, %,d cannot be read, %,d have no target, %,d no weight of 0 or more"
                            .formatted(rowsRead, setAside.unreadable(), usable.withoutTarget(), usable.withoutWeight()),
                    "check --target, --weight and --valid");
        }
        Table.Account account = new Table.Account(
                rowsRead, setAside.unreadable(), usable.withoutTarget(), usable.withoutWeight(), setAside.examples());
        return new Table(
                schema, chunks, training, RowIndex.of(held), account, draft.misfits(), draft.mixed(reading.roles()));
    }
}
