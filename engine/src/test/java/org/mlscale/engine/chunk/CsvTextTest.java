package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CsvTextTest {
    private static final List<String> PIECES = List.of(
            ",", "\"", "\n", "\r", "\r\n", " ", "\t", ";", "'", "a", "1.5", "é", "😀", "\u3000", "\u00a0", "\f", "#",
            "\\", "\uFEFF", "\u0001"); // no NUL: a table that holds one is refused

    @Test
    void toString_randomCells_readBackAsTheyWere() {
        Seeds.some(3000).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int columnCount = 1 + random.nextInt(4);
            List<List<String>> rows = new ArrayList<>();
            CsvText text = new CsvText();
            for (int row = random.nextInt(5); row >= 0; row--) {
                List<String> cells = cells(random, columnCount);
                rows.add(cells);
                cells.forEach(text::cell);
                text.end();
            }
            List<List<String>> read = new ArrayList<>();
            Chunk chunk = TextTable.chunk("x.csv", 1, text.toString());
            Rows.read(chunk, TextTable.COMMA_NO_HEADER, columnCount, row -> {
                switch (row) {
                    case Row.Good(long _, String[] cells) -> read.add(Arrays.asList(cells));
                    case Row.Bad bad -> throw new AssertionError(bad + ": " + Seeds.repeat(getClass(), seed));
                }
            });
            assertEquals(rows, read, () -> "<%s> %s".formatted(text, Seeds.repeat(getClass(), seed)));
        });
    }

    @Test
    void cell_onlyWhatNeedsQuotes_isQuoted() {
        CsvText text = new CsvText();
        List.of("plain", "two words", "a;b", "it's", "a,b", "say \"x\"", "a\nb", " x", "x\t", "")
                .forEach(text::cell);
        assertEquals(
                "plain,two words,a;b,it's,\"a,b\",\"say \"\"x\"\"\",\"a\nb\",\" x\",\"x\t\",\n",
                text.end().toString());
    }

    @Test
    void cell_floats_areWrittenShort() {
        assertEquals(
                "0.1,-3,,1E10\n",
                new CsvText()
                        .cell(0.1f)
                        .cell(-3f)
                        .cell(Float.NaN)
                        .cell(1e10f)
                        .end()
                        .toString());
    }

    @Test
    void end_recordOfOneEmptyCell_isNoBlankLine() {
        assertEquals(
                "a\n\"\"\nb\n",
                new CsvText().cell("a").end().cell("").end().cell("b").end().toString());
    }

    /** Cells that are encoded once, and bytes that are used again, are the same text. */
    @Test
    void view_encodedCellsAndAgainAfterClear_areTheSameBytes() {
        CsvText reused = new CsvText();
        Seeds.some(2000).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            CsvText text = new CsvText();
            reused.clear();
            for (int row = random.nextInt(5); row >= 0; row--) {
                for (String cell : cells(random, 3)) {
                    text.cell(cell);
                    reused.cell(new CsvText.Cell(cell));
                }
                text.end();
                reused.end();
            }
            byte[] viewed = new byte[reused.view().remaining()];
            reused.view().get(viewed);
            assertArrayEquals(text.toBytes(), viewed, () -> Seeds.repeat(getClass(), seed));
            assertArrayEquals(text.toString().getBytes(StandardCharsets.UTF_8), viewed);
        });
    }

    @Test
    void cell_longerThanAllBefore_growsTheText() {
        for (String piece : List.of("x", "\"", "é", "😀", "x,")) {
            String cell = piece.repeat(70_000);
            String quoted =
                    piece.equals("\"") || piece.equals("x,") ? "\"%s\"".formatted(cell.replace("\"", "\"\"")) : cell;
            assertEquals(
                    "a,%s\n".formatted(quoted),
                    new CsvText().cell("a").cell(cell).end().toString());
        }
    }

    @Test
    void cell_wholeNumbers_areTheirDigits() {
        assertEquals(
                "0,10,2147483647,2147483648,-1,-9223372036854775808\n",
                new CsvText()
                        .cell(0)
                        .cell(10)
                        .cell(Integer.MAX_VALUE)
                        .cell(Integer.MAX_VALUE + 1L)
                        .cell(-1)
                        .cell(Long.MIN_VALUE)
                        .end()
                        .toString());
    }

    private static List<String> cells(SplittableRandom random, int count) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder cell = new StringBuilder();
            for (int length = random.nextInt(5); length > 0; length--) {
                cell.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            cells.add(cell.toString());
        }
        return cells;
    }
}
