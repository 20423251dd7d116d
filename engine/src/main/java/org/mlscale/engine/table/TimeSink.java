package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.DateFits;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.Dates;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Tally;

/** Reads dates in one order; counts what the cells would be in the others. */
final class TimeSink implements Sink {
    private static final int CELLS_FIRST = 64;

    private final int place;
    private final DateOrder order;
    private final String file;
    private final MissingTokens missing;
    private final List<Tally.Misfit> examples = new ArrayList<>();
    private long[] seconds = new long[CELLS_FIRST];
    private DateFits fits = DateFits.NONE;
    private int count;
    private long absent;

    /** {@code place}: of the cell in its row; {@code file}: as the user named it. */
    TimeSink(int place, DateOrder order, String file, MissingTokens missing) {
        this.place = place;
        this.order = order;
        this.file = file;
        this.missing = missing;
    }

    @Override
    public void add(String[] cells, long line) {
        String cell = cells[place];
        boolean none = missing.holds(cell);
        long value = none ? Cells.Times.MISSING : Dates.parse(cell, order);
        if (none) {
            absent++;
        } else {
            fits = fits.plus(cell, 1);
            if (value == Cells.Times.MISSING && examples.size() < Tally.EXAMPLES_MAX) {
                examples.add(new Tally.Misfit(new Location(file, line), cell));
            }
        }
        if (count == seconds.length) {
            seconds = Arrays.copyOf(seconds, 2 * count);
        }
        seconds[count++] = value;
    }

    @Override
    public Cells cells() {
        return new Cells.Times(Arrays.copyOf(seconds, count));
    }

    @Override
    public Tally tally() {
        return Tally.Times.of(Arrays.copyOf(seconds, count), absent, examples, fits);
    }
}
