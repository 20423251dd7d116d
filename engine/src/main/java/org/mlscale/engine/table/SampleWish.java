package org.mlscale.engine.table;

/** How much of a table is to be read, as the user says it. */
public sealed interface SampleWish {
    /** So many bytes of its text, unpacked; above 0. */
    record Bytes(long bytes) implements SampleWish {}

    /** A share of its text, above 0 and at most 1. */
    record Share(double share) implements SampleWish {}

    /** So many rows; above 0. */
    record Rows(long rows) implements SampleWish {}
}
