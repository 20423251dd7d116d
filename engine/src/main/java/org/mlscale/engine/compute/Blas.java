package org.mlscale.engine.compute;

/**
 * Products of float32 matrices, each of which lies row by row and without gaps in an array. A result is a pure function of the arguments, whichever thread asks, as long as the
 * {@link #name} is the same. Thread-safe.
 */
public interface Blas {
    /** Which of the two factors lies transposed, column by column. */
    enum Form {
        PLAIN,
        LEFT_TRANSPOSED,
        RIGHT_TRANSPOSED
    }

    /** What does it, down to the kernel: two machines that name it alike give the same bits. */
    String name();

    /**
     * Writes {@code c} [m x n] = {@code a} [m x k] · {@code b} [k x n], or adds it to what {@code c} holds. No array may be another one.
     *
     * @param a from {@code aAt} on; [k x m] if the left factor is transposed
     * @param b from {@code bAt} on; [n x k] if the right factor is transposed
     */
    void multiply(
            Form form, int m, int n, int k, float[] a, int aAt, float[] b, int bAt, boolean add, float[] c, int cAt);
}
