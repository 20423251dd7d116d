package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Dialect;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.chunk.TextTable;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

class ColumnMatchTest {
    private static final List<Column> COLUMNS = List.of(
            new Column.Unused("id", Column.Why.ID),
            new Column.Numeric("age", 10, 20, 5, 0, 90, 1),
            new Column.Category("city", List.of("Rome", "Oslo"), 0, 0),
            new Column.Unused("w", Column.Why.WEIGHT),
            new Column.Unused("junk", Column.Why.CONSTANT));
    private static final Target TARGET = new Target.Classes("y", List.of("no", "yes"), List.of(1L, 1L));

    @Test
    void scanner_columnsInAnotherOrderAndMore_giveTheShapeOfTraining() {
        ChunkScanner.Scan scan =
                scan(schema(true), "y,more,city,w,age", true, List.of(), "yes,9,Rome,2,30\nno,9,?,0.5,old\n");
        assertEquals(
                List.of("- | 0x1.4p4 | Rome | 0x1.0p1 | - | yes | 0", "- | NaN |  | 0x1.0p-1 | - | no | 0"),
                List.of(Freezing.row(scan.chunk(), 0), Freezing.row(scan.chunk(), 1)));
    }

    @Test
    void scanner_withoutLabels_readsNeitherTargetNorWeight() {
        ChunkScanner.Scan scan = scan(schema(true), "city,age,y", false, List.of(), "Rome,30,yes\n");
        assertEquals("- | 0x1.4p4 | Rome | - | - | - | 0", Freezing.row(scan.chunk(), 0));
    }

    @Test
    void scanner_keptColumns_giveTheirTextAsItStands() {
        ChunkScanner.Scan scan = scan(
                schema(true),
                "city,age,extra,id",
                false,
                List.of("id", "extra"),
                "Rome,30,\" a \",007\nbad\nOslo,1,,x\n");
        assertEquals(List.of(List.of("007", " a "), List.of("x", "")), scan.kept());
        assertEquals(3, scan.recordCount());
        assertEquals(
                List.of(new ChunkScanner.BadRecord(
                        1,
                        new SetAside.Example(
                                new Location("t.csv", 3), 2, "1 cell where the table has 4 columns", "bad"))),
                scan.bad());
    }

    @Test
    void scanner_oneColumnMissing_namesTheNearestSpareOne() {
        assertMissing("column \"age\" is missing", "--rename \"Age=age\"", "Age,city", false, List.of());
        assertMissing(
                "column \"city\" is missing", "the table has the columns age, town", "age,town", false, List.of());
        assertMissing(
                "column \"y\" is missing", "the table has the columns age, city, w", "age,city,w", true, List.of());
        assertMissing(
                "column \"w\" is missing", "the table has the columns age, city, y", "age,city,y", true, List.of());
        assertMissing("column \"id\" is missing", "--rename \"idd=id\"", "age,city,idd", false, List.of("id"));
    }

    @Test
    void scanner_severalColumnsMissing_namesThemAll() {
        assertMissing(
                "4 columns are missing: age, city, w, y", "--rename \"aged=age\"", "aged,x", true, List.of("age"));
    }

    @Test
    void scanner_firstRowTakenForNames_saysThatAHeaderIsMissing() {
        assertMissing(
                "2 columns are missing: age, city",
                "the first line looks like a row: give the table a header line with the names",
                "31,Oslo",
                false,
                List.of());
    }

    @Test
    void scanner_numbersWithTheOtherSign_areRefused() {
        for (DecimalSign sign : DecimalSign.values()) {
            String cell = "1%s5".formatted(sign.other().text());
            Dialect dialect = new Dialect(';', Optional.of('"'), true, sign);
            List<String[]> sample = List.of(new String[] {"Rome", cell}, new String[] {"Oslo", "2"});
            TableHead head = new TableHead(dialect, List.of("city", "age"), sample);
            assertData(
                    "the numbers of this table have a decimal %s, those of the training table a decimal %s"
                            .formatted(sign.other().word(), sign.word()),
                    "t.csv",
                    "--decimal " + sign.other().text(),
                    () -> ColumnMatch.scanner(schema(true), head, "t.csv", false, List.of()));
        }
    }

