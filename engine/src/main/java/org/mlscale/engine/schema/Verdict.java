package org.mlscale.engine.schema;

import java.util.List;
import org.mlscale.engine.fault.Fault;

/** What a column is once all of its cells are known, whatever the head of the table promised. Pure functions; no state. */
public final class Verdict {
    private Verdict() {}

    /**
     * How an input column is to be read.
     *
     * @throws Fault DATA if the user's word and the cells do not fit, or only the user knows in which order the dates are
     */
    public static CellKind input(String name, Roles roles, CellKind provisional, Tally tally) {
        return of(name, roles.wish(name), provisional, tally);
    }

    /** How the target is to be read. */
    public static CellKind target(String name, boolean classes, CellKind provisional, Tally tally) {
        return of(name, classes ? new Wish.Words() : new Wish.Any(List.of()), provisional, tally);
    }

    static CellKind of(String name, Wish wish, CellKind provisional, Tally tally) {
        return switch (tally) {
            case Tally.Skipped _ -> provisional;
            case Tally.Numbers numbers -> {
                if (wish instanceof Wish.Numbers) {
                    checkNumbers(name, numbers);
                    yield provisional;
                }
                yield numbers.misfits() <= Typing.MISFITS_MAX * numbers.present() ? provisional : new CellKind.Word();
            }
            case Tally.Times times ->
                switch (wish) {
                    case Wish.Date(DateOrder order) -> {
                        DateTyping.check(name, order, times);
                        yield provisional;
                    }
                    case Wish.Any(List<DateOrder> orders) -> time(name, times.fits(), times.present(), orders);
                    case Wish.Words _, Wish.Numbers _ -> new CellKind.Word();
                };
            case Tally.Vocabulary vocabulary ->
                wish instanceof Wish.Any(List<DateOrder> orders)
                        ? ofWords(name, vocabulary.words(), orders)
                        : provisional;
        };
    }

    private static CellKind ofWords(String name, Words words, List<DateOrder> orders) {
        return words.numbers() > 0 && words.numbers() >= (1 - Typing.MISFITS_MAX) * words.count()
                ? new CellKind.Numeric(words.usualNumber().orElseThrow())
                : time(name, words.dates(), words.count(), orders);
    }

    private static CellKind time(String name, DateFits fits, long present, List<DateOrder> orders) {
        return DateTyping.order(name, fits, present, orders)
                .<CellKind>map(CellKind.Time::new)
                .orElseGet(CellKind.Word::new);
    }

    /** Cells of a column that the user calls numbers are missing where they are none, however many, unless they are most. */
    private static void checkNumbers(String name, Tally.Numbers numbers) {
        if (2 * numbers.misfits() > numbers.present()) {
            Tally.Misfit example = numbers.examples().getFirst();
            throw Fault.data(
                    "column \"%s\" is not numbers: %,d of %,d cells are not, like \"%s\""
                            .formatted(name, numbers.misfits(), numbers.present(), example.text()),
                    example.location(),
                    "leave it out of --numeric: it is then learned from as it is");
        }
    }
}
