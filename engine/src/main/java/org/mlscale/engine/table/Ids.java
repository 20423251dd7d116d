package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.mlscale.engine.schema.Column;

/** Finds columns of numbers that name the rows of a table, although nobody called them ids. */
final class Ids {
    /** Fewer rows than this count up by chance. */
    private static final int ROWS_MIN = 10;

    /** An id that names customers rather than rows comes again here and there. */
    private static final double DIFFERENT_MIN = 0.99;

    /** A second header line, or a footer, has no id. */
    private static final double MISSING_MAX = 0.001;

    private static final Pattern NAME =
            Pattern.compile("(?:.*[ _.-])?(?i:id)|.*[a-z]I[dD]|(?i:index|no|nr|#|unnamed: 0|row"
                    + "[ _.-]?(?:names?|num|number|no|nr|index)?)");

    private final IntFunction<List<Cells>> cells;
    private final long rows;
    private final SampledCells sample;
    private final boolean header;
    private final long unreadable;

    /**
     * @param cells of a column, chunk by chunk
     * @param rows of the table
     * @param sample of all rows
     * @param header whether the columns have names of their own
     * @param unreadable records that are not among the rows: an id goes on past them
     */
    Ids(IntFunction<List<Cells>> cells, long rows, SampledCells sample, boolean header, long unreadable) {
        this.cells = cells;
        this.rows = rows;
        this.sample = sample;
        this.header = header;
        this.unreadable = unreadable;
    }

    /**
     * {@code columns} without those that name rows, unless nothing but these is left to learn from.
     *
     * @param places of the columns in the table
     * @param numbers names of those that the user calls numbers
     */
    List<Column> leftOut(List<Column> columns, List<Integer> places, Set<String> numbers) {
        List<Column> left = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i) instanceof Column.Numeric number && !numbers.contains(number.name())
                        ? why(number, places.get(i))
                                .<Column>map(why -> new Column.Unused(number.name(), why))
                                .orElse(number)
                        : columns.get(i))
                .toList();
        return left.stream().anyMatch(column -> column.inputCount() > 0) ? left : columns;
    }

    /** Why the numbers of {@code column}, at {@code place} in the table, are an id, if they are. */
    private Optional<Column.Why> why(Column.Numeric column, int place) {
        if (rows < ROWS_MIN || column.missing() > MISSING_MAX * rows || column.pivot() != Math.rint(column.pivot())) {
            return Optional.empty();
        }
        boolean named = header
                && (NAME.matcher(column.name()).matches() || column.name().equals("column_" + (place + 1)));
        boolean fromTheFirst = column.min() == 0 || column.min() == 1;
        if ((named || fromTheFirst) && counts(column, place)) {
            return Optional.of(Column.Why.COUNTS);
        }
        return named && different(place) ? Optional.of(Column.Why.NAMED_ID) : Optional.empty();
    }

    /** True if each number is the one before it plus one, but for the records between them that cannot be read or have none. */
    private boolean counts(Column.Numeric column, int place) {
        double next = column.min();
        long spare = unreadable;
        for (Cells chunk : cells.apply(place)) {
            for (float value : ((Cells.Floats) chunk).values()) {
                if (Float.isNaN(value)) {
                    spare++;
                    continue;
                }
                while (value > (float) (next - column.pivot()) && spare > 0) {
                    next++;
                    spare--;
                }
                if (value != (float) (next - column.pivot())) {
                    return false;
                }
                next++;
            }
        }
        return true;
    }

    /** True if the sampled numbers are whole and hardly ever come twice. */
    private boolean different(int place) {
        float[] numbers = sample.numbers(place);
        for (float number : numbers) {
            if (number % 1 != 0 && !Float.isNaN(number)) {
                return false;
            }
        }
        Arrays.sort(numbers); // NaN is not equal to itself: each counts as one more
        int different = 1;
        for (int i = 1; i < numbers.length; i++) {
            different += numbers[i] != numbers[i - 1] ? 1 : 0;
        }
        return different >= DIFFERENT_MIN * numbers.length;
    }
}
