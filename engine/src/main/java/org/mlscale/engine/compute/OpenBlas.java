package org.mlscale.engine.compute;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.mlscale.engine.fault.Fault;

/**
 * OpenBLAS, called with heap arrays as they are. One thread of its own a caller: a second layer of threads costs more than it gives (1.1 times on two cores, where two callers give
 * 1.9).
 *
 * <p>While such a call runs, a collection of garbage waits for it (0.8 s, measured for a call of 0.9 s), so a large product is cut into calls of about a millisecond.
 */
@SuppressWarnings("restricted") // native code is what this class is for
public final class OpenBlas implements Blas {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;

    private static final long FLOPS_MAX = 100_000_000; // a millisecond of a core
    private static final int ROWS_STEP = 16; // where a product may be cut: kernels take up to 16 rows at a time
    private static final int NAME_BYTES_MAX = 256;

    private final MethodHandle sgemm;
    private final String name;

    /**
     * Loads {@code library} and tells it before which kernels to use: left to itself it takes others on the next machine, and so other bits.
     *
     * @throws Fault RESOURCES if it cannot be loaded
     */
    OpenBlas(Path library, CpuKernel kernel) {
        Linker linker = Linker.nativeLinker();
        kernel.coreType().ifPresent(type -> setenv(linker, CpuKernel.VARIABLE, type));
        SymbolLookup symbols = load(library);
        sgemm = linker.downcallHandle(
                symbol(symbols, "cblas_sgemm"),
                FunctionDescriptor.ofVoid(
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT,
                        ADDRESS,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT),
                Linker.Option.critical(true));
        call(
                linker.downcallHandle(symbol(symbols, "openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT)),
                1);
        String version = text(linker, symbols, "openblas_get_config").replaceFirst("^(OpenBLAS \\S+).*", "$1");
        name = version + " " + text(linker, symbols, "openblas_get_corename");
    }

    private static SymbolLookup load(Path library) {
        try {
            return SymbolLookup.libraryLookup(library, Arena.global());
        } catch (IllegalArgumentException unusable) {
            throw Fault.resources(
                            "the library that multiplies matrices cannot be loaded: " + unusable.getMessage(),
                            "install mlscale anew, for this kind of machine")
                    .because(unusable);
        }
    }

    private static MemorySegment symbol(SymbolLookup symbols, String name) {
        return symbols.find(name).orElseThrow(() -> new IllegalStateException("OpenBLAS has no " + name));
    }

    /** Java cannot set a variable of its own environment, and OpenBLAS reads nothing else before it chooses. */
    private static void setenv(Linker linker, String variable, String value) {
        MemorySegment function = symbol(linker.defaultLookup(), "setenv");
        MethodHandle setenv =
                linker.downcallHandle(function, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) setenv.invokeExact(arena.allocateFrom(variable), arena.allocateFrom(value), 1);
            if (failed != 0) {
                throw new IllegalStateException("the environment takes no " + variable);
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void call(MethodHandle function, int argument) {
        try {
            function.invokeExact(argument);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(Linker linker, SymbolLookup symbols, String function) {
        MethodHandle handle = linker.downcallHandle(symbol(symbols, function), FunctionDescriptor.of(ADDRESS));
        try {
            MemorySegment text = (MemorySegment) handle.invokeExact();
            return text.reinterpret(NAME_BYTES_MAX).getString(0);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void multiply(
            Form form, int m, int n, int k, float[] a, int aAt, float[] b, int bAt, boolean add, float[] c, int cAt) {
        check(a, aAt, m, k);
        check(b, bAt, k, n);
        check(c, cAt, m, n);
        if (m == 0 || n == 0) {
            return;
        }
        boolean left = form == Form.LEFT_TRANSPOSED;
        boolean right = form == Form.RIGHT_TRANSPOSED;
        int rowsMax = (int) Math.max(ROWS_STEP, FLOPS_MAX / (2L * n * Math.max(1, k)) / ROWS_STEP * ROWS_STEP);
        for (int row = 0; row < m; row += rowsMax) {
            int rows = Math.min(rowsMax, m - row);
            try {
                sgemm.invokeExact(
                        ROW_MAJOR,
                        left ? TRANSPOSED : AS_IT_IS,
                        right ? TRANSPOSED : AS_IT_IS,
                        rows,
                        n,
                        k,
                        1f,
                        at(a, aAt + (left ? row : row * k)),
                        left ? m : Math.max(1, k),
                        at(b, bAt),
                        right ? Math.max(1, k) : n,
                        add ? 1f : 0f,
                        at(c, cAt + row * n),
                        n);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private static MemorySegment at(float[] array, int from) {
        return MemorySegment.ofArray(array).asSlice((long) Float.BYTES * from);
    }

    /** Native code does not look where it reads. */
    private static void check(float[] array, int from, int rows, int columns) {
        if (from < 0 || rows < 0 || columns < 0 || array.length - from < Math.multiplyExact(rows, columns)) {
            throw new IndexOutOfBoundsException(
                    "a matrix of %d x %d at %d of %d floats".formatted(rows, columns, from, array.length));
        }
    }
}
