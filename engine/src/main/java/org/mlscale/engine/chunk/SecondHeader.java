package org.mlscale.engine.chunk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fault.Shell;

/**
 * A second line of names below the header, as spreadsheets have them. Taken for a row it would cost each column of numbers a cell, and in a
 * short table make all of them words.
 */
final class SecondHeader {
    private static final int ROWS_MIN = 3;
    private static final int COLUMNS_MIN = 2;

    private SecondHeader() {}

    /**
     * True if the first of {@code rows} has a word of its own in every column that holds numbers below it. Missing cells are no words of their
     * own: they are alike.
     */
    static boolean isIn(List<String[]> rows, DecimalSign decimal) {
        if (rows.size() < ROWS_MIN) {
            return false;
        }
        String[] first = rows.getFirst();
        List<String[]> below = rows.subList(1, rows.size());
        List<String> above = IntStream.range(0, first.length)
                .filter(column -> numbers(below, column, decimal))
                .mapToObj(column -> first[column])
                .toList();
        Set<String> different = new HashSet<>(above);
        return above.size() >= COLUMNS_MIN
                && different.size() == above.size()
                && above.stream().allMatch(cell -> !cell.isEmpty() && Double.isNaN(decimal.parse(cell)));
    }

    private static boolean numbers(List<String[]> rows, int column, DecimalSign decimal) {
        long cells = rows.stream().filter(row -> !row[column].isEmpty()).count();
        long numbers = rows.stream()
                .filter(row -> !Double.isNaN(decimal.parse(row[column])))
                .count();
        return numbers > 0 && 10 * numbers >= 9 * cells;
    }

    static Fault fault(String file, long line) {
        return Fault.data(
                "there is a second header line: it has a word above each column of numbers",
                new Location(file, line),
                "sed %dd %s >one-header.csv keeps the names of the first line%ntail -n +%d %s >one-header.csv keeps those of this one"
                        .formatted(line, Shell.word(file), line, Shell.word(file)));
    }
}
