package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mlscale.engine.chunk.Faults.assertFault;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.chunk.TextTable;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

class ColumnRenamesTest {
    private static final Schema SCHEMA = new Schema(
            true,
            List.of(number("age"), number("a=b"), number("city")),
            new Target.Numeric("y", 0, 0, 1, 0, 1),
            3,
            Optional.empty(),
            MissingTokens.USUAL,
            DecimalSign.POINT);

    private static Column number(String name) {
        return new Column.Numeric(name, 0, 0, 1, 0, 1, 0);
    }

    private static TableHead head(String... names) {
        return new TableHead(TextTable.COMMA, List.of(names), List.of());
    }

    private static List<String> renamed(TableHead head, String... renames) {
        return ColumnRenames.apply(List.of(renames), head, SCHEMA).columnNames();
    }

    @Test
    void apply_nothing_isTheSameTable() {
        TableHead head = head("age", "x");
        assertSame(head, ColumnRenames.apply(List.of(), head, SCHEMA));
    }

    @Test
    void apply_blanksInNames_count() {
        assertEquals(List.of("age", "x", "Old"), renamed(head("Old ", "x", "Old"), "Old =age"));
        assertEquals(List.of("Old ", "x", "age"), renamed(head("Old ", "x", "Old"), "Old=age"));
        assertEquals(
                List.of("age", "x"), renamed(head("Old", "x"), "Old =age"), "unquoted cells of a header have none");
    }

    @Test
    void apply_severalAndSwapped_areTakenTogether() {
        assertEquals(List.of("city", "age", "y"), renamed(head("age", "city", "z"), "age=city", "city=age", "z=y"));
    }

    @Test
    void apply_namesWithEquals_areCutWhereBothAreKnown() {
        assertEquals(List.of("a=b"), renamed(head("A"), "A=a=b"));
        assertEquals(List.of("age"), renamed(head("x=1"), "x=1=age"));
        assertEquals(List.of("a=b"), renamed(head("a=B"), "a=B=a=b"));
    }

    @Test
    void apply_unknownNames_areToldWithTheNearest() {
        assertUsage("--rename: the table has no column \"Ag\"", "did you mean \"Age\"?", head("Age", "x"), "Ag=age");
        assertUsage(
                "--rename: the table has no column \"q\"", "its columns are: Age, town", head("Age", "town"), "q=age");
        assertUsage("--rename: the model has no column \"aje\"", "did you mean \"age\"?", head("Age"), "Age=aje");
        assertUsage(
                "--rename: the model has no column \"postcode\"",
                "its columns are: age, a=b, city, y",
                head("Age"),
                "Age=postcode");
    }

    @Test
    void apply_twice_isRefused() {
        assertUsage("--rename gives column \"Age\" two names", "name it once", head("Age", "x"), "Age=age", "Age=city");
        String mend = "leave one of them out of --rename, or out of the table";
        assertUsage("--rename makes two columns of the table \"age\"", mend, head("A", "B"), "A=age", "B=age");
        assertUsage("--rename makes two columns of the table \"age\"", mend, head("A", "age"), "A=age");
    }

    @Test
    void apply_noPair_isRefused() {
        assertUsage("--rename \"age\" is not OLD=NEW", "--rename \"OLD=age\"", head("Age"), "age");
    }

    @Test
    void apply_headerless_isRefused() {
        TableHead bare = new TableHead(TextTable.COMMA_NO_HEADER, List.of("column_1"), List.of());
        assertUsage(
                "--rename: the table has no header, so its columns are taken by their place",
                "leave --rename out",
                bare,
                "column_1=age");
    }

    private static void assertUsage(String message, String hint, TableHead head, String... renames) {
        assertFault(Fault.Kind.USAGE, message, "", hint, () -> renamed(head, renames));
    }
}
