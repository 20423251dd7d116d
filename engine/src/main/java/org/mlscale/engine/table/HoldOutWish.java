package org.mlscale.engine.table;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.Roles;

/**
 * What the user said of the rows to judge by.
 *
 * @param share of the usable rows, from 0 (none) to below 1; absent: what suits the table
 * @param others whether other models are to be judged on the rows held out: then these must not be learned from by any net
 */
public record HoldOutWish(OptionalDouble share, By by, boolean others) {
    /** What decides on which side a row falls. */
    public sealed interface By {
        /** Time where a date column never decreases, groups where an id repeats, else the row. */
        record Auto() implements By {}

        /** The row itself, without its ids: rows alike fall on one side. */
        record Row() implements By {}

        /** The latest rows by this column judge. */
        record Time(String column) implements By {}

        /** Rows with the same cell in this column fall on one side. */
        record Group(String column) implements By {}

        /** As it is typed. */
        default String typed() {
            return switch (this) {
                case Auto _ -> "auto";
                case Row _ -> "row";
                case Time(String column) -> "time:" + column;
                case Group(String column) -> "group:" + column;
            };
        }
    }

    public static HoldOutWish auto() {
        return new HoldOutWish(OptionalDouble.empty(), new By.Auto(), false);
    }

    /** No row of the table is held out. */
    public static HoldOutWish none() {
        return auto().withShare(0);
    }

    public HoldOutWish withShare(double other) {
        return new HoldOutWish(OptionalDouble.of(other), by, others);
    }

    public HoldOutWish with(By other) {
        return new HoldOutWish(share, other, others);
    }

    /** Other models are to be judged on the rows held out too. */
    public HoldOutWish withOthers(boolean judged) {
        return new HoldOutWish(share, by, judged);
    }

    /** True if a small table may be parted into folds. */
    boolean folds() {
        return share.isEmpty() && !others;
    }

    boolean holdsNothing() {
        return share.isPresent() && share.getAsDouble() == 0;
    }

    /** The column that tells the time, which must be read whatever else it is. */
    Optional<String> timeColumn() {
        return by instanceof By.Time(String column) ? Optional.of(column) : Optional.empty();
    }

    /** The columns that may tell which rows belong together. */
    List<String> groupColumns(Roles roles) {
        return switch (by) {
            case By.Auto _ when !holdsNothing() -> roles.ids().stream().sorted().toList();
            case By.Group(String column) -> List.of(column);
            case By.Auto _, By.Row _, By.Time _ -> List.of();
        };
    }

    /**
     * Looks whether the column that is named may split a table with {@code names}.
     *
     * @throws Fault USAGE if it is not there or is the target
     */
    void check(List<String> names, List<Integer> targets) {
        Optional<String> named = by instanceof By.Group(String column) ? Optional.of(column) : timeColumn();
        named.ifPresent(column -> {
            if (!names.contains(column)) {
                throw Roles.unknown(column, names);
            }
            if (targets.contains(names.indexOf(column))) {
                throw Fault.usage(
                        "column \"%s\" cannot be the target and say which rows are held out".formatted(column),
                        "--target COL names the column to predict, --valid-by row needs no column");
            }
        });
    }
}
