package org.mlscale.engine.chunk;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A way from the bytes of a table to its records; the public suites are run over all of them. A new one is one more line in {@link #all}. */
record CsvWay(String name, Reader reader) {
    interface Reader {
        /**
         * The cells of all records, however many they are, of a table that is cut into chunks of so many bytes. No record: a header, and in a table with more than
         * one column a blank line.
         */
        List<List<String>> read(byte[] text, Dialect dialect, int chunkBytes);
    }

    static Stream<CsvWay> all() {
        return Stream.of(
                new CsvWay("ChunkReader and Rows", CsvWay::rows),
                new CsvWay("ChunkReader and CellCursor", CsvWay::cells));
    }

    private static List<List<String>> cells(byte[] text, Dialect dialect, int chunkBytes) {
        Source source = TextTable.stream("table.csv", new ByteArrayInputStream(text));
        List<List<String>> records = new ArrayList<>();
        for (Chunk chunk : TextTable.chunks(new Input(List.of(source)), dialect, List.of(), chunkBytes)) {
            chunk.check();
            CellCursor cursor = new CellCursor(chunk.bytes(), chunk.length(), dialect);
            for (int at = 0; at < chunk.length(); at = cursor.afterLineEnd(at)) {
                List<String> record = new ArrayList<>();
                at = cursor.read(at);
                record.add(cursor.string());
                while (!cursor.endsLine(chunk.bytes()[at])) {
                    at = cursor.read(at + 1);
                    record.add(cursor.string());
                }
                records.add(record);
            }
        }
        if (records.stream().anyMatch(record -> record.size() > 1)) {
            records.removeIf(List.of("")::equals);
        }
        return records;
    }

    /** Rows tells the cells of records that have as many as the table has columns, so it is asked about tables of every width that there is. */
    private static List<List<String>> rows(byte[] text, Dialect dialect, int chunkBytes) {
        Source source = TextTable.stream("table.csv", new ByteArrayInputStream(text));
        List<Chunk> chunks = TextTable.chunks(new Input(List.of(source)), dialect, List.of(), chunkBytes);
        SortedMap<Long, List<String>> records = new TreeMap<>(); // by their lines
        Set<Integer> widths = new TreeSet<>();
        for (Row row : TextTable.rows(chunks, dialect, 1)) {
            switch (row) {
                case Row.Good(long line, String[] cells) -> records.put(line, List.of(cells));
                case Row.Bad bad -> widths.add(Integer.valueOf(bad.reason().replaceFirst(" .*", "")));
            }
        }
        if (!widths.isEmpty()) {
            records.values().removeIf(List.of("")::equals);
        }
        for (int width : widths) {
            for (Row row : TextTable.rows(chunks, dialect, width)) {
                if (row instanceof Row.Good(long line, String[] cells)) {
                    records.put(line, List.of(cells));
                }
            }
        }
        return List.copyOf(records.values());
    }

    /** As a name of a test. */
    @Override
    public String toString() {
        return name;
    }
}
