package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Chunks;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
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
    /** So many classes show how they are written. */
    private static final int CLASSES_NAMED = 5;

    /**
     * How a table is to be read.
     *
     * @param holdOut the rows to judge by; not asked where a file holds them
     */
    public record Reading(
            Roles roles, MissingTokens missing, HoldOutWish holdOut, SetAside.Limit limit, long seed, int chunkBytes) {}

    /**
     * A table and what its beginning tells.
     *
     * @param sample the part of it that is read; absent: all
     */
    public record Headed(Input input, TableHead head, Optional<Sample> sample) {
        /** All of it is read. */
        public Headed(Input input, TableHead head) {
            this(input, head, Optional.empty());
        }

        /** Of it only {@code part} is read, if there is one. */
        public Headed withSample(Optional<Sample> part) {
            return new Headed(input, head, part);
        }

        /** The files whose text can be read again piece by piece: of a sample none, as rows between its own are left out. */
        private List<Source> readAgain() {
            return sample.isPresent() ? List.of() : input.sources();
        }

        /** What is read of it, each time anew, in chunks of {@code chunkBytes} of text or those of the sample. */
        public Chunks chunks(int chunkBytes) {
            return sample.map(part -> part.chunks(this))
                    .orElseGet(() -> new ChunkReader(input, head.dialect(), head.columnNames(), chunkBytes));
        }
    }

    /** One chunk, read. */
    private record ReadChunk(TextSum text, Pieces pieces) {}

    private final Reading reading;
    private final CellStore store;
    private final ExecutorService executor;
    private final int chunksMax;
    private final ReadAhead reader;
    private final LongConsumer progress;

    private final SetAside setAside;
    private final List<TextSum> texts = new ArrayList<>();
    private long rowsRead;
    private long rowsToJudge; // of those, the hold-out file's

    /**
     * @param store keeps the cells; the table can be used until it is closed
     * @param threads how many of the executor's threads may read
     * @param progress told the rows read so far, on the caller's thread
     */
    public TableFreeze(Reading reading, CellStore store, ExecutorService executor, int threads, LongConsumer progress) {
        this.reading = reading;
        this.store = store;
        this.executor = executor;
        this.chunksMax = threads + 1;
        this.reader = new ReadAhead(executor, chunksMax);
        this.progress = progress;
        this.setAside = new SetAside(reading.limit());
    }

    /**
     * Freezes {@code table}; {@code valid}, if given, holds the rows to judge by. To be called once.
     *
     * @throws Fault DATA for what cannot be read or learned from, RESOURCES if neither memory nor the disk has room for it
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
        List<CellKind> promised =
                Typing.provisional(names, table.head().sample(), read, targets, reading.missing(), decimal);
        ChunkScanner scanner = scanner(table, promised, groups.names());
        TableDraft draft =
                new TableDraft(names, promised, decimal, store, new TextCells(table.readAgain(), scanner), reader);
        read(table, scanner, draft, groups);
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
        List<Integer> again = draft.settle(roles, targets);
        if (!again.isEmpty()) {
            readAgain(table, draft.new Rereading(again), targets);
        }
        Schema schema = new SchemaFreeze(draft, reading, rowsRead, setAside.unreadable()).freeze(table.head(), targets);
        Usable usable = new Usable(schema);
        List<RowSet> rows = rows(usable, draft);
        HoldOut holdOut = new HoldOutChoice(
                        wish,
                        reading.seed(),
                        schema,
                        draft.chunks(),
                        rows,
                        times(wish, names, targets, draft),
                        groups,
                        reader)
                .make();
        draft.drop(schema.skipped());
        if (valid.isEmpty()) {
            return frozen(schema, draft, rows, Optional.empty(), holdOut, usable);
        }
        ChunkScanner heldScanner = scannerOf(valid.get(), schema);
        TextCells heldText = new TextCells(valid.get().readAgain(), heldScanner);
        TableDraft held = new TableDraft(schema.names(), schema.kinds(true), decimal, store, heldText, reader);
        long ofTable = rowsRead;
        read(valid.get(), heldScanner, held, new Groups(List.of()));
        rowsToJudge = rowsRead - ofTable;
        draft.makeRoom();
        Split split = Split.file(valid.get().input().describe());
        Table frozen = frozen(schema, draft, rows, Optional.of(held), HoldOut.none(rows.size(), split), usable);
        if (frozen.holdout().rowCount() == 0) {
            throw nothingToJudge(schema, valid.get());
        }
        return frozen;
    }

    /** Found out before anything is learned: hours later it would be a pity. */
    private Fault nothingToJudge(Schema schema, Headed valid) {
        String unusable = schema.weightIndex().isPresent()
                ? "has a target that the table knows and a weight of 0 or more"
                : "has a target that the table knows";
        return Fault.data(
                rowsToJudge == 0
                        ? "there are no rows to judge by"
                        : "none of the %,d rows to judge by %s".formatted(rowsToJudge, unusable),
                Location.of(valid.input().describe()),
                schema.classes()
                        .map(target -> "the table's classes are "
                                + target.labels().stream()
                                        .limit(CLASSES_NAMED)
                                        .map("\"%s\""::formatted)
                                        .collect(Collectors.joining(", "))
                                + (target.labels().size() > CLASSES_NAMED ? ", …" : ""))
                        .orElse("name another file, or a share of the table: --valid 10%"));
    }

    /** For each chunk of {@code draft} the rows that can be used. */
    private static List<RowSet> rows(Usable usable, TableDraft draft) {
        List<RowSet> rows = new ArrayList<>();
        for (List<Cells> columns : draft.cells(usable::asks)) {
            int rowCount = draft.rowCount(rows.size());
            rows.add(RowSet.of(usable.rows(columns, rowCount), rowCount));
        }
        return rows;
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

    /** Reads all chunks of a table. */
    private void read(Headed table, ChunkScanner scanner, TableDraft draft, Groups groups) {
        try (Chunks reader = table.chunks(reading.chunkBytes())) {
            ChunkLine.forEach(
                    reader,
                    chunk -> new ReadChunk(TextSum.of(chunk), Pieces.of(scanner.scan(chunk), chunk)),
                    read -> {
                        ChunkScanner.Scan scan = read.pieces().scan();
                        texts.add(read.text());
                        if (table.sample().isPresent()) {
                            store.at(rowsRead, table.sample().get().rows());
                        } else {
                            store.at(table.input().bytesRead(), table.input().size());
                        }
                        draft.add(read.pieces(), rowsRead - setAside.unreadable());
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
        store.at(0, 0);
    }

    private void readAgain(Headed table, TableDraft.Rereading rereading, List<Integer> targets) {
        ChunkScanner scanner = scanner(table, rereading.kinds(), List.of());
        try (Chunks reader = table.chunks(reading.chunkBytes())) {
            ChunkLine.forEach(
                    reader, chunk -> Pieces.of(scanner.scan(chunk), chunk), rereading::take, executor, chunksMax);
        }
        rereading.end(reading.roles(), targets);
    }

    /** Parts the usable rows into those that are learned from and those that judge; {@code heldFile}, if there is one, holds the latter. */
    private Table frozen(
            Schema schema,
            TableDraft draft,
            List<RowSet> rows,
            Optional<TableDraft> heldFile,
            HoldOut holdOut,
            Usable usable) {
        List<RowSet> train = new ArrayList<>();
        List<RowSet> held = new ArrayList<>(holdOut.rows());
        boolean folds = holdOut.folds().any();
        for (int i = 0; i < rows.size(); i++) {
            RowSet out = held.get(i);
            RowSet left = rows.get(i);
            train.add(folds || out.count() == 0 ? left : left.only(row -> !out.has(row), draft.rowCount(i)));
        }
        List<CachedChunk> heldChunks = heldFile.map(TableDraft::chunks).orElse(List.of());
        heldFile.ifPresent(file -> held.addAll(rows(usable, file)));
        heldChunks.forEach(_ -> train.add(RowSet.of()));
        RowIndex training = RowIndex.of(train);
        RowIndex judging = RowIndex.of(held);
        store.reserve(training.bytes() + judging.bytes());
        draft.makeRoom();
        boolean gathered = heldChunks.isEmpty() && !folds;
        if (gathered && store.diskIsFull()) {
            draft.makeRoom(Gathered.bytes(draft.chunks(), judging));
        }
        List<CachedChunk> chunks = draft.chunks();
        if (training.rowCount() == 0) {
            throw Fault.data(
                    "no row is left to learn from: of %,d, %,d cannot be read, %,d have no target, %,d no weight of 0 or more"
                            .formatted(rowsRead, setAside.unreadable(), usable.withoutTarget(), usable.withoutWeight()),
                    "check --target, --weight and --valid");
        }
        Table.Account account = new Table.Account(
                rowsRead,
                rowsToJudge,
                setAside.unreadable(),
                usable.withoutTarget(),
                usable.withoutWeight(),
                setAside.examples());
        return new Table(
                schema,
                Stream.concat(chunks.stream(), heldChunks.stream()).toList(),
                training,
                judging,
                gathered ? Gathered.of(chunks, judging, store, reader) : List.of(),
                holdOut.split(),
                holdOut.folds(),
                account,
                draft.misfits(),
                draft.mixed(reading.roles()),
                TextSum.joined(texts),
                Doubts.of(schema, draft.tallies(), chunks, training, reading.seed(), reader));
    }
}
