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
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Typing;
import org.mlscale.engine.table.ChunkScanner.Scanned;

/**
 * Pass 0: reads the table once and freezes it. A column that turns out to be words although its head was numbers, or dates in another order, is read
 * again, alone.
 *
 * <p>What comes out does not depend on the number of threads.
 */
public final class TableFreeze {
    /**
     * How a table is to be read.
     *
     * @param holdOut the rows to judge by; not asked where a file holds them
     */
    public record Reading(
            Roles roles, MissingTokens missing, HoldOutWish holdOut, SetAside.Limit limit, long seed, int chunkBytes) {}

    /** A table and what its beginning tells. */
    public record Headed(Input input, TableHead head) {}

    /** One chunk, read. */
    private record ReadChunk(TextSum text, ChunkScanner.Scan scan) {}

    private final Reading reading;
    private final MemoryBudget budget;
    private final ExecutorService executor;
    private final int chunksMax;
    private final LongConsumer progress;

    private final SetAside setAside;
    private final List<TextSum> texts = new ArrayList<>();
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
        List<Integer> targets = roles.targetIndices(names);
        HoldOutWish wish = valid.isPresent() ? HoldOutWish.none() : reading.holdOut();
        wish.check(names, targets);
        Roles read = wish.timeColumn().map(roles::reading).orElse(roles);
        Groups groups = new Groups(wish.groupColumns(roles));
        DecimalSign decimal = table.head().dialect().decimal();
        TableDraft draft = new TableDraft(
                names,
                Typing.provisional(names, table.head().sample(), read, targets, reading.missing(), decimal),
                decimal);
        read(table, scanner(table, draft.kinds(), groups.names()), draft, groups);
        if (rowsRead == 0) {
            throw Fault.data(
                    "the table has a header and no rows",
                    Location.of(table.input().describe()),
                    "put rows below the header, or --header no if that line is a row");
        }
        if (rowsRead == 1) {
            throw Fault.data(
                    "the table has one row: there is nothing to compare it with",
                    Location.of(table.input().describe()),
                    "put more rows below it");
        }
        long before = draft.bytes();
        List<Integer> again = draft.settle(roles, targets);
        budget.reserve(draft.bytes() - before, 0, 0);
        if (!again.isEmpty()) {
            readAgain(table, draft.new Rereading(again), targets);
        }
        Schema schema = new SchemaFreeze(draft, reading, rowsRead, setAside.unreadable()).freeze(table.head(), targets);
        Usable usable = new Usable(schema);
        List<BitSet> rows = draft.chunks().stream().map(usable::rows).toList();
        HoldOut holdOut = new HoldOutChoice(
                        wish, reading.seed(), schema, draft.chunks(), rows, times(wish, names, targets, draft), groups)
                .make();
        budget.reserve(-groups.bytes() - draft.drop(schema.skipped()), 0, 0);
        if (valid.isEmpty()) {
            return frozen(schema, draft, rows, List.of(), holdOut, usable);
        }
        TableDraft held = new TableDraft(schema.names(), schema.kinds(true), decimal);
        read(valid.get(), scannerOf(valid.get(), schema), held, new Groups(List.of()));
        Split split = Split.file(valid.get().input().describe());
        return frozen(schema, draft, rows, held.chunks(), HoldOut.none(rows.size(), split), usable);
    }

    /** The columns that may tell which rows came later: the one that is named, else those of dates. */
    private static List<TimeColumn> times(
            HoldOutWish wish, List<String> names, List<Integer> targets, TableDraft draft) {
        List<CellKind> kinds = draft.kinds();
        return IntStream.range(0, names.size())
                .filter(column -> !targets.contains(column))
                .mapToObj(column -> new TimeColumn(names.get(column), column, kinds.get(column)))
                .filter(column ->
                        wish.timeColumn().map(column.name()::equals).orElseGet(() -> TimeColumn.dates(column.kind())))
                .toList();
    }

    private static ChunkScanner scannerOf(Headed file, Schema schema) {
        return ColumnMatch.scanner(
                schema, file.head(), file.input().sources().getFirst().name());
    }

    private ChunkScanner scanner(Headed table, List<CellKind> kinds, List<String> grouped) {
        List<String> names = table.head().columnNames();
        List<Scanned> columns = IntStream.range(0, kinds.size())
                .mapToObj(i -> new Scanned(i, kinds.get(i)))
                .toList();
        List<Integer> hashed = IntStream.range(0, names.size())
                .filter(i -> !reading.roles().ids().contains(names.get(i)))
                .boxed()
                .toList();
        return new ChunkScanner(
                table.head().dialect(),
                names.size(),
                columns,
                hashed,
                grouped.stream().map(names::indexOf).toList(),
                List.of(),
                reading.missing());
    }

    /** Reads all chunks of a table into memory. */
    private void read(Headed table, ChunkScanner scanner, TableDraft draft, Groups groups) {
        try (ChunkReader reader = reader(table)) {
            ChunkLine.forEach(
                    reader,
                    chunk -> new ReadChunk(TextSum.of(chunk), scanner.scan(chunk)),
                    read -> {
                        ChunkScanner.Scan scan = read.scan();
                        texts.add(read.text());
                        budget.reserve(
                                scan.chunk().bytes()
                                        + scan.groups().stream()
                                                .mapToLong(Groups.Part::bytes)
                                                .sum(),
                                table.input().bytesRead(),
                                table.input().size());
                        draft.add(scan, rowsRead - setAside.unreadable());
                        groups.add(scan.groups());
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

    private void readAgain(Headed table, TableDraft.Rereading rereading, List<Integer> targets) {
        try (ChunkReader reader = reader(table)) {
            ChunkLine.forEach(
                    reader,
                    scanner(table, rereading.kinds(), List.of())::scan,
                    scan -> budget.reserve(rereading.take(scan), 0, 0),
                    executor,
                    chunksMax);
        }
        budget.reserve(rereading.end(reading.roles(), targets), 0, 0);
    }

    private ChunkReader reader(Headed table) {
        return new ChunkReader(
                table.input(), table.head().dialect(), table.head().columnNames(), reading.chunkBytes());
    }

    /** Parts the usable rows into those that are learned from and those that judge; {@code heldChunks}, if there are any, hold the latter. */
    private Table frozen(
            Schema schema,
            TableDraft draft,
            List<BitSet> rows,
            List<CachedChunk> heldChunks,
            HoldOut holdOut,
            Usable usable) {
        List<int[]> train = new ArrayList<>();
        List<int[]> held = new ArrayList<>();
        boolean folds = holdOut.folds().any();
        for (int i = 0; i < rows.size(); i++) {
            BitSet out = holdOut.rows().get(i);
            train.add(rows.get(i).stream().filter(row -> folds || !out.get(row)).toArray());
            held.add(out.stream().toArray());
        }
        for (CachedChunk chunk : heldChunks) {
            train.add(new int[0]);
            held.add(usable.rows(chunk).stream().toArray());
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
                schema,
                Stream.concat(draft.chunks().stream(), heldChunks.stream()).toList(),
                training,
                RowIndex.of(held),
                holdOut.split(),
                holdOut.folds(),
                account,
                draft.misfits(),
                draft.mixed(reading.roles()),
                TextSum.joined(texts),
                Doubts.of(schema, draft.tallies(), draft.chunks(), training, reading.seed()));
    }
}
