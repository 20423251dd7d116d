package org.mlscale.cli;

import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.table.MemoryBudget;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What of this machine may be used. */
final class MachineOptions {
    /** Of the heap; the rest is for nets, results and what is being read. */
    private static final double TABLE_SHARE = 0.6;

    /** Of the heap, for chunks that are being read. */
    private static final double READ_SHARE = 0.3;

    /** A chunk of 8 MiB of text and what is made of it, short numbers being more as cells than as text. */
    private static final long CHUNK_MEMORY = 32L << 20;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            converter = Values.Positive.class,
            description = "Cores to use at most. Default: all that this process may use.")
    @Nullable
    Integer cpus;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Memory to use at most, all told: 4g, 900m, or 70%% of the machine's. Default: 70%%.")
    @Nullable
    Long memory; // the launcher sizes the process by it, before Java starts

    int threads() {
        int available = Runtime.getRuntime().availableProcessors();
        return cpus == null ? available : Math.min(cpus, available);
    }

    /** How many threads may read a table at once: each has a chunk in memory, its text and its cells. */
    int readers() {
        long fit = (long) (Runtime.getRuntime().maxMemory() * READ_SHARE) / CHUNK_MEMORY;
        return Math.clamp(fit - 1, 1, threads()); // one chunk more is on its way
    }

    MemoryBudget budget() {
        long machine = Long.getLong("mlscale.memory", Long.MAX_VALUE);
        if (memory != null && memory > machine) { // the launcher gives no more than there is
            throw Fault.resources(
                    String.format(
                            Locale.ROOT,
                            "--memory asks for %.1f GB, this machine has %.1f GB",
                            memory / 1e9,
                            machine / 1e9),
                    "--memory 70%");
        }
        if (memory != null && Runtime.getRuntime().maxMemory() > memory) {
            throw Fault.resources(
                    "Java was started with more memory than --memory allows",
                    "start mlscale by its launcher, which sizes the process");
        }
        return new MemoryBudget((long) (Runtime.getRuntime().maxMemory() * TABLE_SHARE));
    }

    /** Threads for {@link #threads} cores; the caller closes it. */
    ExecutorService executor() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(threads(), task -> {
            Thread thread = new Thread(task, "worker-" + number.incrementAndGet());
            thread.setDaemon(true); // no thread of ours keeps a finished program alive
            return thread;
        });
    }

    /**
     * {@code 4g}, {@code 900m}, {@code 70%}, in bytes; percent of what the launcher found. The launcher reads the same forms and no other, or
     * it would quietly size the process by something else.
     */
    static final class SizeConverter implements ITypeConverter<Long> {
        private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,14})([%kmg]?)", Pattern.CASE_INSENSITIVE);

        /** Java, its code and OpenBLAS take about 400 MiB before the first row is read. */
        private static final long BYTES_MIN = 768L << 20;

        @Override
        public Long convert(String value) {
            Matcher size = SIZE.matcher(value);
            if (!size.matches()) {
                throw malformed(value);
            }
            long amount = Long.parseLong(size.group(1));
            String unit = size.group(2).toLowerCase(Locale.ROOT);
            if (unit.equals("%")) {
                if (amount > 100) {
                    throw malformed(value);
                }
                return Long.getLong("mlscale.memory", Runtime.getRuntime().maxMemory());
            }
            long bytes = Math.round(amount * Math.pow(1024, unit.isEmpty() ? 0 : " kmg".indexOf(unit)));
            if (bytes < BYTES_MIN) {
                throw new TypeConversionException("\"%s\" is too little memory: mlscale needs 768m".formatted(value));
            }
            return bytes;
        }

        private static TypeConversionException malformed(String value) {
            return new TypeConversionException("\"%s\" is not a size like 4g, 900m or 70%%".formatted(value));
        }
    }
}
