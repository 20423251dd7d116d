package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.DecimalSign;

class SchemaTest {
    private static final CellKind SKIP = new CellKind.Skip();
    private static final CellKind WORD = new CellKind.Word();
    private static final Target NUMBER = new Target.Numeric("y", 7, 8, 1, 0, 9);

    private static final List<Column> COLUMNS = List.of(
            new Column.Unused("id", Column.Why.ID),
            new Column.Numeric("a", 5, 6, 1, 0, 9, 0),
            new Column.Numeric("b", 5, 6, 1, 0, 9, 3),
            new Column.Category("c", List.of("x", "y"), 1, 1),
            new Column.Category("d", List.of("x"), 0, 1),
            new Column.Unused("w", Column.Why.WEIGHT),
            new Column.Unused("e", Column.Why.EMPTY));

    @Test
    void names_targetAnywhere_areInTheOrderOfTheTable() {
        for (int target = 0; target <= COLUMNS.size(); target++) {
            List<String> names = schema(NUMBER, target).names();
            assertEquals("y", names.get(target));
            assertEquals(
                    "id a b c d w e",
                    String.join(
                            " ",
                            names.stream().filter(name -> !name.equals("y")).toList()));
        }
    }

    @Test
    void severalTargets_anyOrder_standWhereTheTableHasThem() {
        Target z = new Target.Numeric("z", 70, 8, 1, 0, 9);
        Schema schema = new Schema(
                true,
                COLUMNS,
                List.of(NUMBER, z),
                List.of(8, 1),
                Optional.of("w"),
                MissingTokens.USUAL,
                DecimalSign.POINT);
        assertEquals(List.of("id", "z", "a", "b", "c", "d", "w", "e", "y"), schema.names());
        assertEquals(List.of(0, 2, 3, 4, 5, 6, 7), schema.columnIndices());
        assertEquals(new CellKind.Numeric(70), schema.kinds(true).get(1));
        assertEquals(new CellKind.Numeric(7), schema.kinds(true).get(8));
        assertEquals(SKIP, schema.kinds(false).get(1));
        assertEquals(SKIP, schema.kinds(false).get(8));
        assertEquals(Optional.of(6), schema.weightIndex());
        assertEquals(2, schema.outputCount());
        assertEquals(List.of("y", "z"), schema.targetNames());
        assertEquals(List.of(NUMBER, z), schema.numbers());
        assertEquals(Optional.empty(), schema.classes());
    }

    @Test
    void severalTargets_thatCannotBe_areRefused() {
        assertRefused("2 targets at 1 places", List.of(NUMBER, NUMBER), List.of(1));
        assertRefused("0 targets at 0 places", List.of(), List.of());
        assertRefused("2 targets, not all of them numbers", List.of(NUMBER, classes(2)), List.of(1, 2));
        assertRefused("targets at [1, 1] of 9 columns", List.of(NUMBER, NUMBER), List.of(1, 1));
        assertRefused("targets at [9, 1] of 9 columns", List.of(NUMBER, NUMBER), List.of(9, 1));
    }

