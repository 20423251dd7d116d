package org.mlscale.engine.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** A reader of bytes that anybody may have written. It may refuse them by an exception of its own; it may not take more memory than they are worth. */
public final class ForeignBytes {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ForeignBytes() {}

    /**
     * Lets {@code reader} read.
     *
     * @param heapMax bytes of heap that it may use up, garbage too
     */
    public static void check(long heapMax, Runnable reader) {
        if (heap(reader) > heapMax) { // the first one loads classes
            long heap = heap(reader);
            if (heap > heapMax) {
                throw new AssertionError("it takes %,d bytes of heap, more than %,d".formatted(heap, heapMax));
            }
        }
    }

    private static long heap(Runnable reader) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        reader.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
