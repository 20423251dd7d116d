package org.mlscale.engine.table;

/** Counter-based random numbers: every draw is a pure function of its coordinates, none of which is ever a rank. */
public final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Draws() {}

    public static long draw(long... coordinates) {
        long hash = GOLDEN;
        for (long coordinate : coordinates) {
            hash = mix(hash ^ mix(coordinate + GOLDEN));
        }
        return hash;
    }

    /**
     * A bijection on 64 bits in which every input bit moves every output bit.
     *
     * @see "Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014 (the finaliser of SplitMix64)"
     */
    public static long mix(long bits) {
        long a = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** A float in [-1, 1). */
    public static float signed(long... coordinates) {
        return (draw(coordinates) >> 40) * 0x1p-23f;
    }

    /** A double in [0, 1). */
    public static double unit(long... coordinates) {
        return (draw(coordinates) >>> 11) * 0x1p-53;
    }
}
