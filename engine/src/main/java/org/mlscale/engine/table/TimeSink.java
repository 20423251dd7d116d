package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import org.mlscale.engine.chunk.CellCursor;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.DateFits;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.Dates;
import org.mlscale.engine.schema.Tally;

/** Reads dates in one order; counts what the cells would be in the others. A date that comes again is read once. */
final class TimeSink extends WordSink {
    private final DateOrder order;
    private final RowLines lines;
    private final List<Location> firsts = new ArrayList<>(); // where each word came first

    TimeSink(
            CellCursor cursor,
            DecimalSign decimal,
            MissingCells missing,
            RowHashes hashes,
            DateOrder order,
            RowLines lines) {
        super(cursor, decimal, missing, hashes);
        this.order = order;
        this.lines = lines;
    }

    @Override
    void added(int code) {
        while (firsts.size() >= code) {
            firsts.removeLast(); // of a word that was forgotten
        }
        firsts.add(lines.location());
    }

    @Override
    Cells cells(int rows) {
        return new Cells.Times(seconds(codes(rows)));
    }

    private long[] seconds(Cells.Codes codes) {
        long[] ofWord = Recoded.seconds(codes, order);
        long[] seconds = new long[codes.codes().length];
        for (int row = 0; row < seconds.length; row++) {
            seconds[row] = ofWord[codes.codes()[row]];
        }
        return seconds;
    }

    @Override
    Tally tally(int rows) {
        Cells.Codes codes = codes(rows);
        long[] counts = counts(rows);
        DateFits fits = DateFits.NONE;
        List<Tally.Misfit> misfits = new ArrayList<>();
        for (int code = 1; code < counts.length; code++) {
            String word = codes.words().get(code);
            fits = fits.plus(word, counts[code]);
            if (misfits.size() < Tally.EXAMPLES_MAX && Dates.parse(word, order) == Dates.NONE) {
                misfits.add(new Tally.Misfit(lines.placed(firsts.get(code - 1)), word));
            }
        }
        return Tally.Times.of(Recoded.seconds(codes, order), codes.codes(), counts[Cells.Codes.MISSING], misfits, fits);
    }
}
