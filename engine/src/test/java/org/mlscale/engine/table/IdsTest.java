package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.DateWishes;
import org.mlscale.engine.schema.Roles;

class IdsTest {
    private static final int ROWS = 3000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void counting_fromTheFirst_isAnIdWhateverItsName(long first) {
        assertEquals(Optional.of(Column.Why.COUNTS), why("size", row -> Long.toString(first + row)));
    }

    @Test
    void counting_fromElsewhere_isAnIdOnlyIfNamedSo() {
        assertEquals(Optional.empty(), why("year", row -> Long.toString(1950 + row)), "one row a year");
        assertEquals(Optional.of(Column.Why.COUNTS), why("id", row -> Long.toString(50_000 + row)));
    }

    @Test
    void counting_notQuite_isANumber() {
        assertEquals(Optional.empty(), why("size", row -> Long.toString(row == 2999 ? 3000 : row)));
        assertEquals(Optional.empty(), why("size", row -> row % 500 == 7 ? "" : Long.toString(row)), "six are missing");
        assertEquals(Optional.empty(), why("size", row -> Long.toString(row < 1500 ? row : row + 1)));
        assertEquals(Optional.empty(), why("size", row -> row + ".5"));
        assertEquals(Optional.empty(), why("size", row -> Long.toString(2 * row)));
        assertEquals(Optional.empty(), why("size", row -> Long.toString(ROWS - row)));
    }

    @Test
    void counting_pastRecordsThatCannotBeRead_isAnId() {
        assertEquals(
                Optional.of(Column.Why.COUNTS),
                why("size", row -> row % 1000 == 7 ? "1,2,3" : Long.toString(row)),
                "three records are ragged");
    }

    /** As the second header line of a table, a corrupted cell, a footer. */
    @Test
    void counting_butForAFewCells_isAnId() {
        assertEquals(
                Optional.of(Column.Why.COUNTS),
                why("size", row -> row == 0 ? "ID" : row == 2999 ? "total" : Long.toString(row)));
        assertEquals(Optional.of(Column.Why.COUNTS), why("size", row -> row == 1500 ? "?" : Long.toString(row)));
        assertEquals(Optional.of(Column.Why.NAMED_ID), why("id", row -> row == 5 ? "" : scattered(row)));
    }

    @Test
    void counting_inAVeryShortTable_isANumber() {
        assertInstanceOf(
                Column.Numeric.class,
                freeze(
                                "a,b,y\n1,5,0.5\n2,5.5,1.5\n3,7,1.75\n4,1,2.5\n5,6,9\n6,2,9\n7,3,9\n8,0,8\n9,1,7\n",
                                Roles.none())
                        .schema()
                        .columns()
                        .getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "ID",
                "Id",
                "customer_id",
                "customer id",
                "order.ID",
                "CustomerId",
                "customerID",
                "index",
                "rownames",
                "Row",
                "row_num",
                "RowNumber",
                "No",
                "Unnamed: 0",
                "#",
                ""
            })
    void named_andAllDifferent_isAnId(String name) {
        assertEquals(Optional.of(Column.Why.NAMED_ID), why(name, IdsTest::scattered));
    }

    @ParameterizedTest
    @ValueSource(strings = {"paid", "covid", "grid", "COVID", "size", "number", "rowing", "indexed", "idea", "ids"})
    void namedOtherwise_andAllDifferent_isANumber(String name) {
        assertEquals(Optional.empty(), why(name, IdsTest::scattered));
    }

    @Test
    void named_asAnotherColumnWithoutAName_isANumber() {
        assertEquals(Optional.of(Column.Why.NAMED_ID), why("column_1", IdsTest::scattered));
        assertEquals(Optional.empty(), why("column_2", IdsTest::scattered));
    }

    @Test
    void named_thatComesAgainOrIsNoInteger_isANumber() {
        assertEquals(Optional.empty(), why("user_id", row -> Long.toString(row * 7919 % 2500)), "users come again");
        assertEquals(Optional.empty(), why("id", row -> scattered(row) + ".5"));
        assertEquals(Optional.empty(), why("id", row -> row % 500 == 5 ? "" : scattered(row)));
        assertEquals(
                Optional.of(Column.Why.NAMED_ID),
                why("id", row -> Long.toString(8_000_000_000_000L + row * 7_919_000)),
                "not told apart by a float32, but for the most part");
    }

    @Test
    void named_inNumeric_staysANumber() {
        String text = table("id", IdsTest::scattered);
        Roles numeric = new Roles(
                List.of(),
                Roles.Task.AUTO,
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of("id"),
                DateWishes.NONE);
        assertInstanceOf(
                Column.Numeric.class, freeze(text, numeric).schema().columns().getFirst());
    }

    @Test
    void counting_theOnlyColumn_isLearnedFrom() {
        StringBuilder text = new StringBuilder("id,y\n");
        for (int row = 0; row < 100; row++) {
            text.append(row).append(',').append(row * 0.25).append('\n');
        }
        assertInstanceOf(
                Column.Numeric.class,
                freeze(text.toString(), Roles.none()).schema().columns().getFirst());
    }

    @Test
    void leftOut_cells_areNotHeldInMemory() {
        Table table = freeze(table("id", Long::toString), Roles.none());
        assertEquals(new Cells.None(), table.chunks().getFirst().columns().getFirst());
    }

    private static String scattered(long row) {
        return Long.toString(1_000_000 + row * 7919 % 1_000_003);
    }

    /** Why the first column is left out, if it is. */
    private Optional<Column.Why> why(String name, LongFunction<String> cell) {
        Column column =
                freeze(table(name, cell), Roles.none()).schema().columns().getFirst();
        return column instanceof Column.Unused unused ? Optional.of(unused.why()) : Optional.empty();
    }

    private static String table(String name, LongFunction<String> cell) {
        StringBuilder text = new StringBuilder(name + ",b,y\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(cell.apply(row))
                    .append(',')
                    .append(row * 37 % 101)
                    .append(',')
                    .append(row % 7 * 0.5)
                    .append('\n');
        }
        return text.toString();
    }

    private Table freeze(String text, Roles roles) {
        try {
            return Freezing.usual()
                    .with(roles)
                    .withChunkBytes(4000)
                    .table(Files.writeString(directory.resolve("a.csv"), text));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
