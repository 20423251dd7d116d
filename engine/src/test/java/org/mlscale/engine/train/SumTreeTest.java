package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mlscale.engine.collective.StepSum;

@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SumTreeTest {
    private static final int THREADS_MAX = 8;

    /** Numbers of such different size that another order gives other bits. */
    private static float[] lane(int lane) {
        Random random = new Random(lane);
        float[] gradient = new float[5];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9)));
        }
        return gradient;
    }

    /** The tree by its definition: lanes [first, first + width), cut in halves. */
    private static float[] expected(int laneCount, int first, int width) {
        if (width == 1) {
            return lane(first);
        }
        float[] left = expected(laneCount, first, width / 2);
        if (first + width / 2 < laneCount) {
            float[] right = expected(laneCount, first + width / 2, width / 2);
            for (int i = 0; i < left.length; i++) {
                left[i] += right[i];
            }
        }
        return left;
    }

    private static float[] expected(int laneCount) {
        return expected(laneCount, 0, Integer.highestOneBit(2 * laneCount - 1));
    }

    private static int ceilLog2(int count) {
        int log = 0;
        while (1 << log < count) {
            log++;
        }
        return log;
    }

    /** One step: every thread claims and finishes lanes, each lane after a delay. */
    private static StepSum step(SumTree tree, int threads, ExecutorService executor, LongSupplier delayNanos)
            throws InterruptedException, ExecutionException {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(executor.submit(() -> {
                for (Optional<SumTree.Claim> claim = tree.claim(); claim.isPresent(); claim = tree.claim()) {
                    StepSum sum = claim.get().sum();
                    float[] gradient = lane(claim.get().lane());
                    for (int j = 0; j < gradient.length; j++) {
                        assertEquals(0f, sum.gradient()[j], "a claimed buffer is clear");
                        sum.gradient()[j] = gradient[j];
                    }
                    sum.count(1, 2, 3, claim.get().lane());
                    LockSupport.parkNanos(delayNanos.getAsLong());
                    tree.finish(claim.get().lane(), sum);
                }
                return tree;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        return tree.root();
    }

    @Test
    void sum_anyLanesThreadsAndDelays_sameBitsWithinTheBuffers() throws Exception {
        long seed = 20250101;
        Random delays = new Random(seed);
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS_MAX)) {
            for (int laneCount = 1; laneCount <= 40; laneCount++) {
                for (int threads = 1; threads <= THREADS_MAX; threads++) {
                    String where = "seed %d, %d lanes, %d threads".formatted(seed, laneCount, threads);
                    AtomicInteger buffers = new AtomicInteger();
                    Deque<StepSum> spares = new ArrayDeque<>();
                    for (int step = 0; step < 3; step++) {
                        SumTree tree = new SumTree(laneCount, threads, spares, () -> {
                            buffers.incrementAndGet();
                            return new StepSum(5);
                        });
                        // mostly quick, now and then one lane holds up the others
                        StepSum sum = step(tree, threads, executor, () -> {
                            synchronized (delays) {
                                return delays.nextInt(6) == 0 ? delays.nextInt(300_000) : delays.nextInt(2_000);
                            }
                        });
                        assertArrayEquals(expected(laneCount), sum.gradient(), where);
                        assertEquals(laneCount, sum.loss(), where);
                        assertEquals(2.0 * laneCount, sum.weight(), where);
                        assertEquals(3L * laneCount, sum.rows(), where);
                        assertEquals(laneCount * (laneCount - 1L) / 2, sum.rowHash(), where);
                        spares.push(sum);
                    }
                    int most = threads + ceilLog2(laneCount);
                    assertTrue(
                            buffers.get() <= most,
                            () -> "%s: %d buffers, not %d at most".formatted(where, buffers.get(), most));
                    assertEquals(buffers.get(), spares.size(), where + ": all buffers are back");
                }
            }
        }
    }

    /** The first lane is the last to finish, so that as many sums as can be are parked meanwhile. */
    @Test
    void sum_firstLaneIsLast_othersWaitForABufferAndFinish() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS_MAX)) {
            for (int laneCount : new int[] {2, 16, 33, 64}) {
                for (int threads = 2; threads <= THREADS_MAX; threads++) {
                    AtomicInteger buffers = new AtomicInteger();
                    AtomicInteger claimed = new AtomicInteger();
                    SumTree tree = new SumTree(laneCount, threads, new ArrayDeque<>(), () -> {
                        buffers.incrementAndGet();
                        return new StepSum(5);
                    });
                    StepSum sum = step(tree, threads, executor, () -> claimed.getAndIncrement() == 0 ? 3_000_000 : 0);
                    assertArrayEquals(expected(laneCount), sum.gradient());
                    assertTrue(buffers.get() <= threads + ceilLog2(laneCount));
                }
            }
        }
    }

    @Test
    void bufferCountMax_fewLanes_isThreadsPlusLog() {
        assertEquals(1, SumTree.bufferCountMax(1, 1));
        assertEquals(2 + 1, SumTree.bufferCountMax(2, 2));
        assertEquals(4 + 2, SumTree.bufferCountMax(3, 4));
        assertEquals(4 + 2, SumTree.bufferCountMax(4, 4));
        assertEquals(4 + 3, SumTree.bufferCountMax(5, 4));
        assertEquals(16 + 7, SumTree.bufferCountMax(128, 16));
    }

    /** A thread that waits for a buffer, since all of them are out: lanes 0 to 3 of 8 have them. */
    private static FutureTask<Optional<SumTree.Claim>> waiting(SumTree tree) throws InterruptedException {
        for (int buffer = 0; buffer < SumTree.bufferCountMax(8, 1); buffer++) {
            assertEquals(buffer, tree.claim().orElseThrow().lane(), "the lowest lane left");
        }
        FutureTask<Optional<SumTree.Claim>> claim = new FutureTask<>(tree::claim);
        Thread thread = new Thread(claim, "waits for a buffer");
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            assertTrue(thread.isAlive(), "nobody gets a buffer when all are out");
            Thread.onSpinWait();
        }
        return claim;
    }

    @Test
    void finish_otherWaitsForABuffer_itGetsTheNextLane() throws Exception {
        SumTree tree = new SumTree(8, 1, new ArrayDeque<>(), () -> new StepSum(5));
        FutureTask<Optional<SumTree.Claim>> waiting = waiting(tree);
        tree.finish(0, new StepSum(5));
        tree.finish(1, new StepSum(5)); // two sums are one now
        assertEquals(4, waiting.get(30, TimeUnit.SECONDS).orElseThrow().lane());
    }

    @Test
    void fail_otherWaitsForABuffer_itLeaves() throws Exception {
        SumTree tree = new SumTree(8, 1, new ArrayDeque<>(), () -> new StepSum(5));
        FutureTask<Optional<SumTree.Claim>> waiting = waiting(tree);
        tree.fail();
        assertEquals(Optional.empty(), waiting.get(30, TimeUnit.SECONDS));
        assertEquals(Optional.empty(), tree.claim());
    }
}
