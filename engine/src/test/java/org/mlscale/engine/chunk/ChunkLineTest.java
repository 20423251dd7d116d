package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.fault.Fault;

class ChunkLineTest {
    private static final int CHUNKS = 60;
    private static final int CHUNK_BYTES = 4;
    private static final String TEXT = "123\n".repeat(CHUNKS);

    private static final Dialect DIALECT = TextTable.COMMA_NO_HEADER;

    private final List<Integer> taken = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "2,3", "7,8", "4,2", "3,100"})
    void forEach_workOfAnyLength_isTakenInChunkOrder(int threads, int chunksMax) {
        Seeds.some(3).forEach(seed -> {
            taken.clear();
            run(TEXT, threads, chunksMax, chunk -> {
                pause(seed, chunk.index());
                return chunk.index();
            });
            assertEquals(IntStream.range(0, CHUNKS).boxed().toList(), taken, () -> Seeds.repeat(getClass(), seed));
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "4,2", "3,100"})
    void forEach_slowTaker_keepsFewChunksAlive(int threads, int chunksMax) {
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger aliveMax = new AtomicInteger();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads);
                ChunkReader chunks = reader(TEXT)) {
            ChunkLine.forEach(
                    chunks,
                    chunk -> aliveMax.accumulateAndGet(1 + chunk.index() - accepted.get(), Math::max),
                    _ -> {
                        pause(100_000);
                        accepted.incrementAndGet();
                    },
                    executor,
                    chunksMax);
        }
        assertEquals(CHUNKS, accepted.get());
        assertTrue(aliveMax.get() <= chunksMax, () -> aliveMax + " of at most " + chunksMax);
    }

    @Test
    void forEach_severalFailures_throwsTheFirstInChunkOrder() {
        Seeds.some(20).forEach(seed -> {
            taken.clear();
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> run(TEXT, 4, 12, chunk -> {
                        if (chunk.index() != 23) {
                            pause(seed, chunk.index());
                        }
                        if (chunk.index() == 20) {
                            pause(20_000_000); // the last to fail is the first in order
                        }
                        if (chunk.index() == 20 || chunk.index() == 23 || chunk.index() == 25) {
                            throw new IllegalStateException("chunk " + chunk.index());
                        }
                        return chunk.index();
                    }));
            String where = Seeds.repeat(getClass(), seed);
            assertEquals("chunk 20", thrown.getMessage(), where);
            assertEquals(IntStream.range(0, 20).boxed().toList(), taken, where);
            assertEquals(0, running.get(), () -> "work goes on: " + where);
        });
    }

    @Test
    void forEach_takerFails_throwsItAfterAllWorkHasEnded() {
        RuntimeException failure = new IllegalArgumentException("taker");
        try (ExecutorService executor = Executors.newFixedThreadPool(4);
                ChunkReader chunks = reader(TEXT)) {
            RuntimeException thrown = assertThrows(
                    RuntimeException.class,
                    () -> ChunkLine.forEach(
                            chunks,
                            this::slow,
                            index -> {
                                if (index == 5) {
                                    throw failure;
                                }
                            },
                            executor,
                            12));
            assertSame(failure, thrown);
            assertEquals(0, running.get());
        }
    }

    @Test
    void forEach_tableThatCannotBeReadOn_takesWhatCameBeforeFirst() {
        Fault fault = assertThrows(
                Fault.class, () -> run("100\n200\n300\n\"4\n", 4, 12, chunk -> slow(TextTable.passed(chunk, DIALECT))));
        assertEquals("the file ends inside a quoted cell", fault.getMessage());
        assertEquals(List.of(0, 1, 2), taken);
        assertEquals(0, running.get());
    }

    @Test
    void forEach_workFailsBeforeTheTableCannotBeReadOn_throwsTheFailureOfTheWork() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> run("100\n200\n300\n\"4\n", 4, 12, chunk -> {
                    pause(5_000_000);
                    throw new IllegalStateException("chunk " + chunk.index());
                }));
        assertEquals("chunk 0", thrown.getMessage());
    }

    @Test
    void forEach_errorInWork_isThrownAsItIs() {
        Error error = new StackOverflowError("deep");
        assertSame(
                error,
                assertThrows(
                        Error.class,
                        () -> run(TEXT, 2, 3, _ -> {
                            throw error;
                        })));
    }

    @Test
    void forEach_interrupted_staysInterrupted() {
        Thread.currentThread().interrupt();
        assertThrows(IllegalStateException.class, () -> run(TEXT, 2, 3, this::slow));
        assertTrue(Thread.interrupted());
    }

    private void run(String text, int threads, int chunksMax, java.util.function.Function<Chunk, Integer> work) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (ChunkReader chunks = reader(text)) {
            ChunkLine.forEach(
                    chunks,
                    chunk -> {
                        running.incrementAndGet();
                        try {
                            return work.apply(chunk);
                        } finally {
                            running.decrementAndGet();
                        }
                    },
                    taken::add,
                    executor,
                    chunksMax);
        } finally {
            executor.shutdown();
        }
    }

    private int slow(Chunk chunk) {
        running.incrementAndGet();
        pause(3_000_000);
        running.decrementAndGet();
        return chunk.index();
    }

    private static ChunkReader reader(String text) {
        return reader(TextTable.source("x.csv", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ChunkReader reader(Source source) {
        return new ChunkReader(new Input(List.of(source)), DIALECT, List.of(), CHUNK_BYTES);
    }

    private static void pause(long seed, int index) {
        pause(new java.util.SplittableRandom(seed * CHUNKS + index).nextInt(2_000_000));
    }

    private static void pause(int nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
