package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Fault;

class TypingTest {
    private static final CellKind WORD = new CellKind.Word();
    private static final String OTHER_TARGET = "--target COL names another column";

    @Test
    void provisional_head_tellsNumbersFromWords() {
        assertEquals(new CellKind.Numeric(0), input("1", "2", "3"));
        assertEquals(new CellKind.Numeric(0), input("7", "8", "9")); // four times their range from 0: no pivot yet
        assertEquals(new CellKind.Numeric(9), input("8", "9", "10")); // 4.5 times
        assertEquals(new CellKind.Numeric(-9), input("-8", "-9", "-10"));
        assertEquals(new CellKind.Numeric(1.6e9), input("1600000000", "?", "NA", ""));
        assertEquals(WORD, input("red", "blue"));
        assertEquals(WORD, input("", "NA"), "nothing in the head: read as words, numbers are found later");
        assertEquals(new CellKind.Numeric(7), input(mixed("7", 99, "x", 1)));
        assertEquals(WORD, input(mixed("7", 98, "x", 2)));
        assertEquals(WORD, input("1,5", "2,5"));
    }

    @Test
    void provisional_head_tellsDatesFromWords() {
        assertEquals(new CellKind.Time(DateOrder.YMD), input("2024-03-05", "2024-03-06T10:00", "NA"));
        assertEquals(new CellKind.Time(DateOrder.DMY), input("5/3/2024", "25/3/2024"));
        assertEquals(new CellKind.Time(DateOrder.MDY), input("5/3/2024", "5/23/2024"));
        assertEquals(new CellKind.Time(DateOrder.DMY), input("5/3/2024"), "until all cells are read");
        assertEquals(new CellKind.Time(DateOrder.YMD), input(mixed("2024-03-05", 99, "x", 1)));
        assertEquals(WORD, input(mixed("2024-03-05", 98, "x", 2)));
        assertEquals(new CellKind.Numeric(20240305), input("20240305", "20240301", "20240306"));
    }

    @Test
    void provisional_wishes_goBeforeTheHead() {
        List<String[]> sample = List.<String[]>of(new String[] {"7", "red", "1600000000", "5/3/2024", "1"});
        Roles roles = new Roles(
                List.of(),
                Roles.Task.AUTO,
                Set.of(),
                Set.of(),
                Set.of("a"),
                Optional.empty(),
                Set.of("b"),
                new DateWishes(Optional.of(DateOrder.MDY), Map.of("c", DateOrder.EPOCH)));
        assertEquals(
                List.of(
                        WORD,
                        new CellKind.Numeric(0),
                        new CellKind.Time(DateOrder.EPOCH),
                        new CellKind.Time(DateOrder.MDY),
                        WORD),
                Typing.provisional(
                        List.of("a", "b", "c", "d", "y"),
                        sample,
                        roles,
                        List.of(4),
                        MissingTokens.USUAL,
                        DecimalSign.POINT));
    }

    @Test
    void column_dates_areFedAsTheirPartsThatDiffer() {
        CellKind kind = new CellKind.Time(DateOrder.DMY);
        Column.Date days = assertInstanceOf(
                Column.Date.class, Typing.column("d", kind, times(1, "2024-03-05", "2024-03-07", "x"), 4));
        assertEquals(
                List.of(Unit.WEEKDAY, Unit.ORDINAL_DAY),
                days.parts().stream().map(Column.Date.Part::unit).toList());
        assertEquals(
                new Column.Numeric("d weekday", 0, 3, 1, 2, 4, 0),
                days.parts().getFirst().number(),
                "Tuesday and Thursday");
        assertEquals(2, days.missing(), "one missing, one misfit");
        assertEquals(2 * 86_400, days.last() - days.first());
        assertEquals(DateOrder.DMY, days.order());
        Column.Date hours = assertInstanceOf(
                Column.Date.class, Typing.column("d", kind, times(0, "2024-03-05", "2024-03-05T06:00"), 2));
        assertEquals(
                List.of(Unit.HOUR),
                hours.parts().stream().map(Column.Date.Part::unit).toList());
        assertEquals(0, hours.missing());
    }

