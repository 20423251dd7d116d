package org.mlscale.engine.train;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Where the threads' time went: what limited a run. Thread-safe. */
public final class Work {
    /** A part of a step. */
    public enum Part {
        ENCODE,
        GRADIENT
    }

    private final Map<Part, LongAdder> nanos = new EnumMap<>(Part.class);

    public Work() {
        for (Part part : Part.values()) {
            nanos.put(part, new LongAdder());
        }
    }

    <T> T time(Part part, Supplier<T> task) {
        long start = System.nanoTime();
        try {
            return task.get();
        } finally {
            adder(part).add(System.nanoTime() - start);
        }
    }

    /** Seconds of all threads together. */
    public double seconds(Part part) {
        return adder(part).sum() / 1e9;
    }

    private LongAdder adder(Part part) {
        return Objects.requireNonNull(nanos.get(part));
    }
}
