package org.mlscale.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mlscale.engine.chunk.CellCursor;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.NumberCells;
import org.mlscale.engine.schema.Moments;
import org.mlscale.engine.schema.Tally;

/** Reads numbers less their pivot. */
final class NumberSink extends Sink {
    private static final int NOBODY = -1;
    private static final int PLAIN_BYTES_MAX = 64;

    private final CellCursor cursor;
    private final NumberCells numbers;
    private final Dialect dialect;
    private final double pivot;
    private final MissingCells missing;
    private final RowHashes hashes;
    private final RowLines lines;
    private final float[] missingNumbers; // less the pivot: a number may stand for a missing one

    private byte[] plain = new byte[0]; // made when it is needed: a table may have tens of thousands of columns
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
        this.pivot = pivot;
        this.numbers = new NumberCells(dialect, pivot);
        this.missing = missing;
        this.hashes = hashes;
        this.lines = lines;
        this.missingNumbers = missing.numbers(pivot);
    }

    @Override
    int read(byte[] bytes, int at, int row) {
        long read = numbers.read(bytes, at);
        if (read == NumberCells.NOT_READ || standsForMissing(NumberCells.value(read))) {
            int end = cursor.read(at);
            add(cursor.text(), cursor.from(), cursor.to(), row);
            return end;
        }
        values[row] = NumberCells.value(read);
        hashes.fold(row, numbers.hash());
        return NumberCells.end(read);
    }

    private boolean standsForMissing(float value) {
        for (float number : missingNumbers) {
            if (number == value) {
                return true; // as far as a float tells: the text decides
            }
        }
        return false;
    }

    @Override
    void add(byte[] text, int from, int to, int row) {
        values[row] = Float.NaN;
        if (missing.holds(text, from, to)) {
            absent++;
            lastAbsent = row;
            hashes.fold(row, 0);
        } else if (!addPlain(text, from, to, row)) {
            String cell = new String(text, from, to - from, StandardCharsets.UTF_8);
            values[row] = Recoded.value(cell, pivot, dialect.decimal());
            hashes.fold(row, WordTable.hash(text, from, to));
            if (Float.isNaN(values[row])) {
                misfit(cell, row);
            }
        }
    }

    /** A number that was quoted or padded; false if it is none. */
    private boolean addPlain(byte[] text, int from, int to, int row) {
        int length = to - from;
        if (length > PLAIN_BYTES_MAX) {
            return false;
        }
        if (plain.length == 0) {
            plain = new byte[PLAIN_BYTES_MAX + Chunk.PADDING];
        }
        System.arraycopy(text, from, plain, 0, length);
        Arrays.fill(plain, length, plain.length, (byte) '\n');
        long read = numbers.read(plain, 0);
        if (read == NumberCells.NOT_READ || NumberCells.end(read) != length) {
            return false;
        }
        values[row] = NumberCells.value(read);
        hashes.fold(row, numbers.hash());
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
