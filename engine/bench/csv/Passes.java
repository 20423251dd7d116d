import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Reads a file again and again, and prints a line of JSON for each pass: CPU seconds of the whole process (JIT and GC in them), wall seconds, and what was found.
 *
 * @param file what to read
 * @param kinds a letter for each column: n a number, w a word, x not wanted
 * @param header true if the file's first line names the columns
 * @param passes how many passes at most
 * @param seconds no pass begins when those before it took longer than this, but for the second
 */
record Passes(String file, String kinds, boolean header, int passes, double seconds) {
    /** What all readers must find alike: {@code sum} is that of all cells of number columns but the {@code missing} ones, each as float32. */
    record Found(long rows, double sum, long missing) {
        String json() {
            return "\"rows\": %d, \"sum\": %s, \"missing\": %d".formatted(rows, sum, missing);
        }
    }

    /** Reads the file once. */
    interface Reader {
        /** Members of JSON that say what was found. Only this call is timed, not what the supplier does. */
        Supplier<String> read() throws Exception;
    }

    /** Of a command line {@code FILE KINDS yes|no PASSES SECONDS}; what comes behind is the reader's own. */
    static Passes of(String[] args) {
        return new Passes(
                args[0], args[1], args[2].equals("yes"), Integer.parseInt(args[3]), Double.parseDouble(args[4]));
    }

    void run(String version, Reader reader) throws Throwable {
        System.out.printf("{\"version\": \"%s\"}%n", version);
        double spent = 0;
        for (int pass = 0; pass < passes && (pass < 2 || spent < seconds); pass++) {
            double cpu = CpuClock.seconds();
            long wall = System.nanoTime();
            Supplier<String> found = reader.read();
            double cpuSeconds = CpuClock.seconds() - cpu;
            double wallSeconds = (System.nanoTime() - wall) / 1e9;
            spent += wallSeconds;
            System.out.printf(
                    Locale.ROOT, "{\"cpu\": %.4f, \"wall\": %.4f, %s}%n", cpuSeconds, wallSeconds, found.get());
        }
    }

    /** The CPU time of this process. Java's own, getProcessCpuTime(), has steps of 10 ms, which is 5 % of the shortest pass. */
    private static final class CpuClock {
        private static final int CLOCK_PROCESS_CPUTIME_ID = 2; // of Linux
        private static final MethodHandle CLOCK_GETTIME = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        private static final MemorySegment TIME = Arena.global().allocate(ValueLayout.JAVA_LONG, 2);

        private static double seconds() throws Throwable {
            int error = (int) CLOCK_GETTIME.invokeExact(CLOCK_PROCESS_CPUTIME_ID, TIME);
            if (error != 0) {
                throw new IllegalStateException("clock_gettime answers " + error);
            }
            return TIME.getAtIndex(ValueLayout.JAVA_LONG, 0) + TIME.getAtIndex(ValueLayout.JAVA_LONG, 1) / 1e9;
        }
    }
}
