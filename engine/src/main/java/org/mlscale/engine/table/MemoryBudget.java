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

    public long bytes() {
        return bytes;
    }

    public long reserved() {
        return reserved;
    }

    /** What may still be taken. */
    public long left() {
        return Math.max(0, bytes - reserved);
    }

    /** Takes {@code amount} bytes, or gives some back, if no more than {@code limit} are taken then; false, and nothing changes, if more would be. */
    boolean tryReserve(long amount, long limit) {
        if (amount > 0 && reserved + amount > limit) {
            return false;
        }
        reserved += amount;
        return true;
    }

    void giveBack(long amount) {
        reserved -= amount;
    }

    /** Takes {@code amount} bytes for what cannot be elsewhere; {@link #check} tells whether there was room. */
    void reserve(long amount) {
        reserved += amount;
    }

    /**
     * Fails if more is taken than there is; {@code share} of the input has made what is held.
     *
     * @throws Fault RESOURCES with what the whole input needs
     */
    void check(double share) {
        if (reserved > bytes) {
            throw Fault.resources(
                    String.format(
                            Locale.ROOT,
                            "what must be known of the table's pieces does not fit into the memory allowed: it needs"
                                    + " about %.1f GB of %.1f GB",
                            reserved / share / 1e9,
                            bytes / 1e9),
                    "--memory SIZE allows more");
        }
    }
}
