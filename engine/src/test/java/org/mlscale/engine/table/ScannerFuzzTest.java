package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Histogram;
import org.mlscale.engine.chunk.RandomCsv;
import org.mlscale.engine.chunk.Seeds;

/**
 * The scanner on tables that nobody has tried: others in every run, on all cores, for {@code -Dfuzz.table.seconds} or until there were {@code -Dfuzz.tables}. What they had is
 * printed, and had to be.
 */
class ScannerFuzzTest {
    private static final long FIRST_SEED = Long.getLong("tests.seed", System.currentTimeMillis());
    private static final long TABLES = Long.getLong("fuzz.tables", Long.MAX_VALUE);
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.table.seconds", 10));
    private static final Duration NEWS_EVERY = Duration.ofSeconds(10);
    private static final int ALL_SEEN_BY = 10_000; // tables
    private static final List<String> REFUSALS = List.of(
            "refused: the file ends inside a quoted cell",
            "refused: this is not text: it holds a NUL byte",
            "refused: the text is not UTF-#: byte # does not fit",
            "refused: the header is not the one of the first file");

    private final Histogram histogram = new Histogram();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong checked = new AtomicLong();
    private final AtomicReference<Optional<AssertionError>> wrong = new AtomicReference<>(Optional.empty());
    private final long startNanos = System.nanoTime();
    private final AtomicLong toldNanos = new AtomicLong(startNanos);

    @Test
    void scan_newTables_isWhatCommonsCsvReads() throws InterruptedException, ExecutionException {
        say("random tables from seed %d on: -Dtests.seed=%d repeats them".formatted(FIRST_SEED, FIRST_SEED));
        int threads = Runtime.getRuntime().availableProcessors();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(this::checkMany));
            }
        }
        for (Future<?> one : all) {
            one.get();
        }
        say("%,d tables in %s s%n%s".formatted(checked.get(), seconds(), histogram));
        wrong.get().ifPresent(failed -> {
            throw failed;
        });
        assertTrue(checked.get() > 0, "no table was tried");
        if (checked.get() >= ALL_SEEN_BY) {
            List<String> expected = Stream.concat(
                            Stream.of(RandomCsv.Feature.values()).map(Enum::name), REFUSALS.stream())
                    .toList();
            assertEquals(List.of(), histogram.missing(expected), "no table had it: nothing was tried");
        }
    }

    private void checkMany() {
        for (long i = begun.getAndIncrement();
                i < TABLES && wrong.get().isEmpty() && !isOver();
                i = begun.getAndIncrement()) {
            check(FIRST_SEED + i);
        }
    }

    private boolean isOver() {
        return !TIME.isZero() && System.nanoTime() - startNanos > TIME.toNanos();
    }

    private void check(long seed) {
        ScannerCase one = ScannerCase.of(seed);
        try {
            ScannerCase.Outcome outcome = one.check();
            one.countIn(histogram);
            histogram.count(outcome.refused() ? "refused: " + kind(outcome.fault()) : "read");
            checked.getAndIncrement();
            tellNews();
        } catch (AssertionError | RuntimeException failed) {
            String where = "%s: %s".formatted(one, Seeds.repeat(ScannerDifferentialTest.class, seed));
            wrong.set(Optional.of(new AssertionError(where, failed)));
        }
    }

    /** A fault without the numbers and names that are each table's own. */
    private static String kind(String fault) {
        return fault.replaceFirst("(?s)( of the first file):.*", "$1").replaceAll("0x[0-9A-F]+|[0-9]+", "#");
    }

    private void tellNews() {
        long told = toldNanos.get();
        long now = System.nanoTime();
        if (now - told > NEWS_EVERY.toNanos() && toldNanos.compareAndSet(told, now)) {
            say("%,d tables in %s s".formatted(checked.get(), seconds()));
        }
    }

    private long seconds() {
        return (System.nanoTime() - startNanos) / 1_000_000_000;
    }

    @SuppressWarnings("SystemOut") // the one way to be seen in a green run
    private static void say(String what) {
        System.out.println("ScannerFuzzTest: " + what);
    }
}
