package org.mlscale.engine.score;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of a labelled table by their keys, in its order; of more than {@code rowsMax} an even sample. One thread. */
final class PairedRows {
    private final Map<String, PairedRow> rows = new LinkedHashMap<>();
    private final int rowsMax;
    private KeySample sample = KeySample.ALL;
    private long spare;

    PairedRows(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    void add(PairedRow row) {
        if (sample.takes(row.key)) {
            PairedRow earlier = rows.putIfAbsent(row.key, row);
            if (earlier != null) {
                earlier.twice = true;
            }
        }
        while (rows.size() > rowsMax) {
            sample = sample.half();
            rows.keySet().removeIf(key -> !sample.takes(key));
        }
    }

    /** What somebody else says of the row {@code key}; to be called when all rows are there. */
    void join(String key, Rival.Answer answer) {
        PairedRow row = rows.get(key);
        if (row == null) {
            spare += sample.takes(key) ? 1 : 0;
        } else {
            row.twice |= row.found;
            row.found = true;
            row.theirs = answer;
        }
    }

    Collection<PairedRow> all() {
        return rows.values();
    }

    /** Keys that were to be joined and are not here. */
    long spare() {
        return spare;
    }

    /** The sample: one row in so many. */
    long oneIn() {
        return sample.oneIn();
    }
}
