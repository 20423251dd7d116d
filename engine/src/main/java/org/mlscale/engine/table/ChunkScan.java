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
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.Tally;

/** One chunk while it is read: its bytes go from one sink to the next, each of which reads the cells of a column. To be read once. */
final class ChunkScan {
    /** Text that is looked through and then read: it fits into a core's own cache, which chunks do not. So the look costs 3 % of reading. */
    private static final int CHECKED_BYTES = 1 << 16;

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
    private final List<ChunkScanner.BadRecord> bad = new ArrayList<>();

    private int rows;
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

    ChunkScanner.Scan read() {
        int length = chunk.length();
        int checked = 0;
        for (int at = 0; at < length; ) {
            if (at >= checked) { // a long record may be read before: nothing is told of it yet
                checked = chunk.check(checked, Math.min(at + CHECKED_BYTES, length));
            }
            if (rows == capacity) {
                grow();
            }
            at = record(at);
        }
        chunk.check(checked, length);
        boolean lastLineIsOpen = length > 0 && !cursor.endsLine(bytes[length - 1]);
        chunk.counted(records + cursor.lineEnds() - (lastLineIsOpen ? 1 : 0));
        return result();
    }

    /** Reads the record that begins at {@code start}; returns where the next one does. */
    private int record(int start) {
        hashes.begin(rows);
        lines.moveTo(records + cursor.lineEnds());
        int at = start;
        int last = places.length - 1;
        for (int place = 0; ; place++) {
            at = places[place].read(bytes, at, rows);
            if (bytes[at] == '\n' || bytes[at] == '\r') { // or the text ends
                if (place < last) {
                    return narrow(start, at, place + 1);
                }
                break;
            }
            if (place == last) {
                return wide(start, at, places.length);
            }
            at++;
        }
        rows++;
        records++;
        return cursor.afterLineEnd(at);
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

    private void grow() {
        capacity *= 2;
        hashes.grow(capacity);
        for (Sink sink : places) {
            sink.grow(capacity);
        }
    }

    private ChunkScanner.Scan result() {
        return new ChunkScanner.Scan(
                new CachedChunk(
                        chunk.cut(),
                        0,
                        columns.stream().map(sink -> sink.cells(rows)).toList(),
                        hashes.buckets(rows)),
                columns.stream().<Tally>map(sink -> sink.tally(rows)).toList(),
                bad.stream().map(this::placed).toList(),
                groups.stream().map(sink -> sink.part(rows)).toList(),
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
