package org.mlscale.engine.compute;

import org.mlscale.engine.fault.Fault;

/** Whether a library multiplies rightly on the machine at hand, at sizes at which kernels go wrong: takes a millisecond, before anything is learned with it. */
final class SelfTest {
    private static final int[][] SIZES = {{1, 1, 1}, {5, 7, 9}, {17, 33, 65}, {31, 2, 100}};
    private static final double OFF_MAX = 1e-5; // of the sum of the products' sizes, 65 of which are added in float32

    private SelfTest() {}

    /**
     * The same library.
     *
     * @throws Fault RESOURCES if it does not multiply rightly
     */
    static Blas checked(Blas blas) {
        for (int[] size : SIZES) {
            for (Blas.Form form : Blas.Form.values()) {
                check(blas, form, size[0], size[1], size[2]);
            }
        }
        return blas;
    }

    private static void check(Blas blas, Blas.Form form, int m, int n, int k) {
        float[] a = numbers(m * k, 1);
        float[] b = numbers(k * n, 2);
        float[] expected = numbers(m * n, 3);
        float[] found = expected.clone();
        new PlainBlas().multiply(form, m, n, k, a, 0, b, 0, true, expected, 0);
        blas.multiply(form, m, n, k, a, 0, b, 0, true, found, 0);
        for (int i = 0; i < found.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= OFF_MAX * (k + 1))) {
                throw Fault.resources(
                        "%s multiplies wrongly on this processor: %s instead of %s at %d of %s %d x %d x %d"
                                .formatted(blas.name(), found[i], expected[i], i, form, m, n, k),
                        "OPENBLAS_CORETYPE=Haswell or OPENBLAS_CORETYPE=Nehalem before the command asks for other"
                                + " kernels");
            }
        }
    }

    /** From -1 to 1, without a pattern that a wrong index could keep. */
    private static float[] numbers(int count, int seed) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) Math.sin(seed * 100 + i * 1.618 * i);
        }
        return numbers;
    }
}
