package org.mlscale.engine.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernels that OpenBLAS is told to use.
 *
 * <p>With Zen's and Haswell's a row's bits depend on its place in the matrix, and on a Zen processor with AVX-512 they make 98 and 102 GFLOP/s of 128 x 300 x 300 where SkylakeX's make 183 (0.3.31). ND4J's
 * 0.3.19 took Zen's there by itself.
 *
 * @param coreType as OPENBLAS_CORETYPE names it; empty: OpenBLAS chooses
 */
record CpuKernel(Optional<String> coreType) {
    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final List<String> AVX512 = List.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");
    private static final List<String> AVX2 = List.of("avx2", "fma");

    /** The variable of the environment in which the user may name one. */
    static final String VARIABLE = "OPENBLAS_CORETYPE";

    /** For this machine; that of {@link #VARIABLE}, if the user has set it: empty is not set, or OpenBLAS would choose. */
    static CpuKernel here() {
        return here(System.getenv());
    }

    static CpuKernel here(Map<String, String> environment) {
        if (!environment.getOrDefault(VARIABLE, "").isBlank()) {
            return new CpuKernel(Optional.empty()); // it is there already
        }
        try {
            return Files.isReadable(CPUS) ? of(Files.readString(CPUS)) : new CpuKernel(Optional.empty());
        } catch (IOException unreadable) {
            return new CpuKernel(Optional.empty());
        }
    }

    /** For the first processor that {@code cpuinfo} tells of, as Linux writes it. */
    static CpuKernel of(String cpuinfo) {
        Set<String> flags = cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .limit(1)
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .collect(Collectors.toSet());
        if (flags.containsAll(AVX512)) {
            return new CpuKernel(Optional.of("SkylakeX"));
        }
        return new CpuKernel(flags.containsAll(AVX2) ? Optional.of("Haswell") : Optional.empty());
    }
}
