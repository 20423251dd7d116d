package org.mlscale.engine.table;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.mlscale.engine.chunk.Chunks;
import org.mlscale.engine.chunk.Excerpt;
import org.mlscale.engine.chunk.ExcerptReader;

/**
 * A part of a table, taken evenly over the whole of it.
 *
 * @param excerpts where its rows lie, in the order of the table, each with a record
 * @param found records of the excerpts, readable or not
 * @param rows how many of those are taken: one of each of so many runs, drawn from {@code seed}; all, if it is their number
 * @param whole what it is a part of
 */
public record Sample(List<Excerpt> excerpts, long found, long rows, long seed, Whole whole) {
    /** Tells these draws from others of the same seed. */
    private static final long DRAWS = 0x5A3B1E;

    /**
     * The table that is not read.
     *
     * @param textBytes of its records, unpacked
     * @param rows how many there are, by what the excerpts hold; exact if they hold all
     * @param exact whether they do
     * @param spans pieces that were looked at
     * @param dropped of those, how many were left out because nobody could tell where their records begin
     * @param readWhole the files that had to be read to their end, as nothing in the midst of them can be found otherwise
     */
    public record Whole(long textBytes, long rows, boolean exact, int spans, int dropped, List<String> readWhole) {
        public Whole {
            readWhole = List.copyOf(readWhole);
        }
    }

    public Sample {
        excerpts = List.copyOf(excerpts);
        if (rows > found) {
            throw new IllegalArgumentException("%d rows of %d".formatted(rows, found));
        }
    }

    /** Its rows of the table that it was chosen from, as chunks. */
    Chunks chunks(TableFreeze.Headed table) {
        Optional<LongPredicate> wanted = rows == found ? Optional.empty() : Optional.of(this::takes);
        return new ExcerptReader(
                table.input(),
                table.head().dialect(),
                table.head().columnNames().size(),
                excerpts,
                wanted);
    }

    /** True if record number {@code record} of the excerpts is taken: the one that is drawn in its run. */
    boolean takes(long record) {
        long run = Math.ceilDiv(Math.multiplyExact(record + 1, rows), found) - 1;
        long first = RowPlan.cut(found, run, rows);
        long length = RowPlan.cut(found, run + 1, rows) - first;
        return record == first + Math.unsignedMultiplyHigh(Draws.draw(DRAWS, seed, run), length);
    }
}
