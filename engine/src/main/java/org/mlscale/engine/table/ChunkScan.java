package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.CellCursor;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.NumberCells;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.Tally;

/** One chunk while it is read: its bytes go from one sink to the next, each of which reads the cells of a column. To be read once. */
final class ChunkScan {
    private final ChunkScanner scanner;
    private final Chunk chunk;
    private final byte[] bytes;
    private final CellCursor cursor;
    private final RowLines lines;
    private final MissingCells missing;
    private final RowHashes hashes = new RowHashes();
    private final BitSet hashed = new BitSet();
    private final List<Sink> columns; // as the scanner has them
    private final List<GroupTaker> groups;
    private final List<TextTaker> texts;
    private final Sink[] places; // as they stand in a record
    private final List<NumberRun> runs = new ArrayList<>();
    private final NumberRun[] runOf; // the run of each place, which reads its cell if it can
    private final List<ChunkScanner.BadRecord> bad = new ArrayList<>();

    private final int pieceRows;
    private final List<Integer> starts = new ArrayList<>(); // where each piece's first record begins

    private int rows;
    private int nextPiece; // the row with which it begins
    private int capacity = Sink.ROWS_FIRST;
    private long records; // that end in a line end of their own, blank ones among them

    ChunkScan(ChunkScanner scanner, Chunk chunk) {
        this.scanner = scanner;
        this.chunk = chunk;
        this.bytes = chunk.bytes();
        this.cursor = new CellCursor(bytes, chunk.length(), scanner.dialect());
        this.lines = new RowLines(chunk);
        this.missing = new MissingCells(scanner.missing(), scanner.dialect().decimal());
        scanner.hashed().forEach(hashed::set);
        this.columns = scanner.columns().stream().map(this::sink).toList();
        this.groups =
                scanner.grouped().stream().map(_ -> new GroupTaker(missing)).toList();
        this.texts = scanner.kept().stream().map(_ -> new TextTaker()).toList();
        this.places = places();
        this.runOf = runOf();
        this.pieceRows = Pieces.rowsMax(columns.size());
    }

    private Sink sink(ChunkScanner.Scanned column) {
        return switch (column.kind()) {
            case CellKind.Skip _ -> new SkipSink(cursor);
            case CellKind.Numeric(double pivot) ->
                new NumberSink(cursor, scanner.dialect(), pivot, missing, hashes(column), lines);
            case CellKind.Time(DateOrder order) ->
                new TimeSink(cursor, scanner.dialect().decimal(), missing, hashes(column), order, lines);
            case CellKind.Word _ -> new WordSink(cursor, scanner.dialect().decimal(), missing, hashes(column));
        };
    }

    private RowHashes hashes(ChunkScanner.Scanned column) {
        return hashed.get(column.place()) ? hashes : RowHashes.NONE;
    }