    @Test
    void column_datesThatTellNothing_areNotUsed() {
        CellKind kind = new CellKind.Time(DateOrder.YMD);
        assertEquals(
                new Column.Unused("d", Column.Why.CONSTANT),
                Typing.column("d", kind, times(0, "2024-03-05", "2024-03-05"), 2));
        assertEquals(
                new Column.Unused("d", Column.Why.WITHIN_AN_HOUR),
                Typing.column("d", kind, times(0, "2024-03-05 10:00", "2024-03-05 10:59"), 2));
        assertEquals(new Column.Unused("d", Column.Why.EMPTY), Typing.column("d", kind, times(3), 3));
    }

    @Test
    void column_wordsThatHardlyComeAgain_areText() {
        Words words = new Words(DecimalSign.POINT);
        IntStream.range(0, 990).forEach(i -> words.add("text " + i, 1));
        words.add("again", 9);
        assertEquals(
                new Column.Unused("a", Column.Why.ALL_DIFFERENT),
                Typing.column("a", WORD, new Tally.Vocabulary(words, 0), 999));
        words.add("again", 1);
        assertEquals(
                new Column.Category("a", List.of("again"), 990, 0),
                Typing.column("a", WORD, new Tally.Vocabulary(words, 0), 1000),
                "one in a hundred");
    }

    @Test
    void provisional_roles_decideBeforeTheHead() {
        Roles roles =
                new Roles(List.of("y"), Roles.Task.AUTO, Set.of("id"), Set.of("junk"), Set.of("zip"), Optional.of("w"));
        List<String[]> sample =
                List.of(new String[] {"1", "1", "8001", "x", "1"}, new String[] {"2", "2", "8002", "0.5", "2"});
        assertEquals(
                List.of(new CellKind.Skip(), new CellKind.Skip(), WORD, new CellKind.Numeric(0), WORD),
                Typing.provisional(
                        List.of("id", "junk", "zip", "w", "y"),
                        sample,
                        roles,
                        List.of(4),
                        MissingTokens.USUAL,
                        DecimalSign.POINT));
    }

