package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowsTest {
    @Test
    void read_raggedRecords_sayWhereTheyGoWrong() {
        assertEquals(
                List.of(
                        "11 [1, 2, 3]",
                        "12 bad at cell 3: 2 cells where the table has 3 columns: 4,5",
                        "13 bad at cell 4: 5 cells where the table has 3 columns: 6,7,\"8\n,\",9,10",
                        "15 bad at cell 2: 1 cell where the table has 3 columns: x",
                        "16 [, , ]"),
                read("1,2,3\n4,5\n6,7,\"8\n,\",9,10\nx\n,,\n", TextTable.COMMA, 3));
    }

    @Test
    void read_blankLines_areNoRecords() {
        assertEquals(List.of("12 [1, 2]", "15 [3, 4]"), read("\n1,2\n \t\n\"\"\n3,4\n\n", TextTable.COMMA, 2));
    }

    @Test
    void read_blankLinesOfOneColumn_areEmptyCells() {
        assertEquals(List.of("11 []", "12 [1]", "13 []", "14 [2]"), read("\n1\n \n2\n", TextTable.COMMA, 1));
    }

    @Test
    void read_padding_isTrimmedOnlyOutsideQuotes() {
        assertEquals(List.of("11 [a b, c,  d ]"), read("  a b ,\tc,  \" d \"\n", TextTable.COMMA, 3));
    }

    @Test
    void read_textAfterClosingQuote_belongsToTheCell() {
        assertEquals(List.of("11 [ab, c d ]"), read("\"a\"b,\"c\" d \n", TextTable.COMMA, 2));
    }

    @Test
    void read_blanksAfterClosingQuote_arePadding() {
        assertEquals(
                List.of("11 [a,  b , c\"]", "12 [d,  ,\n, e f]", "14 [, g, ]"),
                read("\"a\" , \" b \"\t ,\"c\"\"\" \u3000\r\nd,\" ,\n\" ,\"e\" f\n\"\" ,g,\"\" ", TextTable.COMMA, 3));
    }

    @Test
    void read_quoteInsideAPlainCell_isACharacter() {
        assertEquals(List.of("11 [5\" pipe, a\"\"]", "12 [x, y]"), read("5\" pipe,a\"\"\nx,y", TextTable.COMMA, 2));
    }

    @Test
    void read_tabs_separateAlsoEmptyCells() {
        assertEquals(
                List.of("11 [, a, , b c]", "12 [, , , ]"),
                read("\ta\t\tb c\n\t\t\t\n", new Dialect('\t', Optional.of('"'), false, DecimalSign.POINT), 4));
    }

    private static List<String> read(String text, Dialect dialect, int columnCount) {
        List<Row> rows = new ArrayList<>();
        Rows.read(TextTable.chunk("x.csv", 11, text), dialect, columnCount, rows::add);
        return TextTable.told(rows);
    }
}
