package org.mlscale.engine.chunk;

import java.util.List;

/**
 * Reads cells that stand side by side as numbers, straight from their bytes: the same float32, to the bit, as {@link DecimalSign#parse} less a pivot gives. Nearly all cells take one
 * pass and no memory; what is written in another way is left to the caller.
 *
 * <p>One multiplication of doubles gives a number that is off by a few of its last bits; where all numbers so near become one float, that is the answer, else
 * {@link Decimals#nearest} tells.
 */
public final class NumberCells {
    private static final long[] WHOLE_POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};
    private static final int DIGITS_MAX = 19;
    private static final long ZEROS = 0x3030303030303030L;

    private static final String IN_NUMBERS = "0123456789+-.eE";

    /**
     * A column.
     *
     * @param pivot is taken from its numbers
     * @param left numbers, less the pivot, that are left to the caller: they may stand for a missing value. Stays the caller's, not to be written
     */
    public record Column(double pivot, float[] left) {}

    private final byte separator;
    private final byte point;
    private final Column[] columns;
    private final double[] pivots;
    private final boolean possible; // a digit might separate or quote
    private final boolean leaves;
    private long hash;

    /** For the cells of {@code columns}, which follow one another in the records. One thread. */
    public NumberCells(Dialect dialect, List<Column> columns) {
        this.separator = (byte) dialect.separator();
        this.point = (byte) dialect.decimal().sign();
        this.columns = columns.toArray(Column[]::new);
        this.pivots = columns.stream().mapToDouble(Column::pivot).toArray();
        this.leaves = columns.stream().anyMatch(column -> column.left().length > 0);
        this.possible = separator != point
                && IN_NUMBERS.indexOf(dialect.separator()) < 0
                && dialect.quote()
                        .filter(quote -> IN_NUMBERS.indexOf(quote) >= 0)
                        .isEmpty();
    }

    /** What was given to {@link #read}, and each number that it read folded into it: a function of the digits and the powers of ten, so of what is written, whatever the pivot. */
    public long hash() {
        return hash;
    }

    /** How many cells were read. */
    public static int count(long read) {
        return (int) (read >>> Integer.SIZE);
    }

    /** Place of the byte that ends the last of them; the place before the first if there is none. */
    public static int end(long read) {
        return (int) read;
    }

    /**
     * Reads the cell that begins at {@code at}, in the column {@code first}, and those behind it, up to the last column, the end of the line, or a cell that it cannot read: quoted,
     * padded, empty, a word, of more than 19 digits, or beyond a float.
     *
     * @param bytes a text followed by {@link Chunk#PADDING} line feeds
     * @param values takes the numbers less their pivots, never NaN or infinite, at {@code row} of each column's array
     * @param before what {@link #hash} begins with
     * @return {@link #count} and {@link #end} in one
     */
    public long read(byte[] bytes, int at, int first, float[][] values, int row, long before) {
        // One method, and nothing called from cell to cell but what the JIT takes in: in parts that call one another it
        // takes 1.4 times as long.
        long folded = before;
        int end = at - 1;
        int column = first;
        for (int columnsEnd = possible ? columns.length : 0; column < columnsEnd; column++) {
            int from = end + 1;
            int start = bytes[from] == '-' ? from + 1 : from;
            int place = start;
            long digits = 0;
            int digit;
            while ((digit = bytes[place] - '0') >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
                place++;
            }
            int count = place - start;
            int power = 0;
            if (bytes[place] == point) {
                int fraction = ++place;
                long word = CellCursor.word(bytes, place);
                long others = others(word);
                while (others == 0) {
                    digits = 100_000_000 * digits + eight(word);
                    place += Long.BYTES;
                    word = CellCursor.word(bytes, place);
                    others = others(word);
                }
                int left = Long.numberOfTrailingZeros(others) >>> 3;
                if (left > 0) {
                    digits =
                            WHOLE_POWERS[left] * digits + eight(word << -Byte.SIZE * left | ZEROS >>> Byte.SIZE * left);
                    place += left;
                }
                power = fraction - place;
                count -= power;
            }
            if ((bytes[place] | 0x20) == 'e') {
                long exponent = exponent(bytes, place);
                power += (int) (exponent >> Integer.SIZE);
                place = (int) exponent;
            }
            byte last = bytes[place];
            boolean lineEnds = last == '\n' || last == '\r';
            if (!(lineEnds || last == separator)
                    || count == 0
                    || count > DIGITS_MAX && count - zeros(bytes, start) > DIGITS_MAX
                    || power < -Decimals.POWER_MAX
                    || power > Decimals.POWER_MAX) {
                break;
            }
            boolean negative = start > from;
            double near = Decimals.near(digits, power);
            float value;
            if (pivots[column] == 0 && Decimals.hasFloat(near)) {
                value = negative ? -(float) near : (float) near;
            } else {
                value = rounded(digits, power, negative, pivots[column]);
                if (!(Math.abs(value) <= Float.MAX_VALUE)) {
                    break;
                }
            }
            if (leaves && isLeft(value, column)) {
                break;
            }
            values[column][row] = value;
            folded = CellHash.fold(folded, (negative ? ~digits : digits) + ((long) power << Long.SIZE - Byte.SIZE));
            end = place;
            if (lineEnds) {
                column++;
                break;
            }
        }
        hash = folded;
        return (long) (column - first) << Integer.SIZE | end & 0xFFFF_FFFFL;
    }

    /** The exponent whose letter is at {@code at}, in the upper half, and its end in the lower; the end is {@code at} itself if there is none. */
    private static long exponent(byte[] bytes, int at) {
        long word = CellCursor.word(bytes, at);
        int sign = (byte) (word >>> 8);
        int tens = (int) (word >>> 16 & 0xFF) - '0';
        int units = (int) (word >>> 24 & 0xFF) - '0';
        int after = (int) (word >>> 32 & 0xFF) - '0';
        boolean signed = sign == '-' || sign == '+';
        if (signed
                && tens >= 0
                && tens <= 9
                && units >= 0
                && units <= 9
                && (after < 0 || after > 9)) { // as printf writes it
            int size = 10 * tens + units;
            return (long) (sign == '-' ? -size : size) << Integer.SIZE | at + 4;
        }
        int first = signed ? at + 2 : at + 1;
        int size = 0;
        int place = first;
        int digit;
        while (place < first + 4 && (digit = bytes[place] - '0') >= 0 && digit <= 9) {
            size = 10 * size + digit;
            place++;
        }
        return place == first ? at : (long) (sign == '-' ? -size : size) << Integer.SIZE | place;
    }

    /** How many zeros, the point left out, a number begins with. */
    private int zeros(byte[] bytes, int start) {
        int count = 0;
        for (int place = start; bytes[place] == '0' || bytes[place] == point; place++) {
            count += bytes[place] == '0' ? 1 : 0;
        }
        return count;
    }

    /** 0x80 in the lowest byte that is no digit, anything above it. */
    private static long others(long word) {
        return (word + 0x4646464646464646L | word - ZEROS) & 0x8080808080808080L;
    }

    /**
     * The number that eight digits write.
     *
     * @see "Lemire, Number parsing at a gigabyte per second, Software: Practice and Experience 51 (2021)"
     */
    private static long eight(long word) {
        long pairs = word - ZEROS;
        pairs = 10 * pairs + (pairs >>> 8);
        return ((pairs & 0x000000FF000000FFL) * 0x000F424000000064L
                        + (pairs >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L)
                >>> 32;
    }

    /** The number less the pivot where it is not beyond doubt. */
    private static float rounded(long digits, int power, boolean negative, double pivot) {
        double near = Decimals.near(digits, power);
        double difference = (negative ? -near : near) - pivot;
        double margin = Decimals.MARGIN * (near + Math.abs(difference));
        float value = (float) (difference - margin);
        if (value != (float) (difference + margin)) {
            double number = digits == 0 ? 0 : Decimals.nearest(digits, power);
            value = (float) ((negative ? -number : number) - pivot);
        }
        return value;
    }

    private boolean isLeft(float value, int column) {
        for (float number : columns[column].left()) {
            if (number == value) {
                return true; // as far as a float tells: the text decides
            }
        }
        return false;
    }
}