    @Test
    void provisional_target_isANumberOnlyIfTheHeadHoldsMany() {
        assertEquals(WORD, target(Roles.Task.AUTO, numbers(20)), "perhaps codes");
        assertEquals(new CellKind.Numeric(0), target(Roles.Task.AUTO, numbers(21)));
        assertEquals(WORD, target(Roles.Task.CLASSIFICATION, numbers(21)));
        assertEquals(new CellKind.Numeric(0), target(Roles.Task.REGRESSION, numbers(21)));
        assertEquals(
                WORD,
                target(
                        Roles.Task.AUTO,
                        IntStream.range(0, 50).mapToObj(i -> "w" + i).toArray(String[]::new)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 9, 11, 13, 29, 57, 58, 115, 333, 1_000_003})
    void verdict_misfitsAtOneInAThousand_areStillANumber(long misfits) {
        long cells = 1000 * misfits;
        CellKind.Numeric number = new CellKind.Numeric(5);
        assertEquals(number, verdict(number, tally(cells - misfits, misfits)));
        assertEquals(WORD, verdict(number, tally(cells - misfits - 1, misfits)), "one in 999.x");
        assertEquals(number, verdict(WORD, vocabulary(cells - misfits, misfits)));
        assertEquals(WORD, verdict(WORD, vocabulary(cells - misfits - 1, misfits)));
    }

    @Test
    void verdict_missingCells_doNotCount() {
        Tally.Numbers mostlyMissing = new Tally.Numbers(Moments.of(new float[] {1, 2}), 1_000_000, 1, List.of());
        assertEquals(WORD, verdict(new CellKind.Numeric(0), mostlyMissing));
    }

    @Test
    void verdict_wordsThatAreNumbers_becomeNumbersUnlessNamedCategorical() {
        Tally tally = vocabulary("8", "8", "9");
        assertEquals(new CellKind.Numeric(8), verdict(WORD, tally));
        assertEquals(WORD, Verdict.of("a", new Wish.Words(), WORD, tally));
        assertEquals(WORD, verdict(WORD, vocabulary()));
    }

    @Test
    void verdict_moreDifferentNumbersThanWordsAreKept_isANumber() {
        Words words = new Words(DecimalSign.POINT);
        for (int i = 0; i <= Words.DIFFERENT_MAX; i++) {
            words.add(Integer.toString(i + 10), 1);
        }
        assertTrue(words.tooMany());
        assertEquals(new CellKind.Numeric(10), verdict(WORD, new Tally.Vocabulary(words, 0)));
    }

    @Test
    void column_numbers_areScaledPastTheirPivot() {
        Tally tally = new Tally.Numbers(Moments.of(new float[] {-1, 1, -1, 1}), 3, 2, List.of());
        assertEquals(
                new Column.Numeric("a", 1e9, 1e9, 1, 1e9 - 1, 1e9 + 1, 5),
                Typing.column("a", new CellKind.Numeric(1e9), tally, 9));
    }

    @Test
    void column_numbersAllAlikeOrNone_areNotUsed() {
        Tally alike = new Tally.Numbers(Moments.of(new float[] {4, 4}), 1, 0, List.of());
        assertEquals(
                new Column.Unused("a", Column.Why.CONSTANT), Typing.column("a", new CellKind.Numeric(0), alike, 3));
        assertEquals(
                new Column.Unused("a", Column.Why.EMPTY),
                Typing.column("a", new CellKind.Numeric(0), Tally.Numbers.NONE, 3));
    }

    @Test
    void column_words_keepTheOnesThatComeAgain() {
        Tally tally = vocabulary(1, "b", "a", "b", "c", "a", "b");
        assertEquals(
                new Column.Category("a", List.of("b", "a"), 1, 1),
                Typing.column("a", WORD, tally, 499),
                "twice is enough");
        assertEquals(
                new Column.Category("a", List.of("b"), 3, 1),
                Typing.column("a", WORD, tally, 500),
                "three times from 500 rows on");
    }

    @Test
    void column_moreThanTwoHundredAndFiftySixWordsThatComeAgain_isEmbedded() {
        Column.Category few = manyWords(256, 1000);
        assertFalse(few.embedded());
        assertEquals(256, few.inputCount());
        Column.Category many = manyWords(257, 1000);
        assertTrue(many.embedded());
        assertEquals(1, many.inputCount());
        assertEquals(257, many.keys().size());
        assertEquals(
                List.of("w00000", "w00256"),
                List.of(many.keys().getFirst(), many.keys().getLast()));
        assertEquals(0, many.other());
        assertEquals(List.of(257, 258, 259), List.of(many.otherCode(), many.missingCode(), many.codeCount()));
    }

    @Test
    void column_moreWordsThanVectors_leavesTheRarest() {
        Column.Category category = category(words(300, 1000), new Typing.Vectors(290, 1));
        assertTrue(category.embedded());
        assertEquals(290, category.keys().size());
        assertEquals(IntStream.range(290, 300).map(i -> 1000 - i).sum(), category.other());
    }

    @Test
    void column_wordsInTooFewRowsToTell_haveNoVector() {
        Column.Category some = category(words(300, 1000), new Typing.Vectors(65536, 731));
        assertTrue(some.embedded());
        assertEquals(270, some.keys().size());
        Column.Category few = category(words(300, 1000), new Typing.Vectors(65536, 750));
        assertFalse(few.embedded(), "so few have an input each");
        assertEquals(251, few.keys().size());
        assertEquals(
                new Column.Unused("a", Column.Why.TELLS_NOTHING),
                Typing.column(
                        "a",
                        WORD,
                        new Tally.Vocabulary(words(300, 1000), 0),
                        1_000_000,
                        new Typing.Vectors(65536, Long.MAX_VALUE)));
        Column.Category rare = category(words(300, 301), new Typing.Vectors(65536, 0));
        assertEquals(299, rare.keys().size(), "twice is never enough");
    }

    @Test
    void manyWords_moreThanTwoHundredAndFiftySixThatComeThrice() {
        assertFalse(Typing.manyWords(new Tally.Vocabulary(words(256, 300), 0)));
        assertTrue(Typing.manyWords(new Tally.Vocabulary(words(257, 300), 0)));
        assertFalse(Typing.manyWords(new Tally.Vocabulary(words(257, 257), 0)));
        assertFalse(Typing.manyWords(Tally.Numbers.NONE));
    }

    private static Column.Category category(Words words, Typing.Vectors vectors) {
        return assertInstanceOf(
                Column.Category.class, Typing.column("a", WORD, new Tally.Vocabulary(words, 0), 1_000_000, vectors));
    }

    private static Column.Category manyWords(int count, int most) {
        return category(words(count, most), new Typing.Vectors(65536, 3));
    }

    /** The first comes {@code most} times, each of the next once less. */
    private static Words words(int count, int most) {
        Words words = new Words(DecimalSign.POINT);
        IntStream.range(0, count).forEach(i -> words.add("w%05d".formatted(i), most - i));
        return words;
    }

    @Test
    void column_wordsThatTellNothing_areNotUsed() {
        assertEquals(new Column.Unused("a", Column.Why.EMPTY), Typing.column("a", WORD, vocabulary(5), 5));
        assertEquals(new Column.Unused("a", Column.Why.CONSTANT), Typing.column("a", WORD, vocabulary("x", "x"), 2));
        assertEquals(
                new Column.Category("a", List.of("x"), 0, 1),
                Typing.column("a", WORD, vocabulary(1, "x", "x"), 3),
                "there or not tells");
        assertEquals(
                new Column.Unused("a", Column.Why.ALL_DIFFERENT),
                Typing.column("a", WORD, vocabulary("x", "y", "z"), 3));
    }

    /** A target's words, and whether they are classes when nothing is said. */
    static Stream<Object[]> targets() {
        return Stream.of(
                new Object[] {true, List.of("yes", "no")},
                new Object[] {true, List.of("a", "b", "c")},
                new Object[] {true, List.of("0", "1")},
                new Object[] {true, List.of("-1", "1")},
                new Object[] {true, List.of("3.5", "100")},
                new Object[] {true, List.of("0", "1", "2")},
                new Object[] {true, List.of("1", "2", "3", "4", "5")},
                new Object[] {
                    true, IntStream.range(0, 20).mapToObj(Integer::toString).toList()
                },
                new Object[] {
                    false, IntStream.range(0, 21).mapToObj(Integer::toString).toList()
                },
                new Object[] {false, List.of("3", "4", "5", "6", "7", "8")},
                new Object[] {false, List.of("0", "1", "3")},
                new Object[] {false, List.of("0", "0.5", "1")},
                new Object[] {true, List.of("1", "2", "x")});
    }

    @ParameterizedTest
    @MethodSource("targets")
    void classes_nothingSaid_areCodesOrTwoValuesOrWords(boolean classes, List<String> words) {
        Words all = vocabulary(words.toArray(String[]::new)).words();
        assertEquals(classes, Typing.classes(all, Roles.Task.AUTO));
        assertTrue(Typing.classes(all, Roles.Task.CLASSIFICATION));
        assertFalse(Typing.classes(all, Roles.Task.REGRESSION));
    }

    @Test
    void target_words_areClassesInOrderWithTheirCounts() {
        Target expected = new Target.Classes("y", List.of("2", "10"), List.of(1L, 2L));
        assertEquals(expected, target(Roles.Task.AUTO, vocabulary(7, "10", "2", "10")));
        Target.Classes classes = (Target.Classes) target(Roles.Task.AUTO, vocabulary("yes", "no", "yes", "yes"));
        assertEquals(List.of("no", "yes"), classes.labels());
        assertEquals("[0.25, 0.75]", Arrays.toString(classes.shares()));
    }

    @Test
    void target_numbers_areScaledPastTheirPivot() {
        Target.Numeric target =
                (Target.Numeric) Typing.target("y", new CellKind.Numeric(100), numbers(-2, 2, -2, 2), Roles.Task.AUTO);
        assertEquals(new Target.Numeric("y", 100, 100, 2, 98, 102), target);
        assertEquals(101, target.decode(0.5f));
    }

    @Test
    void target_thatTellsNothing_isRefused() {
        assertData(
                "target \"y\" has no value in any row", "", OTHER_TARGET, () -> target(Roles.Task.AUTO, vocabulary(3)));
        assertData(
                "target \"y\" has no value in any row",
                "",
                OTHER_TARGET,
                () -> target(Roles.Task.AUTO, Tally.Numbers.NONE));
        assertData(
                "target \"y\" is the same number in all rows",
                "",
                OTHER_TARGET,
                () -> target(Roles.Task.AUTO, numbers(3, 3)));
        assertData(
                "target \"y\" is \"x\" in all rows: there is nothing to tell apart",
                "",
                OTHER_TARGET,
                () -> target(Roles.Task.AUTO, vocabulary(1, "x", "x")));
    }

    @Test
    void target_moreThanAThousandClasses_isRefused() {
        String[] thousand =
                IntStream.range(0, 3000).mapToObj(i -> "w" + i % 1000).toArray(String[]::new);
        assertEquals(
                1000,
                ((Target.Classes) target(Roles.Task.AUTO, vocabulary(thousand)))
                        .labels()
                        .size());
        String[] more = IntStream.range(0, 3003).mapToObj(i -> "w" + i % 1001).toArray(String[]::new);
        assertData(
                "target \"y\" has more than 1,000 different words: too many for classes",
                "",
                "--target COL names another column, --task regression reads it as a number",
                () -> target(Roles.Task.AUTO, vocabulary(more)));
    }

    @Test
    void target_aWordForNearlyEveryRow_isNoClass() {
        Words words = new Words(DecimalSign.POINT);
        IntStream.range(0, 599).forEach(i -> words.add("2.%03d,50".formatted(i), i == 0 ? 2 : 1));
        Fault fault = assertThrows(
                Fault.class, () -> Typing.target("y", WORD, new Tally.Vocabulary(words, 0), Roles.Task.AUTO));
        assertEquals(
                "target \"y\" has 599 different words in 600 rows: most classes would have one row",
                fault.getMessage());
    }

    @Test
    void column_zeroPastAPivot_isZeroAgain() {
        double pivot = 0.26;
        float zero = (float) (0 - pivot);
        Moments moments = Moments.of(new float[] {zero, (float) (1 - pivot)});
        Column.Numeric number = assertInstanceOf(
                Column.Numeric.class,
                Typing.column("a", new CellKind.Numeric(pivot), new Tally.Numbers(moments, 0, 0, List.of()), 2));
        assertEquals(0, number.min(), "not 1e-8");
    }

    @Test
    void target_wordsWhereANumberWasAskedFor_isRefused() {
        assertData(
                "target \"y\" is not a number: 2 of 3 cells are words",
                "",
                "--task classification, or --missing WORDS if they stand for missing cells",
                () -> target(Roles.Task.REGRESSION, vocabulary("high", "low", "1")));
    }

    private static CellKind input(String... cells) {
        return Typing.provisional(
                        List.of("a", "y"),
                        sample(cells, 0),
                        Roles.none(),
                        List.of(1),
                        MissingTokens.USUAL,
                        DecimalSign.POINT)
                .getFirst();
    }

    private static CellKind verdict(CellKind provisional, Tally tally) {
        return Verdict.input("a", Roles.none(), provisional, tally);
    }

    private static CellKind target(Roles.Task task, String[] cells) {
        Roles roles = new Roles(List.of(), task, Set.of(), Set.of(), Set.of(), Optional.empty());
        return Typing.provisional(
                        List.of("a", "y"), sample(cells, 1), roles, List.of(1), MissingTokens.USUAL, DecimalSign.POINT)
                .get(1);
    }

    private static Target target(Roles.Task task, Tally tally) {
        return Typing.target("y", tally instanceof Tally.Numbers ? new CellKind.Numeric(0) : WORD, tally, task);
    }

    private static List<String[]> sample(String[] cells, int place) {
        return Arrays.stream(cells)
                .map(cell -> place == 0 ? new String[] {cell, ""} : new String[] {"", cell})
                .toList();
    }

    private static String[] numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static String[] mixed(String number, int numbers, String word, int words) {
        return Stream.concat(
                        Stream.generate(() -> number).limit(numbers),
                        Stream.generate(() -> word).limit(words))
                .toArray(String[]::new);
    }

    private static Tally.Numbers tally(long numbers, long misfits) {
        return new Tally.Numbers(new Moments(numbers, 0, numbers, -1, 1), 0, misfits, List.of());
    }

    private static Tally.Numbers numbers(float... values) {
        return Tally.Numbers.of(values, 0, List.of());
    }

    private static Tally.Times times(long missing, String... cells) {
        long[] seconds = LongStream.concat(
                        Stream.of(cells).mapToLong(cell -> Dates.parse(cell, DateOrder.YMD)),
                        LongStream.generate(() -> Dates.NONE).limit(missing))
                .toArray();
        return Tally.Times.of(seconds, missing, List.of(), DateFits.NONE);
    }

    private static Tally.Vocabulary vocabulary(long numbers, long words) {
        Words all = new Words(DecimalSign.POINT);
        all.add("5", numbers);
        all.add("x", words);
        return new Tally.Vocabulary(all, 0);
    }

    private static Tally.Vocabulary vocabulary(int missing, String... words) {
        Words all = new Words(DecimalSign.POINT);
        Arrays.stream(words).forEach(word -> all.add(word, 1));
        return new Tally.Vocabulary(all, missing);
    }

    private static Tally.Vocabulary vocabulary(String... words) {
        return vocabulary(0, words);
    }
}
