package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;

/**
 * What becomes of records that cannot be read, and how many there were. One thread.
 *
 * <p>Rows read = rows used + rows set aside.
 */
public final class SetAside {
    /** The user's word on records that cannot be read. {@code shareMax}: more than that is a mistake in the table, or in how it is read. */
    public record Limit(boolean fail, double shareMax) {}

    /** Who was set aside, and why. {@code column}: the cell, from 1, where it goes wrong. */
    public record Example(Location location, int column, String reason, String text) {}

    private static final int EXAMPLES_MAX = 5;
    private static final int PATIENCE_ROWS = 10_000;

    private final Limit limit;
    private final List<Example> examples = new ArrayList<>();
    private long unreadable;

    public SetAside(Limit limit) {
        this.limit = limit;
    }

    public long unreadable() {
        return unreadable;
    }

    /** The first records that could not be read. */
    public List<Example> examples() {
        return List.copyOf(examples);
    }

    /** Counts records that cannot be read; fails if they may not be. */
    public void add(List<Example> records) {
        for (Example record : records) {
            unreadable++;
            if (examples.size() < EXAMPLES_MAX) {
                examples.add(record);
            }
            if (limit.fail()) {
                throw Fault.data(
                        record.reason(),
                        record.location(),
                        "mend the record, or --on-bad-row set-aside to leave such rows out");
            }
        }
    }

    /** Fails when more records than allowed cannot be read; early when nearly nothing can. */
    public void check(long rowsRead, boolean atEnd) {
        boolean tooMany = (double) unreadable / rowsRead > limit.shareMax()
                && (atEnd || (rowsRead > PATIENCE_ROWS && 2 * unreadable > rowsRead));
        if (tooMany) {
            Example first = examples.getFirst();
            throw Fault.data(
                    "%,d of %,d rows cannot be read (%s allowed); the first: %s"
                            .formatted(unreadable, rowsRead, percent(limit.shareMax()), first.reason()),
                    first.location(),
                    "mend them, or --max-bad %s".formatted(percent(Math.ceil(100.0 * unreadable / rowsRead) / 100)));
        }
    }

    private static String percent(double share) {
        return java.math.BigDecimal.valueOf(share)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }
}
