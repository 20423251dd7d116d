package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Location;

/** Dates and wishes; that of numbers is in {@link TypingTest}. */
class VerdictTest {
    private static final CellKind WORD = new CellKind.Word();
    private static final CellKind YMD = new CellKind.Time(DateOrder.YMD);
    private static final CellKind DMY = new CellKind.Time(DateOrder.DMY);
    private static final CellKind MDY = new CellKind.Time(DateOrder.MDY);
    private static final String ASK = "--dates dmy or --dates mdy; for this column alone, --dates a=dmy";

    @Test
    void dates_allInOneOrder_areDates() {
        assertBoth(YMD, "2024-03-05", "2024-03-06");
        assertBoth(DMY, "05/03/2024", "25/03/2024");
        assertBoth(MDY, "05/03/2024", "05/25/2024");
        assertBoth(DMY, "05.03.2024", "06.03.2024");
        assertBoth(DMY, "05/05/2024", "06/06/2024");
        assertBoth(WORD, "2024-03-05", "05/13/2024");
        assertBoth(WORD, "25/03/2024", "03/25/2024");
        assertBoth(WORD, "red", "blue");
    }

    @Test
    void dates_eitherWayRound_areAskedFor() {
        String message =
                "column \"a\" can be read day first or month first, and its cells do not tell: \"03/04/2024\" is"
                        + " 2024-04-03 or 2024-03-04";
        for (CellKind head : List.of(WORD, DMY, MDY)) {
            assertData(message, "", ASK, () -> verdict(Roles.none(), head, "05/05/2024", "05/06/2024", "03/04/2024"));
        }
        assertEquals(DMY, verdict(roles(Optional.of(DateOrder.DMY), Map.of()), DMY, "05/06/2024", "03/04/2024"));
        assertEquals(MDY, verdict(roles(Optional.of(DateOrder.MDY), Map.of()), DMY, "05/06/2024", "03/04/2024"));
        assertEquals(WORD, verdict(roles(Optional.of(DateOrder.YMD), Map.of()), WORD, "05/06/2024", "03/04/2024"));
    }

