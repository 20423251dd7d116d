package org.mlscale.engine.chunk;

import java.nio.charset.StandardCharsets;

/**
 * Writes numbers as decimal digits, straight into bytes.
 *
 * <p>A float32 is written as the shortest decimal that reads back to it, and of the shortest the nearest: the text of {@link Float#toString}, but
 * for the {@code .0} of whole numbers. Between 2^-26 and 10^7, where probabilities and most predictions are, that is exact arithmetic in 64 bits.
 */
final class DecimalText {
    /** No float32 or int takes more: {@code -1.17549435E-38}, {@code -2147483648}. */
    static final int BYTES_MAX = 16;

    private static final float EXACT_MIN = 0x1p-26f; // below, c · 5^n would not fit into 62 bits
    private static final float EXACT_END = 1e7f; // from here on Float.toString writes an exponent
    private static final int SMALLEST_FRACTION = 1 << 23; // of a power of two, whose neighbours are not equally far
    private static final long[] POWERS_OF_5 = new long[16];
    private static final int[] POWERS_OF_10 = new int[10];
    private static final byte[] PAIRS = new byte[200]; // 00 01 … 99

    static {
        POWERS_OF_5[0] = 1;
        for (int i = 1; i < POWERS_OF_5.length; i++) {
            POWERS_OF_5[i] = 5 * POWERS_OF_5[i - 1];
        }
        POWERS_OF_10[0] = 1;
        for (int i = 1; i < POWERS_OF_10.length; i++) {
            POWERS_OF_10[i] = 10 * POWERS_OF_10[i - 1];
        }
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private DecimalText() {}

    /**
     * Writes {@code number}: {@code 0.1}, {@code 3}, {@code 1.5E10}; nothing for NaN.
     *
     * @param target has room for {@link #BYTES_MAX} bytes from {@code at} on
     * @return one past the last byte written
     */
    static int write(float number, byte[] target, int at) {
        if (Float.isNaN(number)) {
            return at;
        }
        int bits = Float.floatToRawIntBits(number);
        float size = Math.abs(number);
        int whole = (int) size;
        int fraction = bits & SMALLEST_FRACTION - 1 | SMALLEST_FRACTION;
        boolean exact = size >= EXACT_MIN && fraction != SMALLEST_FRACTION || whole == size;
        if (!exact || size >= EXACT_END) {
            return writeAsJava(number, target, at);
        }
        int to = at;
        if (bits < 0) {
            target[to++] = '-';
        }
        return whole == size
                ? writeDigits(whole, digitCount(whole), target, to)
                : writeExact(fraction, (bits >>> 23 & 0xff) - 150, target, to);
    }

    /** Writes a whole number that is not negative. */
    static int write(int number, byte[] target, int at) {
        return writeDigits(number, digitCount(number), target, at);
    }

    /**
     * Writes {@code fraction · 2^exponent}, which is no whole number and no power of two.
     *
     * <p>Whatever lies between the middles to its neighbours reads back to it, the middles themselves if {@code fraction} is even. The finest
     * grid of decimals that is needed has steps of {@code 10^-n <= 2^exponent}: it has a point in there, and the next coarser one has one or
     * none. In units of {@code 10^-n} the number is {@code fraction · 5^n · 2^(n + exponent)}; all is kept as whole multiples of a quarter of
     * that power of two.
     */
    private static int writeExact(int fraction, int exponent, byte[] target, int at) {
        int n = -(exponent * 1233 >> 12); // 1233 / 4096 is log10(2) as closely as is needed here
        int shift = 2 - n - exponent;
        long half = 2 * POWERS_OF_5[n];
        long value = half * 2 * fraction;
        int odd = fraction & 1;
        long least = value - half + odd;
        long most = value + half - odd;
        int below = (int) (value >>> shift);
        int coarse = below / 10;
        boolean coarseBelow = (coarse * 10L << shift) >= least;
        boolean coarseAbove = (coarse * 10L + 10 << shift) <= most;
        if (coarseBelow || coarseAbove) {
            int digits = coarseBelow ? coarse : coarse + 1;
            int places = n - 1;
            for (int tenth = digits / 10; digits == tenth * 10; tenth = digits / 10) {
                digits = tenth;
                places--;
            }
            return writeDecimal(digits, places, target, at);
        }
        boolean isBelow = ((long) below << shift) >= least;
        boolean isAbove = (below + 1L << shift) <= most;
        if (isBelow && isAbove) {
            long middle = (2L * below + 1 << shift) - 2 * value; // above 0 if the lower one is nearer
            isBelow = middle > 0 || middle == 0 && (below & 1) == 0;
        }
        return writeDecimal(isBelow ? below : below + 1, n, target, at);
    }

    /** Writes {@code digits · 10^-places}: with an exponent below 0.001, as {@link Float#toString} does. */
    private static int writeDecimal(int digits, int places, byte[] target, int at) {
        int count = digitCount(digits);
        int before = count - places; // digits before the point
        int to = at;
        if (before > 0) {
            writeDigits(digits, count, target, to + 1);
            for (int end = to + before; to < end; to++) {
                target[to] = target[to + 1];
            }
            target[to] = '.';
            return at + count + 1;
        }
        if (before > -3) {
            target[to++] = '0';
            target[to++] = '.';
            for (int zeros = before; zeros < 0; zeros++) {
                target[to++] = '0';
            }
            return writeDigits(digits, count, target, to);
        }
        writeDigits(digits, count, target, to + 1);
        target[to] = target[to + 1];
        target[to + 1] = '.';
        to += count == 1 ? 1 : count + 1;
        target[to++] = 'E';
        target[to++] = '-';
        return writeDigits(1 - before, digitCount(1 - before), target, to);
    }

    private static int digitCount(int number) {
        int count = (32 - Integer.numberOfLeadingZeros(number)) * 1233 >> 12; // or one less
        return number < POWERS_OF_10[count] ? Math.max(1, count) : count + 1;
    }

    private static int writeDigits(int number, int count, byte[] target, int at) {
        int left = number;
        int to = at + count;
        while (left >= 100) {
            int rest = left / 100;
            int pair = 2 * (left - 100 * rest);
            target[--to] = PAIRS[pair + 1];
            target[--to] = PAIRS[pair];
            left = rest;
        }
        if (left >= 10) {
            target[--to] = PAIRS[2 * left + 1];
            target[--to] = PAIRS[2 * left];
        } else {
            target[--to] = (byte) ('0' + left);
        }
        return at + count;
    }

    private static int writeAsJava(float number, byte[] target, int at) {
        byte[] text = Float.toString(number).replaceFirst("\\.0(?=E|$)", "").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, target, at, text.length);
        return at + text.length;
    }
}
