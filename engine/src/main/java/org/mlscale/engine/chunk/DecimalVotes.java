package org.mlscale.engine.chunk;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the head of a table says of its decimal sign: each column of numbers with a fraction has one vote. Whole numbers have none, nor have
 * cells like 1,234, which may just as well be thousands.
 *
 * @param point columns that are numbers with a decimal point and would not be with a comma
 * @param comma the other way round
 */
public record DecimalVotes(int point, int comma) {
    private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+");
    private static final Pattern SEPARATED = Pattern.compile("[+-]?[0-9]{1,3}([.,' \u00a0]?[0-9]{3})*([.,][0-9]+)?");

    /** Cells of a column that anybody would call numbers and that the table's sign does not read. */
    public record Unread(int column, String example) {
        /** True if {@code sign} reads the example. */
        public boolean readBy(DecimalSign sign) {
            return reads(sign, example);
        }

        /** True if the example's separators may be those of thousands. */
        public boolean thousands() {
            return THOUSANDS.matcher(example.replace('.', ',')).matches();
        }
    }

    /** The votes of {@code columns}, by the first rows of a table. */
    public static DecimalVotes of(List<String[]> rows, int[] columns) {
        int point = 0;
        int comma = 0;
        for (int column : columns) {
            long points = count(rows, column, cell -> cell.indexOf('.') >= 0 && reads(DecimalSign.POINT, cell));
            long commas = count(rows, column, DecimalVotes::hasComma);
            if (points > commas && mostly(rows, column, cell -> reads(DecimalSign.POINT, cell))) {
                point++;
            }
            if (commas > points && mostly(rows, column, cell -> reads(DecimalSign.COMMA, cell))) {
                comma++;
            }
        }
        return new DecimalVotes(point, comma);
    }

    /** The sign with more votes; the point if there is no majority. */
    public DecimalSign winner() {
        return comma > point ? DecimalSign.COMMA : DecimalSign.POINT;
    }

    public boolean isFor(DecimalSign sign) {
        return sign == DecimalSign.POINT ? point > comma : comma > point;
    }

    /** The first column, if any, most of whose cells are numbers to a person and not to {@code sign}. */
    public static Optional<Unread> unread(List<String[]> rows, int columnCount, DecimalSign sign) {
        return IntStream.range(0, columnCount)
                .mapToObj(column -> rows.stream()
                        .map(row -> row[column])
                        .filter(cell -> SEPARATED.matcher(cell).matches() && !reads(sign, cell))
                        .findFirst()
                        .filter(_ -> mostly(
                                rows, column, cell -> SEPARATED.matcher(cell).matches()))
                        .map(cell -> new Unread(column, cell)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** True if there are commas in {@code rows}, and each is a number's decimal sign for certain. */
    static boolean allCommas(List<String[]> rows) {
        List<String> cells = rows.stream()
                .flatMap(Stream::of)
                .filter(cell -> cell.indexOf(',') >= 0)
                .toList();
        return !cells.isEmpty() && cells.stream().allMatch(DecimalVotes::hasComma);
    }

    private static boolean hasComma(String cell) {
        return cell.indexOf(',') >= 0
                && reads(DecimalSign.COMMA, cell)
                && !THOUSANDS.matcher(cell).matches();
    }

    private static boolean reads(DecimalSign sign, String cell) {
        return !Double.isNaN(sign.parse(cell));
    }

    private static long count(List<String[]> rows, int column, Predicate<String> cells) {
        return rows.stream().filter(row -> cells.test(row[column])).count();
    }

    private static boolean mostly(List<String[]> rows, int column, Predicate<String> cells) {
        return 2 * count(rows, column, cells) >= count(rows, column, cell -> !cell.isEmpty());
    }
}
