package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.DateFits;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.Dates;
import org.mlscale.engine.schema.Tally;

/** A column of one chunk that was read as words and is something else: no need to read the table again. */
record Recoded(Cells cells, Tally tally) {
    /** As numbers, written with {@code decimal}, less {@code pivot}. */
    static Recoded numbers(CachedChunk chunk, Cells.Codes codes, double pivot, DecimalSign decimal) {
        float[] ofWord = new float[codes.words().size()];
        boolean[] misfit = new boolean[ofWord.length];
        for (int code = 0; code < ofWord.length; code++) {
            ofWord[code] = value(codes.words().get(code), pivot, decimal);
            misfit[code] = code != Cells.Codes.MISSING && Float.isNaN(ofWord[code]);
        }
        float[] values = new float[codes.codes().length];
        for (int row = 0; row < values.length; row++) {
            values[row] = ofWord[codes.codes()[row]];
        }
        return new Recoded(
                new Cells.Floats(values), Tally.Numbers.of(values, missing(codes), examples(chunk, codes, misfit)));
    }

    /** As dates. */
    static Recoded times(CachedChunk chunk, Cells.Codes codes, DateOrder order) {
        long[] ofWord = seconds(codes, order);
        boolean[] misfit = new boolean[ofWord.length];
        for (int code = 0; code < ofWord.length; code++) {
            misfit[code] = code != Cells.Codes.MISSING && ofWord[code] == Cells.Times.MISSING;
        }
        long[] seconds = new long[codes.codes().length];
        for (int row = 0; row < seconds.length; row++) {
            seconds[row] = ofWord[codes.codes()[row]];
        }
        // the order is decided: what the words would be in another is not asked again
        return new Recoded(
                new Cells.Times(seconds),
                Tally.Times.of(ofWord, codes.codes(), missing(codes), examples(chunk, codes, misfit), DateFits.NONE));
    }

    /** The time of each word; {@link Cells.Times#MISSING} where it is no date in this order. */
    static long[] seconds(Cells.Codes codes, DateOrder order) {
        return codes.words().stream()
                .mapToLong(word -> Dates.parse(word, order))
                .toArray();
    }

    /** The number in a cell less its column's pivot; NaN if there is none, or it is beyond a float32. */
    static float value(String cell, double pivot, DecimalSign decimal) {
        float value = (float) (decimal.parse(cell) - pivot);
        return Float.isInfinite(value) ? Float.NaN : value;
    }

    private static long missing(Cells.Codes codes) {
        long missing = 0;
        for (int code : codes.codes()) {
            missing += code == Cells.Codes.MISSING ? 1 : 0;
        }
        return missing;
    }

    /** The file, not the line: a word does not know where it stood. */
    private static List<Tally.Misfit> examples(CachedChunk chunk, Cells.Codes codes, boolean[] misfit) {
        List<Tally.Misfit> examples = new ArrayList<>();
        for (int code = 1; code < misfit.length && examples.size() < Tally.EXAMPLES_MAX; code++) {
            if (misfit[code]) {
                examples.add(new Tally.Misfit(
                        Location.of(chunk.cut().file()), codes.words().get(code)));
            }
        }
        return examples;
    }
}