    private Sink[] places() {
        Sink[] sinks = new Sink[scanner.cellCount()];
        Arrays.setAll(sinks, _ -> new SkipSink(cursor));
        Map<Integer, List<CellTaker>> others = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            ChunkScanner.Scanned column = scanner.columns().get(i);
            if (column.kind() instanceof CellKind.Skip) {
                continue;
            }
            if (sinks[column.place()] instanceof SkipSink) {
                sinks[column.place()] = columns.get(i);
            } else { // a column may be read in two ways
                others.computeIfAbsent(column.place(), _ -> new ArrayList<>()).add(columns.get(i));
            }
        }
        for (int i = 0; i < groups.size(); i++) {
            others.computeIfAbsent(scanner.grouped().get(i), _ -> new ArrayList<>())
                    .add(groups.get(i));
        }
        for (int i = 0; i < texts.size(); i++) {
            others.computeIfAbsent(scanner.kept().get(i), _ -> new ArrayList<>())
                    .add(texts.get(i));
        }
        others.forEach((place, takers) -> sinks[place] = new SharedSink(cursor, sinks[place], takers));
        return sinks;
    }

    private NumberRun[] runOf() {
        NumberRun none = new NumberRun(scanner.dialect(), List.of(), 0, RowHashes.NONE);
        NumberRun[] all = new NumberRun[places.length];
        Arrays.fill(all, none);
        for (int first = 0, end; first < places.length; first = end) {
            List<NumberSink> numbers = new ArrayList<>();
            for (end = first;
                    end < places.length
                            && places[end] instanceof NumberSink sink
                            && hashed.get(end) == hashed.get(first);
                    end++) {
                numbers.add(sink);
            }
            if (numbers.isEmpty()) {
                end++;
            } else {
                NumberRun run =
                        new NumberRun(scanner.dialect(), numbers, first, hashed.get(first) ? hashes : RowHashes.NONE);
                runs.add(run);
                Arrays.fill(all, first, end, run);
            }
        }
        return all;
    }

    /** All records; then the results may be asked for. */
    ChunkScan read() {
        int length = chunk.length();
        for (int at = 0; at < length; ) {
            if (rows == capacity) {
                grow(expectedRows(at));
            }
            if (rows == nextPiece) {
                starts.add(at);
                nextPiece += pieceRows;
            }
            at = record(at);
        }
        if (!cursor.isAscii()) { // the cells that runs read are
            chunk.check(); // before anything is told of it
        }
        boolean lastLineIsOpen = length > 0 && !cursor.endsLine(bytes[length - 1]);
        chunk.counted(records + cursor.lineEnds() - (lastLineIsOpen ? 1 : 0));
        return this;
    }

    /** Reads the record that begins at {@code start}; returns where the next one does. */
    private int record(int start) {
        hashes.begin(rows);
        lines.moveTo(records + cursor.lineEnds());
        int end = start - 1; // of the cell before
        for (int place = 0; ; ) {
            long read = runOf[place].read(bytes, end + 1, place, rows);
            if (NumberCells.count(read) > 0) {
                place += NumberCells.count(read);
                end = NumberCells.end(read);
            } else {
                end = places[place++].read(bytes, end + 1, rows);
            }
            if (bytes[end] == '\n' || bytes[end] == '\r') { // or the text ends
                if (place < places.length) {
                    return narrow(start, end, place);
                }
                break;
            }
            if (place == places.length) {
                return wide(start, end, place);
            }
        }
        rows++;
        records++;
        return cursor.afterLineEnd(end);
    }

    /** A record that ends at {@code end}, with fewer cells than the table has. */
    private int narrow(int start, int end, int cells) {
        forget();
        if (cells > 1 || !isBlank(start)) {
            bad(start, end, cells);
        }
        records++;
        return cursor.afterLineEnd(end);
    }

    /** True if the record's only cell is empty. */
    private boolean isBlank(int start) {
        long before = cursor.lineEnds();
        cursor.read(start);
        cursor.backTo(before);
        return cursor.from() == cursor.to();
    }

    /** A record with more cells than the table has: {@code cells} so far, of which the last ends at {@code separator}. */
    private int wide(int start, int separator, int cells) {
        forget();
        int count = cells;
        int at = separator;
        while (!cursor.endsLine(bytes[at])) {
            at = cursor.skip(at + 1);
            count++;
        }
        bad(start, at, count);
        records++;
        return cursor.afterLineEnd(at);
    }

    private void bad(int start, int end, int cells) {
        String reason =
                "%,d %s where the table has %,d columns".formatted(cells, cells == 1 ? "cell" : "cells", places.length);
        int column = Math.min(cells, places.length) + 1;
        bad.add(new ChunkScanner.BadRecord(
                rows + bad.size(), new SetAside.Example(lines.location(), column, reason, chunk.text(start, end))));
    }

    private void forget() {
        for (Sink sink : places) {
            sink.forget(rows);
        }
    }

    /** How many rows the chunk has if they go on as they did up to {@code at}, and some more. A record has a byte a cell at least, so columns do not take more than a few times the chunk's memory. */
    private int expectedRows(int at) {
        return (int) ((long) rows * chunk.length() / at * 9 / 8);
    }

    private void grow(int expected) {
        capacity = Math.max(2 * capacity, expected);
        hashes.grow(capacity);
        for (Sink sink : places) {
            sink.grow(capacity);
        }
        runs.forEach(NumberRun::grown);
    }

    List<Cells> cells() {
        return columns.stream().map(sink -> sink.cells(rows)).toList();
    }

    char[] buckets() {
        return hashes.buckets(rows);
    }

    List<Groups.Part> grouped() {
        return groups.stream().map(sink -> sink.part(rows)).toList();
    }

    ChunkScanner.Scan result() {
        return new ChunkScanner.Scan(
                new CachedChunk(chunk.cut(), 0, cells(), buckets()),
                List.copyOf(starts),
                columns.stream().<Tally>map(sink -> sink.tally(rows)).toList(),
                bad.stream().map(this::placed).toList(),
                grouped(),
                kept());
    }

    private ChunkScanner.BadRecord placed(ChunkScanner.BadRecord record) {
        SetAside.Example example = record.example();
        return new ChunkScanner.BadRecord(
                record.before(),
                new SetAside.Example(
                        lines.placed(example.location()), example.column(), example.reason(), example.text()));
    }

    private List<List<String>> kept() {
        if (texts.isEmpty()) {
            return List.of();
        }
        return IntStream.range(0, rows)
                .mapToObj(row -> texts.stream().map(text -> text.text(row)).toList())
                .toList();
    }
}
