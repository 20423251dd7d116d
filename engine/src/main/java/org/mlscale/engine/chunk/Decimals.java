package org.mlscale.engine.chunk;

import java.math.BigInteger;

/**
 * The double nearest to a decimal number of up to 19 digits, ties to even: what {@link Double#parseDouble} gives, in two multiplications.
 *
 * @see "Lemire, Number parsing at a gigabyte per second, Software: Practice and Experience 51 (2021)"
 * @see "Mushtak and Lemire, Fast number parsing without fallback, Software: Practice and Experience 53 (2023): it always comes out"
 */
final class Decimals {
    /** Powers of ten that it knows. Within them no double is subnormal or infinite. */
    static final int POWER_MAX = 64;

    private static final long[] HIGH = new long[2 * POWER_MAX + 1];
    private static final long[] LOW = new long[2 * POWER_MAX + 1];

    /** Three roundings of 2<sup>-53</sup> each lie between {@link #near} and the number, and two more in what is made of it. */
    static final double MARGIN = 0x1p-50;

    private static final long FLOAT_REST = (1L << 29) - 1; // bits of a double beyond those of a float
    private static final int FLOAT_MIDDLE = 1 << 28;
    private static final int OFF_MAX = 8;
    private static final double FLOAT_MIN = 1.2e-38;
    private static final double FLOAT_MAX = 3.4e38;

    private static final double[] POWERS = new double[2 * POWER_MAX + 1];

    private static final int FRACTION_BITS = 52;

    /** Bits of a product beyond the fraction, its own one, the rounding bit and one more that a leading zero may cost. */
    private static final int SPARE_BITS = Long.SIZE - FRACTION_BITS - 3;

    private static final long SPARE = (1L << SPARE_BITS) - 1;

    static {
        for (int power = -POWER_MAX; power <= POWER_MAX; power++) {
            POWERS[power + POWER_MAX] = Double.parseDouble("1e" + power);
            BigInteger bits = power < 0
                    ? reciprocal(-power)
                    : leading(BigInteger.valueOf(5).pow(power));
            HIGH[power + POWER_MAX] = bits.shiftRight(Long.SIZE).longValue();
            LOW[power + POWER_MAX] = bits.longValue();
        }
    }

    private Decimals() {}

    /** The 128 leading bits. */
    private static BigInteger leading(BigInteger number) {
        int shift = number.bitLength() - 2 * Long.SIZE;
        return shift > 0 ? number.shiftRight(shift) : number.shiftLeft(-shift);
    }

    /** Those of 1 / 5<sup>power</sup>, rounded up. */
    private static BigInteger reciprocal(int power) {
        BigInteger five = BigInteger.valueOf(5).pow(power);
        int shift = 2 * five.bitLength() + 2 * Long.SIZE;
        return leading(BigInteger.ONE.shiftLeft(shift).divide(five).add(BigInteger.ONE));
    }

    /** {@code digits} · 10<sup>power</sup>, the digits read as unsigned, the power from -64 to 64: off by 2<sup>-51</sup> of it at most. */
    static double near(long digits, int power) {
        double whole = digits >= 0 ? (double) digits : 2 * (double) (digits >>> 1 | digits & 1);
        return whole * POWERS[power + POWER_MAX];
    }

    /** Whether all numbers as near to {@code near}, above 0, as it may be off become the same float, and not a subnormal one: 3.01 of its last bits, and a half for the rounding of the true one. */
    static boolean hasFloat(double near) {
        int pastMiddle = (int) (Double.doubleToRawLongBits(near) & FLOAT_REST) - FLOAT_MIDDLE;
        return Math.abs(pastMiddle) > OFF_MAX && near > FLOAT_MIN && near < FLOAT_MAX;
    }

    /** {@code digits} · 10<sup>power</sup>, the digits read as unsigned and not 0, the power from -64 to 64. */
    static double nearest(long digits, int power) {
        int zeros = Long.numberOfLeadingZeros(digits);
        long shifted = digits << zeros;
        int index = power + POWER_MAX;
        long high = Math.unsignedMultiplyHigh(shifted, HIGH[index]);
        long low = shifted * HIGH[index];
        if ((high & SPARE) == SPARE) {
            long more = Math.unsignedMultiplyHigh(shifted, LOW[index]);
            low += more;
            high += Long.compareUnsigned(low, more) < 0 ? 1 : 0;
        }
        int top = (int) (high >>> Long.SIZE - 1);
        long fraction = high >>> top + SPARE_BITS;
        boolean tie = low >= 0 && low <= 1 && power >= -4 && power <= 23 && (fraction & 3) == 1;
        if (tie && fraction << top + SPARE_BITS == high) {
            fraction--; // to even
        }
        fraction = (fraction + (fraction & 1)) >>> 1;
        long exponent = (217_706L * power >> 16) + Long.SIZE - 1 + top - zeros + Double.MAX_EXPONENT;
        return Double.longBitsToDouble((exponent << FRACTION_BITS)
                + fraction
                - (1L << FRACTION_BITS)); // a carry of the rounding goes on to the exponent
    }
}
