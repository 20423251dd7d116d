package org.mlscale.engine.compute;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mlscale.engine.fault.Fault;

/** Chooses what multiplies matrices on this machine: once a process, when it is first asked. */
public final class Kernels {
    /** The system property that says in which folder the native libraries lie. */
    public static final String FOLDER = "mlscale.native";

    private static final List<String> LIBRARIES = List.of("libopenblas.so.0", "libopenblas.0.dylib");

    private Kernels() {}

    private static final class Holder {
        private static final Supplier<Blas> CHOSEN = choose();

        /** Kept as what it throws, if it does: an initialiser that throws says so in words of its own, and the second time not why. */
        private static Supplier<Blas> choose() {
            try {
                Blas blas = Kernels.choose(
                        Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of));
                return () -> blas;
            } catch (Fault unusable) {
                return () -> {
                    throw unusable;
                };
            }
        }
    }

    static Blas choose(Optional<Path> folder) {
        return folder.stream()
                .flatMap(natives -> LIBRARIES.stream().map(natives::resolve))
                .filter(Files::exists)
                .findFirst()
                .<Blas>map(library -> new OpenBlas(library, CpuKernel.here()))
                .map(SelfTest::checked)
                .orElseGet(PlainBlas::new);
    }

    /**
     * OpenBLAS if it lies in the folder of the natives, else plain Java, which says so by its name.
     *
     * @throws Fault RESOURCES if it is there and cannot be loaded, or does not multiply rightly on this machine
     */
    public static Blas blas() {
        return Holder.CHOSEN.get();
    }
}
