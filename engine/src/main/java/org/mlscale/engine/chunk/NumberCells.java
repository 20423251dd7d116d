package org.mlscale.engine.chunk;

/**
 * Reads numbers straight from the bytes of cells: the same float32, to the bit, as {@link DecimalSign#parse} less a pivot gives. Nearly all cells take one pass and
 * no memory; what is written in another way is left to the caller.
 *
 * <p>One multiplication of doubles gives a number that is off by a few of its last bits; where all numbers so near become one float, that is the answer, else
 * {@link Decimals#nearest} tells.
 */
public final class NumberCells {
    /** What {@link #read} answers for a cell that it cannot read. */
    public static final long NOT_READ = 0;

    private static final long[] WHOLE_POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};
    private static final int DIGITS_MAX = 19;
    private static final long ZEROS = 0x3030303030303030L;

    private static final String IN_NUMBERS = "0123456789+-.eE";

    private final byte separator;
    private final byte point;
    private final double pivot;
    private final boolean possible; // a digit might separate or quote
    private long hash;

    /** For the cells of one column. One thread. */
    public NumberCells(Dialect dialect, double pivot) {
        this.separator = (byte) dialect.separator();
        this.point = (byte) dialect.decimal().sign();
        this.pivot = pivot;
        this.possible = separator != point
                && IN_NUMBERS.indexOf(dialect.separator()) < 0
                && dialect.quote()
                        .filter(quote -> IN_NUMBERS.indexOf(quote) >= 0)
                        .isEmpty();
    }

    /** Of the number that was read last: a function of its digits and its power of ten, so of what is written, whatever the pivot. */
    public long hash() {
        return hash;
    }

    /** Place of the byte that ends the cell. */
    public static int end(long read) {
        return (int) read;
    }

    /** The number in the cell less the pivot; never NaN or infinite. */
    public static float value(long read) {
        return Float.intBitsToFloat((int) (read >>> Integer.SIZE));
    }

    /**
     * Reads the cell that begins at {@code at} of a text followed by {@link Chunk#PADDING} line feeds.
     *
     * @return its end and its value in one, or {@link #NOT_READ}: quoted, padded, empty, a word, of more than 19 digits, or beyond a float
     */
    public long read(byte[] bytes, int at) {
        // in parts that the JIT takes into the loop: as one method of 390 bytes it is called, which costs 8 % more
        int start = bytes[at] == '-' ? at + 1 : at;
        int place = start;
        long digits = 0;
        int digit;
        while ((digit = bytes[place] - '0') >= 0 && digit <= 9) {
            digits = 10 * digits + digit;
            place++;
        }
        return bytes[place] == point
                ? fraction(bytes, at, start, digits, place)
                : ended(bytes, at, start, digits, place - start, 0, place);
    }

    /** The rest of a number whose point is at {@code pointAt}. */
    private long fraction(byte[] bytes, int at, int start, long whole, int pointAt) {
        long digits = whole;
        int place = pointAt + 1;
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
            digits = WHOLE_POWERS[left] * digits + eight(word << -Byte.SIZE * left | ZEROS >>> Byte.SIZE * left);
            place += left;
        }
        return ended(bytes, at, start, digits, place - start - 1, pointAt + 1 - place, place);
    }

    /** A number of {@code count} digits, times ten to the {@code power}, which end at {@code digitsEnd}. */
    private long ended(byte[] bytes, int at, int start, long digits, int count, int powerOfDigits, int digitsEnd) {
        int place = digitsEnd;
        int power = powerOfDigits;
        if ((bytes[place] | 0x20) == 'e') {
            long exponent = exponent(bytes, place);
            power += (int) (exponent >> Integer.SIZE);
            place = (int) exponent;
        }
        byte last = bytes[place];
        boolean whole = last == separator || last == '\n' || last == '\r';
        if (!whole || count == 0 || !possible || count > DIGITS_MAX && count - zeros(bytes, start) > DIGITS_MAX) {
            return NOT_READ;
        }
        boolean negative = start > at;
        hash = (negative ? ~digits : digits) + ((long) power << Long.SIZE - Byte.SIZE);
        return rounded(digits, power, negative, place);
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

    private long rounded(long digits, int power, boolean negative, int end) {
        if (power < -Decimals.POWER_MAX || power > Decimals.POWER_MAX) {
            return NOT_READ;
        }
        double near = Decimals.near(digits, power);
        if (pivot == 0 && Decimals.hasFloat(near)) {
            return packed(negative ? -(float) near : (float) near, end);
        }
        double difference = (negative ? -near : near) - pivot;
        double margin = Decimals.MARGIN * (near + Math.abs(difference));
        float value = (float) (difference - margin);
        if (value != (float) (difference + margin)) {
            double number = digits == 0 ? 0 : Decimals.nearest(digits, power);
            value = (float) ((negative ? -number : number) - pivot);
        }
        return Math.abs(value) <= Float.MAX_VALUE ? packed(value, end) : NOT_READ;
    }

    private static long packed(float value, int end) {
        return (long) Float.floatToRawIntBits(value) << Integer.SIZE | end;
    }
}
