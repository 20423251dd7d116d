package org.mlscale.engine.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the user said of dates.
 *
 * @param order the one order of all columns whose year does not come first; else the cells of each tell
 * @param columns columns that are dates, each with its order
 */
public record DateWishes(Optional<DateOrder> order, Map<String, DateOrder> columns) {
    public static final DateWishes NONE = new DateWishes(Optional.empty(), Map.of());

    public DateWishes {
        columns = Map.copyOf(columns);
    }

    /** The orders in which a column may be read that the user did not name. */
    List<DateOrder> orders() {
        return order.map(one -> one == DateOrder.YMD ? List.of(one) : List.of(DateOrder.YMD, one))
                .orElseGet(() -> List.of(DateOrder.YMD, DateOrder.DMY, DateOrder.MDY));
    }
}
