package org.mlscale.engine.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.fault.Fault;

class BlasTest {
    private static final List<Blas.Form> FORMS = List.of(Blas.Form.values());

    @TempDir
    Path folder;

    /** A product, drawn from a seed; the matrices lie in the midst of their arrays. */
    private record Product(Blas.Form form, int m, int n, int k, boolean add, int margin, long seed) {
        static Product of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int most = random.nextInt(10) == 0 ? 300 : 40;
            return new Product(
                    FORMS.get(random.nextInt(FORMS.size())),
                    random.nextInt(1, most),
                    random.nextInt(1, most),
                    random.nextInt(1, most),
                    random.nextBoolean(),
                    random.nextInt(20),
                    seed);
        }

        float[] by(Blas blas) {
            SplittableRandom random = new SplittableRandom(seed);
            float[] a = numbers(random, m * k);
            float[] b = numbers(random, k * n);
            float[] c = numbers(random, m * n);
            blas.multiply(form, m, n, k, a, margin, b, margin, add, c, margin);
            return c;
        }

        private float[] numbers(SplittableRandom random, int count) {
            float[] numbers = new float[count + 2 * margin];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextDouble(-1, 1);
            }
            return numbers;
        }

        /** By the definition, in float64. */
        double[] exact() {
            SplittableRandom random = new SplittableRandom(seed);
            float[] a = numbers(random, m * k);
            float[] b = numbers(random, k * n);
            float[] c = numbers(random, m * n);
            double[] exact = IntStream.range(0, c.length).mapToDouble(i -> c[i]).toArray();
            for (int row = 0; row < m; row++) {
                for (int column = 0; column < n; column++) {
                    double sum = add ? c[margin + row * n + column] : 0;
                    for (int i = 0; i < k; i++) {
                        double left = a[margin + (form == Blas.Form.LEFT_TRANSPOSED ? i * m + row : row * k + i)];
                        double right =
                                b[margin + (form == Blas.Form.RIGHT_TRANSPOSED ? column * k + i : i * n + column)];
                        sum += left * right;
                    }
                    exact[margin + row * n + column] = sum;
                }
            }
            return exact;
        }
    }

    private static void assertRight(Blas blas, long seed) {
        Product product = Product.of(seed);
        double[] exact = product.exact();
        float[] found = product.by(blas);
        for (int i = 0; i < exact.length; i++) {
            boolean inside = i >= product.margin && i < exact.length - product.margin;
            assertEquals(
                    exact[i],
                    found[i],
                    inside ? 1e-6 * (product.k + 1) : 0,
                    "at %d of %s by %s; %s".formatted(i, product, blas.name(), Seeds.repeat(BlasTest.class, seed)));
        }
    }

    @Test
    void multiply_randomProducts_areThoseOfTheDefinitionAndNothingElseIsTouched() {
        Seeds.some(500).forEach(seed -> {
            assertRight(Kernels.blas(), seed);
            assertRight(new PlainBlas(), seed);
        });
    }

    /** So large that it is cut into several calls. */
    @Test
    void multiply_largeProducts_areThoseOfPlainJava() {
        for (Blas.Form form : Blas.Form.values()) {
            Product product = new Product(form, 530, 400, 500, true, 3, 5);
            float[] expected = product.by(new PlainBlas());
            float[] found = product.by(Kernels.blas());
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], found[i], 1e-3, form::toString);
            }
        }
    }

    /** Tests of all else would pass on plain Java too. */
    @Test
    void kernels_thisBuild_areOpenBlas() {
        assertTrue(
                Kernels.blas().name().startsWith("OpenBLAS 0.3.31 "),
                Kernels.blas().name());
    }

    @Test
    void kernels_noFolderOfNatives_arePlainJava() {
        assertEquals("plain Java", Kernels.choose(Optional.empty()).name());
        assertEquals("plain Java", Kernels.choose(Optional.of(folder)).name());
    }

    @Test
    void kernels_aLibraryThatIsNone_isNamed() throws IOException {
        Path library = Files.writeString(folder.resolve("libopenblas.so.0"), "no library");
        Fault refused = assertThrows(Fault.class, () -> Kernels.choose(Optional.of(folder)));
        assertEquals(Fault.Kind.RESOURCES, refused.kind());
        assertEquals(
                "the library that multiplies matrices cannot be loaded: Cannot open library: " + library,
                refused.getMessage());
    }

    @Test
    void multiply_byManyThreads_hasTheSameBits() throws Exception {
        List<Product> products = IntStream.range(0, 200).mapToObj(Product::of).toList();
        List<float[]> expected =
                products.stream().map(product -> product.by(Kernels.blas())).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(7)) {
            List<Callable<float[]>> work = products.stream()
                    .<Callable<float[]>>map(product -> () -> product.by(Kernels.blas()))
                    .toList();
            List<Future<float[]>> found = threads.invokeAll(work);
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(
                        expected.get(i), found.get(i).get(), products.get(i).toString());
            }
        }
    }

    @Test
    void multiply_outsideTheArray_isRefused() {
        float[] six = new float[6];
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> Kernels.blas().multiply(Blas.Form.PLAIN, 2, 2, 3, six, 1, six, 0, false, new float[4], 0));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> Kernels.blas().multiply(Blas.Form.PLAIN, 2, 2, 3, six, 0, six, 0, false, new float[3], 0));
    }

    @Test
    void selfTest_aLibraryThatIsWrong_saysWhatToDo() {
        Blas wrong = new Blas() {
            @Override
            public String name() {
                return "a wrong one";
            }

            @Override
            public void multiply(
                    Form form,
                    int m,
                    int n,
                    int k,
                    float[] a,
                    int aAt,
                    float[] b,
                    int bAt,
                    boolean add,
                    float[] c,
                    int cAt) {
                new PlainBlas().multiply(form, m, n, k, a, aAt, b, bAt, add, c, cAt);
                c[cAt + m * n - 1] += m == 17 ? 0.01f : 0;
            }
        };
        Fault refused = assertThrows(Fault.class, () -> SelfTest.checked(wrong));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("a wrong one multiplies wrongly on this processor: "),
                refused.getMessage());
    }

    @Test
    void cpuKernel_flags_chooseIt() {
        assertEquals(
                "Optional[SkylakeX]",
                CpuKernel.of("flags\t\t: fpu avx2 fma avx512f avx512dq avx512cd avx512bw avx512vl\n")
                        .coreType()
                        .toString());
        assertEquals(
                "Optional[Haswell]",
                CpuKernel.of("model\t: 1\nflags\t\t: fpu avx2 fma avx512f\nflags\t: x\n")
                        .coreType()
                        .toString());
        assertEquals(
                "Optional.empty",
                CpuKernel.of("Features\t: fp asimd\n").coreType().toString());
    }

    @Test
    void cpuKernel_variable_isTheUsersUnlessItIsEmpty() {
        CpuKernel ours = CpuKernel.here(Map.of());
        assertEquals(ours, CpuKernel.here(Map.of(CpuKernel.VARIABLE, "")));
        assertEquals(new CpuKernel(Optional.empty()), CpuKernel.here(Map.of(CpuKernel.VARIABLE, "Nehalem")));
    }
}
