package org.mlscale.engine.schema;

import java.util.List;

/** What the user said of the cells of one column. */
sealed interface Wish {
    /** Nothing: its cells tell. {@code orders}: those of dates that it may be. */
    record Any(List<DateOrder> orders) implements Wish {}

    /** {@code --categorical}. */
    record Words() implements Wish {}

    /** {@code --numeric}. */
    record Numbers() implements Wish {}

    /** {@code --dates COL=order}. */
    record Date(DateOrder order) implements Wish {}
}