    /** One typing error in a thousand cells must not turn all the others round. */
    @Test
    void dates_tooFewCellsToTell_areAskedFor() {
        List<String> cells = new ArrayList<>(Collections.nCopies(999, "03/04/2024"));
        cells.add("13/04/2024");
        assertData(
                "column \"a\" can be read day first or month first, and its cells do not tell: \"03/04/2024\" is"
                        + " 2024-04-03 or 2024-03-04",
                "",
                ASK,
                () -> verdict(Roles.none(), DMY, cells.toArray(String[]::new)));
        cells.removeFirst();
        assertEquals(DMY, verdict(Roles.none(), MDY, cells.toArray(String[]::new)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void dates_misfitsAtOneInAThousand_areStillDates(int misfits) {
        String[] fine = mixed("25/12/2024", 999 * misfits, "31/02/2024", misfits);
        assertBoth(DMY, fine);
        String[] more = mixed("25/12/2024", 999 * misfits - 1, "31/02/2024", misfits);
        assertBoth(WORD, more);
    }

    @Test
    void dates_otherOrderSaid_areWords() {
        assertEquals(WORD, verdict(roles(Optional.of(DateOrder.MDY), Map.of()), WORD, "25/12/2024"));
        assertEquals(YMD, verdict(roles(Optional.of(DateOrder.MDY), Map.of()), WORD, "2024-12-25"));
    }

    @Test
    void numbersThatCouldBeDates_areNumbers() {
        assertEquals(new CellKind.Numeric(20240305), verdict(Roles.none(), WORD, "20240305", "20240306"));
        assertEquals(YMD, verdict(roles(Optional.empty(), Map.of("a", DateOrder.YMD)), YMD, "20240305", "20240306"));
    }

    @Test
    void wordsThatCouldBeDates_stayWordsIfCalledSo() {
        Roles roles = new Roles(
                List.of(),
                Roles.Task.AUTO,
                Set.of(),
                Set.of(),
                Set.of("a"),
                Optional.empty(),
                Set.of(),
                DateWishes.NONE);
        assertEquals(WORD, verdict(roles, WORD, "2024-03-05"));
        assertEquals(WORD, Verdict.target("a", false, WORD, vocabulary("2024-03-05")), "a target is no date");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DMY | 03/25/2024 | day first | --dates a=mdy",
                "MDY | 2024-03-25 | month first | --dates a=ymd",
                "EPOCH | 25.03.2024 | epoch seconds | --dates a=dmy",
                "YMD | soon | year first | leave it out of --dates: it is then learned from as it is"
            })
    void datesNamed_mostOfThemNone_areRefused(DateOrder order, String cell, String said, String hint) {
        assertData(
                "column \"a\" is not dates, %s: 2 of 3 cells are not, like \"%s\"".formatted(said, cell),
                "a.csv line 2",
                hint,
                () -> verdict(
                        roles(Optional.empty(), Map.of("a", order)),
                        new CellKind.Time(order),
                        cell,
                        cell,
                        Dates.text(1_000_000_000, order)));
    }

    @Test
    void datesNamed_halfOfThemNone_areDates() {
        assertEquals(
                DMY, verdict(roles(Optional.empty(), Map.of("a", DateOrder.DMY)), DMY, "25/12/2024", "soon", "", "?"));
    }

    @Test
    void numbersNamed_areNumbersUnlessMostAreNone() {
        Roles roles = new Roles(
                List.of(),
                Roles.Task.AUTO,
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of("a"),
                DateWishes.NONE);
        CellKind.Numeric number = new CellKind.Numeric(3);
        Tally.Misfit red = new Tally.Misfit(new Location("a.csv", 7), "red");
        Tally half = new Tally.Numbers(new Moments(2, 0, 2, -1, 1), 5, 2, List.of(red));
        assertEquals(number, Verdict.input("a", roles, number, half));
        Tally most = new Tally.Numbers(new Moments(2, 0, 2, -1, 1), 5, 3, List.of(red));
        assertData(
                "column \"a\" is not numbers: 3 of 5 cells are not, like \"red\"",
                "a.csv line 7",
                "leave it out of --numeric: it is then learned from as it is",
                () -> Verdict.input("a", roles, number, most));
    }

    /** The same verdict whatever the head promised. */
    private static void assertBoth(CellKind expected, String... cells) {
        for (CellKind head : List.of(WORD, YMD, DMY, MDY)) {
            assertEquals(expected, verdict(Roles.none(), head, cells), () -> "head " + head);
        }
    }

    private static CellKind verdict(Roles roles, CellKind head, String... cells) {
        return Verdict.input(
                "a",
                roles,
                head,
                head instanceof CellKind.Time(DateOrder order) ? times(order, cells) : vocabulary(cells));
    }

    private static Roles roles(Optional<DateOrder> order, Map<String, DateOrder> columns) {
        return new Roles(
                List.of(),
                Roles.Task.AUTO,
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of(),
                new DateWishes(order, columns));
    }

    private static Tally.Vocabulary vocabulary(String... cells) {
        Words words = new Words(DecimalSign.POINT);
        Stream.of(cells).filter(cell -> !MissingTokens.USUAL.holds(cell)).forEach(cell -> words.add(cell, 1));
        return new Tally.Vocabulary(words, cells.length - words.count());
    }

    private static Tally.Times times(DateOrder order, String... cells) {
        DateFits fits = DateFits.NONE;
        List<Tally.Misfit> misfits = new ArrayList<>();
        long missing = 0;
        for (int i = 0; i < cells.length; i++) {
            if (MissingTokens.USUAL.holds(cells[i])) {
                missing++;
            } else {
                fits = fits.plus(cells[i], 1);
                if (Dates.parse(cells[i], order) == Dates.NONE) {
                    misfits.add(new Tally.Misfit(new Location("a.csv", i + 2), cells[i]));
                }
            }
        }
        long[] seconds =
                Stream.of(cells).mapToLong(cell -> Dates.parse(cell, order)).toArray();
        return Tally.Times.of(seconds, missing, misfits, fits);
    }

    private static String[] mixed(String date, int dates, String other, int others) {
        return Stream.concat(Collections.nCopies(dates, date).stream(), Collections.nCopies(others, other).stream())
                .toArray(String[]::new);
    }
}
