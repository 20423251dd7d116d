package org.mlscale.engine.compute;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Chooses what multiplies matrices on this machine: once a process, when it is first asked. */
public final class Kernels {
    /** The system property that says in which folder the native libraries lie. */
    public static final String FOLDER = "mlscale.native";

    private static final List<String> LIBRARIES = List.of("libopenblas.so.0", "libopenblas.0.dylib");

    private Kernels() {}

    private static final class Holder {
        private static final Blas BLAS = choose();

        private static Blas choose() {
            String folder = System.getProperty(FOLDER, "");
            return LIBRARIES.stream()
                    .map(name -> Path.of(folder, name))
                    .filter(Files::exists)
                    .findFirst()
                    .<Blas>map(library -> new OpenBlas(library, CpuKernel.here()))
                    .map(SelfTest::checked)
                    .orElseGet(PlainBlas::new);
        }
    }

    /**
     * OpenBLAS if it lies in the folder of the natives, else plain Java, which says so by its name.
     *
     * @throws IllegalStateException if it is there and does not multiply rightly on this machine
     */
    public static Blas blas() {
        return Holder.BLAS;
    }
}
