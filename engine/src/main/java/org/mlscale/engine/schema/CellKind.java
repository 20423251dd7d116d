package org.mlscale.engine.schema;

/** How the cells of a column are read. */
public sealed interface CellKind {
    /** Not at all. */
    record Skip() implements CellKind {}

    /** As a float32 past the subtraction of {@code pivot} in double. */
    record Numeric(double pivot) implements CellKind {}

    /** As a date in this order: seconds since 1970. */
    record Time(DateOrder order) implements CellKind {}

    /** As a word. */
    record Word() implements CellKind {}
}
