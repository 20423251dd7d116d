package org.mlscale.engine.compute;

import java.util.Arrays;

/** Products by their definition, in loops that the JIT makes vectors of where it can: what the others are held against, and what there is on a machine without a library. */
public final class PlainBlas implements Blas {
    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public void multiply(
            Form form, int m, int n, int k, float[] a, int aAt, float[] b, int bAt, boolean add, float[] c, int cAt) {
        if (!add) {
            Arrays.fill(c, cAt, cAt + m * n, 0);
        }
        for (int row = 0; row < m; row++) {
            for (int i = 0; i < k; i++) {
                float left = a[form == Form.LEFT_TRANSPOSED ? aAt + i * m + row : aAt + row * k + i];
                if (form == Form.RIGHT_TRANSPOSED) {
                    for (int column = 0; column < n; column++) {
                        c[cAt + row * n + column] += left * b[bAt + column * k + i];
                    }
                } else {
                    axpy(left, b, bAt + i * n, c, cAt + row * n, n);
                }
            }
        }
    }

    private static void axpy(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
        for (int i = 0; i < length; i++) {
            y[yAt + i] += factor * x[xAt + i];
        }
    }
}
