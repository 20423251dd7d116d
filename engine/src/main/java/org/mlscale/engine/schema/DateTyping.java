package org.mlscale.engine.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mlscale.engine.fault.Fault;

/** Decides whether a column is dates, in which order, and what of them the net is told. */
final class DateTyping {
    /** The share of the head's cells that make a column of dates, until all of them are read. */
    private static final double HEAD_MIN = 0.99;

    private DateTyping() {}

    /** What the head of the table promises: the first of {@code orders} in which nearly all of {@code cells} are dates. */
    static Optional<CellKind> provisional(List<String> cells, List<DateOrder> orders) {
        DateFits fits = DateFits.NONE;
        for (String cell : cells) {
            fits = fits.plus(cell, 1);
        }
        DateFits all = fits;
        return orders.stream()
                .filter(order -> !cells.isEmpty() && all.of(order) >= HEAD_MIN * cells.size())
                .findFirst()
                .map(CellKind.Time::new);
    }

    /**
     * The order, out of {@code orders}, in which all but a few of {@code present} cells are dates; empty if they are none.
     *
     * @throws Fault DATA if day and month may be either way round and that makes a difference
     */
    static Optional<DateOrder> order(String name, DateFits fits, long present, List<DateOrder> orders) {
        List<DateOrder> fitting = orders.stream()
                .filter(order -> fits.of(order) > 0 && fits.of(order) >= (1 - Typing.MISFITS_MAX) * present)
                .toList();
        if (fitting.size() > 1 && fits.unlike() > 0) {
            throw Fault.data(
                    "column \"%s\" can be read day first or month first, and its cells do not tell: \"%s\" is %s or %s"
                            .formatted(
                                    name,
                                    fits.example(),
                                    Dates.day(Dates.parse(fits.example(), DateOrder.DMY)),
                                    Dates.day(Dates.parse(fits.example(), DateOrder.MDY))),
                    "--dates dmy or --dates mdy; for this column alone, --dates %s=dmy".formatted(name));
        }
        return fitting.stream().findFirst();
    }

    /**
     * Checks a column that the user calls dates in {@code order}: cells that are none are missing, however many, unless they are most.
     *
     * @throws Fault DATA if most are
     */
    static void check(String name, DateOrder order, Tally.Times times) {
        if (2 * times.misfits() <= times.present()) {
            return;
        }
        String other = Stream.of(DateOrder.values())
                .filter(one -> 2 * times.fits().of(one) > times.present())
                .findFirst()
                .map(one -> "--dates %s=%s".formatted(name, one.word()))
                .orElse("leave it out of --dates: it is then learned from as it is");
        Tally.Misfit example = times.examples().getFirst();
        throw Fault.data(
                "column \"%s\" is not dates, %s: %,d of %,d cells are not, like \"%s\""
                        .formatted(name, order.text(), times.misfits(), times.present(), example.text()),
                example.location(),
                other);
    }

    /** The input column that {@code tally}, of all cells, makes. What is the same in all dates is left out of it. */
    static Column column(String name, DateOrder order, Tally.Times tally) {
        if (tally.count() == 0) {
            return new Column.Unused(name, Column.Why.EMPTY);
        }
        List<Column.Date.Part> parts = Stream.of(Unit.values())
                .filter(unit -> tally.moments(unit).deviation() > 0)
                .map(unit ->
                        new Column.Date.Part(unit, Typing.number(name + " " + unit.text(), 0, tally.moments(unit), 0)))
                .toList();
        if (parts.isEmpty()) {
            return new Column.Unused(
                    name, tally.first() == tally.last() ? Column.Why.CONSTANT : Column.Why.WITHIN_AN_HOUR);
        }
        return new Column.Date(name, order, parts, tally.first(), tally.last(), tally.missing() + tally.misfits());
    }
}
