package org.mlscale.engine.table;

import java.util.List;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.NumberCells;

/** Number columns that stand side by side in the records: their cells are read in one loop, as far as they are numbers written plainly. What is not is for the columns' own sinks. */
final class NumberRun {
    private final NumberCells cells;
    private final List<NumberSink> sinks;
    private final int first;
    private final RowHashes hashes;
    private final float[][] values;

    /** Of columns that stand at {@code first} and behind it in a record; of none where there are no {@code sinks}. */
    NumberRun(Dialect dialect, List<NumberSink> sinks, int first, RowHashes hashes) {
        this.cells =
                new NumberCells(dialect, sinks.stream().map(NumberSink::column).toList());
        this.sinks = List.copyOf(sinks);
        this.first = first;
        this.hashes = hashes;
        this.values = sinks.stream().map(NumberSink::values).toArray(float[][]::new);
    }

    /** Reads the cell at {@code at}, which stands at {@code place} in its record, and what follows; returns what {@link NumberCells#read} does. */
    long read(byte[] bytes, int at, int place, int row) {
        long read = cells.read(bytes, at, place - first, values, row, hashes.of(row));
        hashes.set(row, cells.hash());
        return read;
    }

    /** To be told when the sinks have made room. */
    void grown() {
        for (int i = 0; i < values.length; i++) {
            values[i] = sinks.get(i).values();
        }
    }
}
