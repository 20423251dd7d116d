package org.mlscale.engine.table;

import java.util.Locale;
import org.mlscale.engine.fault.Fault;

/** What may be held in memory for the table, in bytes. One thread. */
public final class MemoryBudget {
    private final long bytes;
    private long reserved;

    public MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    public long reserved() {
        return reserved;
    }

    /** Takes {@code amount} bytes, or gives some back; {@code read} bytes out of {@code total} of the input have made what is held. */
    void reserve(long amount, long read, long total) {
        reserved += amount;
        if (reserved > bytes) {
            double needed = read > 0 && total > read ? (double) reserved * total / read : reserved;
            throw Fault.resources(
                    String.format(
                            Locale.ROOT,
                            "the table does not fit into the memory allowed: it needs about %.1f GB of %.1f GB",
                            needed / 1e9,
                            bytes / 1e9),
                    "--memory SIZE allows more, --ignore COLS leaves out columns that say nothing");
        }
    }
}
