package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a cell is read under each sign, and which sign the head of a table is found to have. */
class DecimalSignTest {
    @ParameterizedTest
    @CsvSource({"'1,5', 1.5", "'-0,25e3', -250", "'+7', 7", "' 12,0 ', 12", "',5', 0.5", "'5,', 5", "'1E-2', 0.01"})
    void parse_comma_readsWhatThePointWouldWrite(String cell, double number) {
        assertEquals(number, DecimalSign.COMMA.parse(cell));
        assertEquals(number, DecimalSign.POINT.parse(cell.replace(',', '.')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.234", "1.234,56", "1,234.56", "1,2,3", "1,5x", "", ",", "12.03.2024"})
    void parse_comma_isNoNumberWithAPointOrTwoCommas(String cell) {
        assertEquals(Double.NaN, DecimalSign.COMMA.parse(cell));
    }

    @Test
    void write_anyNumber_isReadBack() {
        Seeds.some(2000).forEach(seed -> {
            double number = Double.longBitsToDouble(new SplittableRandom(seed).nextLong());
            if (Double.isFinite(number)) {
                for (DecimalSign sign : DecimalSign.values()) {
                    assertEquals(number, sign.parse(sign.write(number)), () -> Seeds.repeat(getClass(), seed));
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "decimal commas                | a;b#1,5;x#2;y         | COMMA",
                "decimal points                | a;b#1.5;x#2;y         | POINT",
                "whole numbers                 | a;b#15;x#2;y          | POINT",
                "thousands or decimals         | a;b#1,500;x#2,250;y   | POINT",
                "thousands beside decimals     | a;b#1,500;2,5#2,250;1 | COMMA",
                "thousands and a comma         | a;b#1.500,25;x#2;y    | POINT",
                "fractions below 1             | a;b#0,500;x#0,250;y   | COMMA",
                "more columns of commas        | a;b;c#1,5;2.5;3,5#1,5;2.5;3,5 | COMMA",
                "as many of both               | a;b#1,5;2.5#1,5;2.5   | POINT",
                "a comma among words           | a;b#1,5;x#red;y#blue;z | POINT",
                "missing cells                 | a;b#;x#1,5;y#NA;z     | COMMA",
                "dates                         | a;b#12.03.2024;x#13.03.2024;y | POINT",
                "tabs                          | a\tb#1,5\tx#2,5\ty    | COMMA",
                "quoted cells between commas   | a,b#\"1,5\",x#\"2,5\",y | POINT",
                "no header                     | 1,5;2,5#3,5;4,5       | COMMA",
            })
    void detect_headOfATable_isTheSignOfMostColumns(String what, String lines, DecimalSign sign) {
        TableHead head = TableHead.of(TextTable.input(lines.replace('#', '\n') + "\n"), Dialect.Wishes.NONE);
        assertEquals(sign, head.dialect().decimal(), what);
    }

    /** Else a row of German numbers would be cut at each of their commas. */
    @Test
    void detect_headerlessWithDecimalCommas_isNotSeparatedByThem() {
        TableHead head = TableHead.of(TextTable.input("1,5;2,5;3\n2,5;3,5;4\n"), Dialect.Wishes.NONE);
        assertEquals(new Dialect(';', Optional.of('"'), false, DecimalSign.COMMA), head.dialect());
        assertEquals(3, head.columnNames().size());
        TableHead words = TableHead.of(TextTable.input("a,1;x\nb,2;y\nb,3;z\n"), Dialect.Wishes.NONE);
        assertEquals(',', words.dialect().separator());
    }

    @Test
    void detect_headerAboveDecimalCommas_isOne() {
        TableHead head = TableHead.of(TextTable.input("a;b\n1,5;x\n2,5;x\n"), Dialect.Wishes.NONE);
        assertEquals(List.of("a", "b"), head.columnNames());
        TableHead bare = TableHead.of(TextTable.input("1,5;x\n2,5;y\n"), Dialect.Wishes.NONE);
        assertEquals(List.of("column_1", "column_2"), bare.columnNames());
    }

    @Test
    void detect_wish_isTaken() {
        TableHead head =
                TableHead.of(TextTable.input("a,b\n\"1,5\",x\n"), Dialect.Wishes.NONE.withDecimal(DecimalSign.COMMA));
        assertEquals(DecimalSign.COMMA, head.dialect().decimal());
        assertEquals(',', head.dialect().separator());
    }

    private static List<String[]> rows(String... lines) {
        return Stream.of(lines).map(line -> line.split(";", -1)).toList();
    }

    @Test
    void unread_columnsOfNumbersToAPerson_areFound() {
        assertEquals(
                Optional.of(new DecimalVotes.Unread(1, "1.234,56")),
                DecimalVotes.unread(rows("1;1.234,56", "2;78,5", "3;9"), 2, DecimalSign.POINT));
        assertEquals(
                Optional.of(new DecimalVotes.Unread(0, "1,234")),
                DecimalVotes.unread(rows("999;1.5", "1,234;2"), 2, DecimalSign.POINT));
        assertEquals(
                Optional.empty(),
                DecimalVotes.unread(rows("1.5;12.03.2024;a,b", "2;13.03.2024;1,5", "3;;x"), 3, DecimalSign.POINT));
    }

    @Test
    void head_secondLineOfNames_isRefusedWithItsLine() {
        String hint = "sed 3d table.csv >one-header.csv keeps the names of the first line\n"
                + "tail -n +3 table.csv >one-header.csv keeps those of this one";
        assertData(
                "there is a second header line: it has a word above each column of numbers",
                "table.csv line 3",
                hint,
                () -> TableHead.of(TextTable.input("\n,X1,X2\nID,LIMIT,SEX\n1,2,3\n2,3,4\n"), Dialect.Wishes.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b,c\nNA,NA,x\n1,2,y\n3,4,z\n",
                "a,b,c\n,,x\n1,2,y\n3,4,z\n",
                "a,b,c\n1,two,x\n1,2,y\n3,4,z\n",
                "a,b\nRome,x\nOslo,y\nRome,z\n",
                "a,b\nx,red\n1,blue\n2,red\n",
                "a,b,c\nx,y,z\n1,2,3\n",
            })
    void head_firstRowWithoutNumbers_isARowIfItCouldBe(String text) {
        TableHead head = TableHead.of(TextTable.input(text), Dialect.Wishes.NONE);
        assertEquals(
                text.lines().skip(1).findFirst().orElse(""),
                String.join(",", Arrays.asList(head.sample().getFirst())));
    }

    @Test
    void rows_nulByte_isRefusedWithItsLine() {
        assertData(
                "this is not text: it holds a NUL byte",
                "t.csv line 4",
                "--encoding utf-16le, if it is UTF-16 without a byte order mark\n"
                        + "tr -d '\\000' <t.csv >clean.csv takes them out",
                () -> Rows.read(
                        TextTable.chunk("t.csv", 3, "é,b\nc\u0000,d\n"), TextTable.COMMA_NO_HEADER, 2, _ -> {}));
    }
}
