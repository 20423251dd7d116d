package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mlscale.engine.chunk.Faults.assertFault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.fault.Fault;

class RolesTest {
    private static final List<String> NAMES = List.of("id", "age", "income", "Class", "w");

    @ParameterizedTest
    @CsvSource({
        "'a,b,c', 2",
        "'a,Target,c', 1",
        "'y,label,c', 1",
        "'class,Y,c', 1",
        "'CLASS,b,c', 0",
        "'a', 0",
        "'yes,labels,b', 2"
    })
    void targetIndices_notSaid_isTheUsualNameElseTheLast(String names, int index) {
        assertEquals(List.of(index), Roles.none().targetIndices(List.of(names.split(",", -1))));
    }

    @Test
    void targetIndices_said_isThatColumn() {
        assertEquals(
                List.of(1),
                roles(List.of("age"), Set.of("id"), Set.of("income"), Optional.of("w"))
                        .targetIndices(NAMES));
    }

    @Test
    void targetIndices_unknownColumn_namesTheNearest() {
        assertUsage(
                "there is no column \"incme\"",
                "did you mean \"income\"?",
                roles(List.of("incme"), Set.of(), Set.of(), Optional.empty()));
        assertUsage(
                "there is no column \"AGE\"",
                "did you mean \"age\"?",
                roles(List.of(), Set.of("AGE"), Set.of(), Optional.empty()));
        String columns = "the columns are: id, age, income, Class, w";
        assertUsage(
                "there is no column \"weight\"", columns, roles(List.of(), Set.of(), Set.of(), Optional.of("weight")));
        assertUsage(
                "there is no column \"another\"",
                columns,
                roles(List.of(), Set.of(), Set.of("zebra", "another"), Optional.empty()));
        Roles categorical =
                new Roles(List.of(), Roles.Task.AUTO, Set.of(), Set.of(), Set.of("incom"), Optional.empty());
        assertUsage("there is no column \"incom\"", "did you mean \"income\"?", categorical);
    }

    @Test
    void targetIndices_unknownColumnAmongMany_namesThirty() {
        List<String> many = IntStream.range(0, 40).mapToObj(i -> "column " + i).toList();
        assertFault(
                Fault.Kind.USAGE,
                "there is no column \"xxxxxxxxxxxxx\"",
                "",
                "the columns are: " + String.join(", ", many.subList(0, 30)),
                () -> roles(List.of("xxxxxxxxxxxxx"), Set.of(), Set.of(), Optional.empty())
                        .targetIndices(many));
    }

    @Test
    void targetIndices_targetWithTwoRoles_isRefused() {
        String hint = "--target COL names the column to predict";
        for (Roles roles : List.of(
                roles(List.of("age"), Set.of("age"), Set.of(), Optional.empty()),
                roles(List.of("age"), Set.of(), Set.of("age"), Optional.empty()),
                roles(List.of("age"), Set.of(), Set.of(), Optional.of("age")))) {
            assertUsage("column \"age\" cannot be the target and have another role", hint, roles);
        }
        assertUsage(
                "column \"Class\" cannot be the target and have another role",
                hint,
                roles(List.of(), Set.of("Class"), Set.of(), Optional.empty()));
    }

    @Test
    void targetIndices_several_areInTheOrderAskedFor() {
        assertEquals(
                List.of(3, 1),
                roles(List.of("Class", "age"), Set.of("id"), Set.of(), Optional.of("w"))
                        .targetIndices(NAMES));
    }

    @Test
    void targetIndices_severalThatCannotBe_areRefused() {
        assertUsage(
                "--target names column \"age\" twice",
                "name each column once",
                roles(List.of("age", "income", "age"), Set.of(), Set.of(), Optional.empty()));
        assertUsage(
                "there is no column \"incme\"",
                "did you mean \"income\"?",
                roles(List.of("age", "incme"), Set.of(), Set.of(), Optional.empty()));
        assertUsage(
                "column \"income\" cannot be the target and have another role",
                "--target COL names the column to predict",
                roles(List.of("age", "income"), Set.of("income"), Set.of(), Optional.empty()));
        assertUsage(
                "--task classification with 2 targets: a model tells the classes of one column",
                "a model for each: --target age",
                new Roles(
                        List.of("age", "income"),
                        Roles.Task.CLASSIFICATION,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Optional.empty()));
    }

    @Test
    void unused_namesTheRole() {
        Roles roles = roles(List.of("age"), Set.of("id"), Set.of("income", "id"), Optional.of("w"));
        assertEquals(Optional.of(Column.Why.ID), roles.unused("id"));
        assertEquals(Optional.of(Column.Why.IGNORED), roles.unused("income"));
        assertEquals(Optional.of(Column.Why.WEIGHT), roles.unused("w"));
        assertEquals(Optional.empty(), roles.unused("Class"));
    }

    private static void assertUsage(String message, String hint, Roles roles) {
        assertFault(Fault.Kind.USAGE, message, "", hint, () -> roles.targetIndices(NAMES));
    }

    @Test
    void targetIndices_targetCalledANumber_isRefused() {
        Roles roles = new Roles(
                List.of("y"),
                Roles.Task.AUTO,
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of("y"),
                DateWishes.NONE);
        assertFault(
                Fault.Kind.USAGE,
                "column \"y\" is the target, and --numeric speaks of columns to learn from",
                "",
                "--task regression takes the target for a number",
                () -> roles.targetIndices(List.of("x", "y")));
    }

    @Test
    void targetIndices_columnOfTwoKinds_isRefused() {
        Roles roles = new Roles(
                List.of(),
                Roles.Task.AUTO,
                Set.of(),
                Set.of(),
                Set.of("when"),
                Optional.empty(),
                Set.of(),
                new DateWishes(Optional.empty(), Map.of("when", DateOrder.DMY)));
        assertFault(
                Fault.Kind.USAGE,
                "column \"when\" can only be one: words, a number or dates",
                "",
                "name it in one of --categorical, --numeric and --dates",
                () -> roles.targetIndices(List.of("when", "y")));
        assertFault(
                Fault.Kind.USAGE,
                "there is no column \"when\"",
                "",
                "the columns are: income, y",
                () -> roles.targetIndices(List.of("income", "y")));
        assertFault(
                Fault.Kind.USAGE,
                "column \"when\" cannot be the target and have another role",
                "",
                "--target COL names the column to predict",
                () -> roles.targetIndices(List.of("b", "when")));
    }

    private static Roles roles(List<String> targets, Set<String> ids, Set<String> ignored, Optional<String> weight) {
        return new Roles(targets, Roles.Task.AUTO, ids, ignored, Set.of(), weight);
    }
}