    private static void assertRefused(String message, List<Target> targets, List<Integer> places) {
        Exception refused = assertThrows(
                IllegalArgumentException.class,
                () -> new Schema(
                        true, COLUMNS, targets, places, Optional.of("w"), MissingTokens.USUAL, DecimalSign.POINT));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void kinds_labelsOrNot_readWhatIsNeeded() {
        CellKind a = new CellKind.Numeric(5);
        Schema schema = schema(NUMBER, 2);
        assertEquals(
                List.of(SKIP, a, new CellKind.Numeric(7), a, WORD, WORD, new CellKind.Numeric(0), SKIP),
                schema.kinds(true));
        assertEquals(List.of(SKIP, a, SKIP, a, WORD, WORD, SKIP, SKIP), schema.kinds(false));
        assertEquals(WORD, schema(classes(3), 2).kinds(true).get(2));
    }

    @Test
    void counts_ofInputsAndOutputs() {
        assertEquals(1 + 2 + 3 + 2, schema(NUMBER, 0).featureCount());
        assertEquals(1, schema(NUMBER, 0).outputCount());
        assertEquals(1, schema(classes(2), 0).outputCount());
        assertEquals(3, schema(classes(3), 0).outputCount());
        assertEquals(List.of("id"), schema(NUMBER, 0).ids());
        assertEquals(
                List.of("a", "b", "c", "d"),
                schema(NUMBER, 0).used().stream().map(Column::name).toList());
    }

    @Test
    void date_ofParts_isReadInItsOrderAndHasTheirInputs() {
        Column.Numeric month = new Column.Numeric("when month", 0, 6, 3, 1, 12, 0);
        Column.Date.Part first = new Column.Date.Part(Unit.MONTH, month);
        Column.Date.Part second = new Column.Date.Part(Unit.HOUR, month);
        Column date = new Column.Date("when", DateOrder.DMY, List.of(first, second), -5, 7, 0);
        assertEquals(2, date.inputCount());
        assertEquals(3, new Column.Date("when", DateOrder.DMY, List.of(first, second), -5, 7, 4).inputCount());
        Schema schema =
                new Schema(true, List.of(date), NUMBER, 1, Optional.empty(), MissingTokens.USUAL, DecimalSign.POINT);
        assertEquals(List.of(new CellKind.Time(DateOrder.DMY), SKIP), schema.kinds(false));
        Column.Date.Part missing = new Column.Date.Part(Unit.HOUR, new Column.Numeric("when hour", 0, 6, 3, 1, 12, 1));
        for (List<Column.Date.Part> wrong :
                List.of(List.<Column.Date.Part>of(), List.of(second, first), List.of(first, first), List.of(missing))) {
            assertThrows(IllegalArgumentException.class, () -> new Column.Date("when", DateOrder.DMY, wrong, -5, 7, 4));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new Column.Date("when", DateOrder.DMY, List.of(first), 8, 7, 4),
                "the last before the first");
    }

    @Test
    void yesNo_twoWordsForIt_andNothingElse() {
        for (String words : List.of("yes no", "No Yes", "TRUE FALSE", "t f", "N Y", "on off")) {
            assertTrue(category(words, 0).yesNo(), words);
        }
        for (String words : List.of("yes", "yes true", "yes no perhaps", "male female", "yes YES", "1 0")) {
            assertFalse(category(words, 0).yesNo(), words);
        }
        assertFalse(category("yes no", 1).yesNo(), "a third word");
    }

    private static Column.Category category(String words, long other) {
        return new Column.Category("a", List.of(words.split(" ", -1)), other, 2);
    }

    @Test
    void weightIndex_countsTheTargetToo() {
        assertEquals(Optional.of(6), schema(NUMBER, 0).weightIndex());
        assertEquals(Optional.of(5), schema(NUMBER, 7).weightIndex());
        assertEquals(
                Optional.empty(),
                new Schema(true, COLUMNS, NUMBER, 0, Optional.empty(), MissingTokens.USUAL, DecimalSign.POINT)
                        .weightIndex());
    }

    @Test
    void missingTokens_areCompleteWordsAndAlwaysTheEmptyCell() {
        MissingTokens some = new MissingTokens(Set.of("-999", "none"));
        assertTrue(some.holds("-999"));
        assertTrue(some.holds(""));
        assertFalse(some.holds("-9990"));
        assertFalse(some.holds("None"));
        assertFalse(some.holds("NA"));
        assertTrue(MissingTokens.USUAL.holds("NA"));
        assertFalse(MissingTokens.USUAL.holds("Nancy"));
        assertFalse(MissingTokens.USUAL.holds("0"));
        assertEquals(new TreeSet<>(Set.of("", "-999", "none")), some.tokens());
    }

    @Test
    void records_thatCannotBe_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Column.Numeric("a", 0, 0, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Column.Numeric("a", 0, 0, Double.NaN, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Target.Classes("y", List.of("x"), List.of(1L)));
        assertThrows(IllegalArgumentException.class, () -> new Target.Classes("y", List.of("x", "y"), List.of(1L)));
    }

    private static Target classes(int count) {
        List<String> labels = List.of("p", "q", "r").subList(0, count);
        return new Target.Classes("y", labels, labels.stream().map(_ -> 1L).toList());
    }

    private static Schema schema(Target target, int targetIndex) {
        return new Schema(true, COLUMNS, target, targetIndex, Optional.of("w"), MissingTokens.USUAL, DecimalSign.POINT);
    }
}
