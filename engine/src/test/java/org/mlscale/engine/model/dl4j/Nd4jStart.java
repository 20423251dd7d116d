package org.mlscale.engine.model.dl4j;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Starts ND4J, once a process and only when a net is run: loading its native library takes most of a second.
 *
 * <p>Threads are ours: a call that forks its own fights with the calls beside it, and may add in another order.
 */
final class Nd4jStart {
    private static final CallMemory MEMORY;

    static {
        setUnlessGiven("org.nd4j.log.initialization", "false");
        // JavaCPP's own limit holds the whole process against the size of the heap, which is small on purpose here
        setUnlessGiven("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        // not the caller's to choose: with JavaCPP's collection off, nobody frees what a call leaves
        System.setProperty("org.bytedeco.javacpp.nopointergc", "false");
        MEMORY = CallMemory.install();
        Environment environment = Nd4j.getEnvironment();
        environment.setMaxThreads(1);
        environment.setMaxMasterThreads(1);
        Nd4j.factory().blas().setMaxThreads(1);
    }

    private Nd4jStart() {}

    /** Starts ND4J if need be, and makes {@code call} on this thread and no other: see {@link CallMemory#during}. */
    static <T> T call(Supplier<T> call) {
        // OpenMP keeps its number of threads a thread: set on one, every other still has a team of all cores
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
        return MEMORY.during(call);
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
