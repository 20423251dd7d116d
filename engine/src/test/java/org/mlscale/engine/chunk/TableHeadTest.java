package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mlscale.engine.chunk.Faults.assertData;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableHeadTest {
    /** A table, and what its head tells. */
    record Case(String what, String text, char separator, boolean header, List<String> names) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("numbers under names", "a,b\n1,2\n3,4\n", ',', true, List.of("a", "b")),
                new Case(
                        "like adult, no header",
                        "39, State-gov, 77516, <=50K\n50, Private, 83311, <=50K\n",
                        ',',
                        false,
                        numbered(4)),
                new Case(
                        "words under other words",
                        "city,colour\nRome,red\nOslo,red\n",
                        ',',
                        true,
                        List.of("city", "colour")),
                new Case("words that come again", "red,Rome\nred,Oslo\nblue,Rome\n", ',', false, numbered(2)),
                new Case("index without a name", ",a,b\n0,1,x\n1,2,y\n", ',', true, List.of("column_1", "a", "b")),
                new Case("two cells without a name", ",,b\n0,1,x\n", ',', false, numbered(3)),
                new Case("names twice, found to be words", "x,x\ny,z\n", ',', false, numbered(2)),
                new Case("one column of numbers", "y\n1\n2\n", ',', true, List.of("y")),
                new Case("one column, no header", "1\n2\n", ',', false, numbered(1)),
                new Case("header alone", "a,b\n", ',', true, List.of("a", "b")),
                new Case("one row of numbers", "1,2\n", ',', false, numbered(2)),
                new Case("blank lines first", "\n \na,b\n1,2\n", ',', true, List.of("a", "b")),
                new Case("numbers that begin late", "a,b\n?,x\n?,y\n7,x\n", ',', true, List.of("a", "b")),
                new Case("semicolons and decimal commas", "a;b\n1,5;2,5\n3,5;4,5\n", ';', true, List.of("a", "b")),
                new Case("tabs", "a\tb c\n1\t2\n", '\t', true, List.of("a", "b c")),
                new Case("pipes", "a|b\n1|2\n", '|', true, List.of("a", "b")),
                new Case("commas inside quotes", "a;b\n\"x,y,z\";1\n\"u,v,w\";2\n", ';', true, List.of("a", "b")),
                new Case("a ragged row", "a,b;c\n1,2;\n3,4;\n5\n", ',', true, List.of("a", "b;c")),
                new Case(
                        "names with quotes and blanks",
                        " \"a \"\"x\"\"\" , b \n1,2\n",
                        ',',
                        true,
                        List.of("a \"x\"", "b")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void of_noWishes_findsSeparatorHeaderAndNames(Case expected) {
        TableHead head = head(expected.text(), Dialect.Wishes.NONE);
        assertEquals(expected.separator(), head.dialect().separator());
        assertEquals(expected.header(), head.dialect().header());
        assertEquals(expected.names(), head.columnNames());
    }

    @Test
    void of_wishes_overrideWhatIsFound() {
        String numbers = "2019,2020\n1,2\n";
        assertEquals(numbered(2), head(numbers, Dialect.Wishes.NONE).columnNames());
        assertEquals(
                List.of("2019", "2020"),
                head(numbers, Dialect.Wishes.NONE.withHeader(true)).columnNames());
        assertEquals(
                numbered(2),
                head("a,b\n1,2\n", Dialect.Wishes.NONE.withHeader(false)).columnNames());
        assertEquals(
                List.of("a,b"),
                head(
                                "a,b\n1,2\n",
                                new Dialect.Wishes(
                                        Optional.of(';'), Optional.empty(), Optional.empty(), Optional.empty()))
                        .columnNames());
        TableHead unquoted = head(
                "'a;b';c\n1;2;3\n",
                new Dialect.Wishes(
                        Optional.empty(), Optional.of(Optional.empty()), Optional.empty(), Optional.empty()));
        assertEquals(List.of("'a", "b'", "c"), unquoted.columnNames());
        TableHead single = head(
                "'a;b';c\n1;3\n",
                new Dialect.Wishes(
                        Optional.empty(), Optional.of(Optional.of('\'')), Optional.empty(), Optional.empty()));
        assertEquals(List.of("a;b", "c"), single.columnNames());
        assertEquals(new Dialect(';', Optional.of('\''), true, DecimalSign.POINT), single.dialect());
    }

    @Test
    void of_quoteThatIsASeparator_isNotTakenForOne() {
        TableHead head = head(
                "|a|,b\n1,2\n",
                new Dialect.Wishes(
                        Optional.empty(), Optional.of(Optional.of('|')), Optional.empty(), Optional.empty()));
        assertEquals(List.of("a", "b"), head.columnNames());
    }

    @Test
    void of_namesTwice_isRefused() {
        assertData(
                "two columns are named \"a\"",
                "table.csv line 1",
                "give each column its own name in the header",
                () -> head("a,b,a\n1,2,3\n", Dialect.Wishes.NONE.withHeader(true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", " \t\n", "\"\"", "\n\"\"\n"})
    void of_nothing_saysSo(String text) {
        assertData(
                "the file is empty",
                "table.csv",
                "check the file: ls -l table.csv",
                () -> head(text, Dialect.Wishes.NONE));
    }

    @Test
    void of_sample_holdsWholeRowsOfTheTablesWidth() {
        TableHead head = head("a,b\n1,2\n3\n\n4,5,6\n7,\"8\n\"\n", Dialect.Wishes.NONE);
        assertEquals(
                List.of("[1, 2]", "[7, 8\n]"),
                head.sample().stream().map(Arrays::toString).toList());
    }

    @Test
    void of_longTable_samplesAThousandRows() {
        TableHead head = head("a,b\n" + "1,2\n".repeat(200_000), Dialect.Wishes.NONE);
        assertEquals(1000, head.sample().size());
    }

    @Test
    void of_wideTable_looksFurtherAndSamplesNoRowThatIsCut() {
        String row = "1234567,".repeat(12_000)
                + "7\n"; // 96,002 bytes: 256 KiB end inside the third row, 4 MiB inside the 44th
        TableHead head = head(row.repeat(50), Dialect.Wishes.NONE);
        assertEquals(12_001, head.columnNames().size());
        assertEquals(43, head.sample().size());
    }

    @Test
    void of_headerLongerThanTheFirstLook_isReadWhole() {
        String names = java.util.stream.IntStream.range(0, 60_000)
                .mapToObj(i -> "gene" + i)
                .collect(java.util.stream.Collectors.joining(","));
        TableHead head = head(names + "\n" + "1,".repeat(59_999) + "1\n", Dialect.Wishes.NONE);
        assertEquals(60_000, head.columnNames().size());
        assertEquals("gene59999", head.columnNames().getLast());
        assertEquals(1, head.sample().size());
    }

    @Test
    void of_namesTwiceAboveNumbers_isRefusedAndNotReadAsData() {
        assertData(
                "two columns are named \"a\"",
                "table.csv line 1",
                "give each column its own name in the header",
                () -> head("a,a,y\n1,2,3\n", Dialect.Wishes.NONE));
    }

    private static List<String> numbered(int count) {
        return java.util.stream.IntStream.rangeClosed(1, count)
                .mapToObj(i -> "column_" + i)
                .toList();
    }

    private static TableHead head(String text, Dialect.Wishes wishes) {
        return TableHead.of(TextTable.input(text), wishes);
    }
}
