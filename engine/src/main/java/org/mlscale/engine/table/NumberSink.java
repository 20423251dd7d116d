package org.mlscale.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mlscale.engine.chunk.CellCursor;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.NumberCells;
import org.mlscale.engine.schema.Moments;
import org.mlscale.engine.schema.Tally;

/** The numbers of a column, less its pivot. Those that are written plainly a {@link NumberRun} reads straight into {@link #values}; the others come here. */
final class NumberSink extends Sink {
    private static final int NOBODY = -1;

    private final CellCursor cursor;
    private final Dialect dialect;
    private final NumberCells.Column column;
    private final MissingCells missing;
    private final RowHashes hashes;
    private final RowLines lines;

    private Optional<LooseNumber> loose =
            Optional.empty(); // made when it is needed: a table may have tens of thousands of columns
    private float[] values = new float[ROWS_FIRST];
    private long absent;
    private int lastAbsent = NOBODY;
    private long misfits;
    private int lastMisfit = NOBODY;
    private final List<Tally.Misfit> examples = new ArrayList<>();
    private boolean lastIsExample;

    NumberSink(
            CellCursor cursor, Dialect dialect, double pivot, MissingCells missing, RowHashes hashes, RowLines lines) {
        this.cursor = cursor;
        this.dialect = dialect;
        this.column = new NumberCells.Column(pivot, missing.numbers(pivot)); // a number may stand for a missing one
        this.missing = missing;
        this.hashes = hashes;
        this.lines = lines;
    }

    NumberCells.Column column() {
        return column;
    }

    /** Of the rows that there is room for: not to be kept when it grows. */
    float[] values() {
        return values;
    }

    @Override
    int read(byte[] bytes, int at, int row) {
        int end = cursor.read(at);
        add(cursor.text(), cursor.from(), cursor.to(), row);
        return end;
    }

    @Override
    void add(byte[] text, int from, int to, int row) {
        values[row] = Float.NaN;
        if (missing.holds(text, from, to)) {
            absent++;
            lastAbsent = row;
            hashes.fold(row, 0);
        } else if (!addLoose(text, from, to, row)) {
            String cell = new String(text, from, to - from, StandardCharsets.UTF_8);
            values[row] = Recoded.value(cell, column.pivot(), dialect.decimal());
            hashes.fold(row, WordTable.hash(text, from, to));
            if (Float.isNaN(values[row])) {
                misfit(cell, row);
            }
        }
    }

    /** A number that was quoted or padded; false if it is none. */
    private boolean addLoose(byte[] text, int from, int to, int row) {
        LooseNumber number = loose.orElseGet(() -> new LooseNumber(dialect, column.pivot()));
        loose = Optional.of(number);
        if (!number.read(text, from, to, hashes.of(row))) {
            return false;
        }
        values[row] = number.value();
        hashes.set(row, number.hash());
        return true;
    }

    private void misfit(String cell, int row) {
        misfits++;
        lastMisfit = row;
        lastIsExample = examples.size() < Tally.EXAMPLES_MAX
                && examples.stream().noneMatch(example -> example.text().equals(cell));
        if (lastIsExample) {
            examples.add(new Tally.Misfit(lines.location(), cell));
        }
    }

    @Override
    void grow(int rows) {
        values = Arrays.copyOf(values, rows);
    }

    @Override
    void forget(int row) {
        if (lastAbsent == row) {
            absent--;
            lastAbsent = NOBODY;
        }
        if (lastMisfit == row) {
            misfits--;
            lastMisfit = NOBODY;
            if (lastIsExample) {
                examples.removeLast();
            }
        }
    }

    @Override
    Cells cells(int rows) {
        return new Cells.Floats(Arrays.copyOf(values, rows));
    }

    @Override
    Tally tally(int rows) {
        List<Tally.Misfit> placed = examples.stream().map(lines::placed).toList();
        return new Tally.Numbers(Moments.of(values, rows), absent, misfits, placed);
    }
}
