package org.mlscale.engine.chunk;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How many of the things that a random test has made have what. Any thread may count. */
public final class Histogram {
    private final SortedMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    public void count(String what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    /** Counts {@code number} among those from the power of two below it on. */
    public void count(String what, long number) {
        count("%s %,11d and more".formatted(what, Long.highestOneBit(number)));
    }

    /** Those of {@code expected} that nothing had. */
    public List<String> missing(Collection<String> expected) {
        return expected.stream().filter(what -> !counts.containsKey(what)).toList();
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(entry -> "%,13d %s".formatted(entry.getValue().sum(), entry.getKey()))
                .collect(Collectors.joining("\n"));
    }
}