    /** The words of a category may have any sign. */
    @Test
    void scanner_otherSignInColumnsOfWordsOrInTooFewCells_isNothing() {
        List<String[]> sample =
                List.of(new String[] {"1,5", "1,5"}, new String[] {"2,5", "2.5"}, new String[] {"2,5", "3.5"});
        TableHead head = new TableHead(TextTable.COMMA, List.of("city", "age"), sample);
        assertEquals(
                2,
                ColumnMatch.scanner(schema(true), head, "t.csv", false, List.of())
                        .cellCount());
    }

    @Test
    void scanner_headerless_takesColumnsByPlace() {
        List<String> told = new ArrayList<>();
        for (boolean named : new boolean[] {true, false}) {
            told.add(headerless(schema(named), "7,30,Rome,2,j,yes\n", true));
            told.add(headerless(schema(named), "7,30,Rome,2,j,yes\n", false));
            told.add(headerless(schema(named), "7,30,Rome,2,j\n", false));
        }
        String labelled = "- | 0x1.4p4 | Rome | 0x1.0p1 | - | yes | 0";
        String plain = "- | 0x1.4p4 | Rome | - | - | - | 0";
        assertEquals(List.of(labelled, plain, plain, labelled, plain, plain), told);
    }

    @Test
    void scanner_headerlessWithTheTargetFirst_takesColumnsByPlace() {
        Schema schema = new Schema(
                false,
                List.of(
                        new Column.Numeric("column_2", 0, 0, 1, 0, 1, 0),
                        new Column.Category("column_3", List.of("x"), 1, 0)),
                new Target.Numeric("column_1", 0, 0, 1, 0, 1),
                0,
                Optional.empty(),
                MissingTokens.USUAL,
                DecimalSign.POINT);
        assertEquals("- | 0x1.0p3 | x | 0", headerless(schema, "8,x\n", false));
        assertEquals("0x1.cp2 | 0x1.0p3 | x | 0", headerless(schema, "7,8,x\n", true));
    }

    @Test
    void scanner_headerlessOfAnotherWidth_isRefused() {
        assertData(
                "2 columns are missing: age, city",
                "t.csv line 1",
                "the table has the columns column_1, column_2, column_3",
                () -> headerless(schema(true), "7,8,9\n", false));
    }

    @Test
    void scan_numbersThatAreNone_areShownWithTheirLines() {
        ChunkScanner.Scan scan =
                scan(schema(true), "city,age", false, List.of(), "x,1e39\nx,NA\nx,a\nx,b\nx,\"c\nd\"\nx,3\n");
        assertEquals(
                "Numbers[moments=Moments[count=1, mean=-7.0, squares=0.0, min=-7.0, max=-7.0], missing=1, misfits=4,"
                        + " examples=[Misfit[location=t.csv line 2, text=1e39], Misfit[location=t.csv line 4, text=a],"
                        + " Misfit[location=t.csv line 5, text=b]]]",
                scan.tallies().get(1).toString());
    }

    private static void assertMissing(String message, String hint, String header, boolean labels, List<String> kept) {
        assertData(message, "t.csv line 1", hint, () -> scan(schema(true), header, labels, kept, ""));
    }

    private static String headerless(Schema schema, String text, boolean labels) {
        int count = text.split(",", -1).length;
        List<String> names =
                IntStream.rangeClosed(1, count).mapToObj(i -> "column_" + i).toList();
        TableHead head = new TableHead(TextTable.COMMA_NO_HEADER, names, List.of());
        ChunkScanner.Scan scan =
                ColumnMatch.scanner(schema, head, "t.csv", labels, List.of()).scan(chunk(text));
        return Freezing.row(scan.chunk(), 0);
    }

    private static ChunkScanner.Scan scan(
            Schema schema, String header, boolean labels, List<String> kept, String text) {
        TableHead head = new TableHead(TextTable.COMMA, List.of(header.split(",", -1)), List.of());
        return ColumnMatch.scanner(schema, head, "t.csv", labels, kept).scan(chunk(text));
    }

    private static Chunk chunk(String text) {
        return TextTable.chunk("t.csv", 2, text);
    }

    private static Schema schema(boolean named) {
        return new Schema(named, COLUMNS, TARGET, 5, Optional.of("w"), MissingTokens.USUAL, DecimalSign.POINT);
    }
}
