package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mlscale.engine.Tables;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.collective.LaneRange;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.table.Table;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaneSetTest {
    private static final int LANES = 16;

    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final Table table = Tables.numbers(403, false, 0.15, 9);
    private final TrainJob job = Runs.job(Regime.EXACT.shape(LANES, 8), 4);
    private final RowPlan plan = RowPlan.of(table, job.shape());
    private final Feed feed = new Feed(table);
    private final TrainState state = TrainState.fresh(job);

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    private LaneSet lanes(LaneRange lanes, int threads) {
        return new LaneSet(lanes, Recipe.judge(table.schema()), threads, executor, new Work());
    }

    /** Tells of each call before it is made. */
    private abstract static class Spy implements Network {
        abstract void before(Batch batch, float[] gradient) throws InterruptedException;

        @Override
        public Net net() {
            return Runs.NETWORK.net();
        }

        @Override
        public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
            try {
                before(batch, gradient);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            return Runs.NETWORK.gradient(params, batch, epoch, gradient);
        }

        @Override
        public float[] predict(float[] params, Batch batch) {
            try {
                before(batch, new float[0]);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            return Runs.NETWORK.predict(params, batch);
        }
    }

    @Test
    void sum_manySteps_buffersNeverExceedThreadsPlusLog() {
        for (int threads : new int[] {1, 2, 4}) {
            Set<float[]> buffers = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            Network spy = new Spy() {
                @Override
                void before(Batch batch, float[] gradient) {
                    buffers.add(gradient);
                }
            };
            LaneSet lanes = lanes(LaneRange.all(LANES), threads);
            for (int step = 0; step < 20; step++) {
                lanes.sum(spy, state, feed, plan);
            }
            assertTrue(buffers.size() <= threads + 4, "%d threads, %d buffers".formatted(threads, buffers.size()));
        }
    }

    @Test
    void sum_noLanes_isZeroInTheSameBufferEachStep() {
        LaneSet none = lanes(new LaneRange(3, 3), 4);
        StepSum first = none.sum(Runs.NETWORK, state, feed, plan);
        first.gradient()[0] = 1;
        first.count(1, 1, 1, 1);
        first.raise(StepSum.STOP);
        StepSum second = none.sum(Runs.NETWORK, state, feed, plan);
        assertSame(first, second, "no step may leave a buffer behind");
        assertArrayEquals(new float[Runs.NETWORK.net().paramCount()], second.gradient());
        assertEquals(0, second.rows());
        assertTrue(!second.asks(StepSum.STOP));
    }

    @Test
    void evaluate_noLanes_addsNothing() {
        LaneSet none = lanes(new LaneRange(3, 3), 4);
        assertEquals(
                0,
                none.evaluate(Runs.NETWORK, state.params(), feed, plan, Collective.SINGLE)
                        .rows());
    }

    @Test
    void evaluate_allLanes_judgesEveryHeldRowOnce() {
        Metrics look =
                lanes(LaneRange.all(LANES), 3).evaluate(Runs.NETWORK, state.params(), feed, plan, Collective.SINGLE);
        assertEquals(table.holdout().rowCount(), look.rows());
    }

    @Test
    void evaluate_partsOfTheLanes_addUpToTheWhole() {
        Joining whole = new Joining();
        Metrics look = lanes(LaneRange.all(LANES), 2).evaluate(Runs.NETWORK, state.params(), feed, plan, whole);
        Joining parts = new Joining();
        Metrics last = null;
        for (LaneRange range : List.of(new LaneRange(0, 7), new LaneRange(7, 8), new LaneRange(8, LANES))) {
            last = lanes(range, 2).evaluate(Runs.NETWORK, state.params(), feed, plan, parts);
        }
        assertEquals(table.holdout().rowCount(), look.rows());
        assertArrayEquals(whole.joined, parts.joined);
        assertEquals(look.figures(), last.figures(), "the last to come sees the parts of all");
    }

    /** Gathers what the ranks bring one after another, each time all that has come so far. */
    private static final class Joining implements Collective {
        private double[] joined = {};

        @Override
        public int rank() {
            return 0;
        }

        @Override
        public int worldSize() {
            return 1;
        }

        @Override
        public void allreduce(StepSum sum) {
            throw new AssertionError("an evaluation only gathers");
        }

        @Override
        public double[] allgather(double[] part) {
            joined = DoubleStream.concat(Arrays.stream(joined), Arrays.stream(part))
                    .toArray();
            return joined.clone();
        }

        @Override
        public byte[] broadcast(int root, byte[] bytes) {
            throw new AssertionError("an evaluation only gathers");
        }
    }

    @Test
    void sum_laneFailsOnTheLoopsThread_thatFailureComesOut() {
        Thread loop = Thread.currentThread();
        Fault fault = Fault.resources("no room", "make some");
        AtomicInteger running = new AtomicInteger();
        Network failing = new Spy() {
            @Override
            void before(Batch batch, float[] gradient) throws InterruptedException {
                if (Thread.currentThread() == loop) {
                    throw fault;
                }
                running.incrementAndGet();
                Thread.sleep(20);
                running.decrementAndGet();
            }
        };
        assertSame(
                fault,
                assertThrows(Fault.class, () -> lanes(LaneRange.all(LANES), 4).sum(failing, state, feed, plan)));
        assertEquals(0, running.get(), "all threads have ended before");
    }

    @Test
    void sum_laneFailsOnAnotherThread_sameFailureComesOut() {
        Thread loop = Thread.currentThread();
        Fault fault = Fault.resources("no room", "make some");
        CountDownLatch failed = new CountDownLatch(1);
        Network failing = new Spy() {
            @Override
            void before(Batch batch, float[] gradient) throws InterruptedException {
                if (Thread.currentThread() != loop) {
                    failed.countDown();
                    throw fault;
                }
                failed.await();
            }
        };
        assertSame(
                fault,
                assertThrows(Fault.class, () -> lanes(LaneRange.all(LANES), 4).sum(failing, state, feed, plan)));
    }

    @Test
    void evaluate_laneFailsOnAnotherThread_sameFailureComesOut() {
        Thread loop = Thread.currentThread();
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        CountDownLatch failed = new CountDownLatch(1);
        Network failing = new Spy() {
            @Override
            void before(Batch batch, float[] gradient) throws InterruptedException {
                if (Thread.currentThread() != loop) {
                    failed.countDown();
                    throw full;
                }
                failed.await();
            }
        };
        assertSame(
                full,
                assertThrows(
                        OutOfMemoryError.class,
                        () -> lanes(LaneRange.all(LANES), 4)
                                .evaluate(failing, state.params(), feed, plan, Collective.SINGLE)));
    }

    @Test
    void sum_severalLanesFail_noThreadGoesOnAfterwards() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        Network failing = new Spy() {
            @Override
            void before(Batch batch, float[] gradient) throws InterruptedException {
                running.incrementAndGet();
                Thread.sleep(5L * calls.incrementAndGet());
                running.decrementAndGet();
                throw new IllegalStateException(
                        "lane of " + Thread.currentThread().getName());
            }
        };
        assertThrows(
                IllegalStateException.class,
                () -> lanes(LaneRange.all(LANES), 4).sum(failing, state, feed, plan));
        assertEquals(0, running.get(), "all threads have ended before");
        assertTrue(calls.get() <= 4, "nobody takes another lane after a failure");
    }

    /** Only then may a caller mend something and go on. */
    @Test
    void sum_afterAFailure_isAsIfNothingHadHappened() {
        StepSum expected = lanes(LaneRange.all(LANES), 1).sum(Runs.NETWORK, state, feed, plan);
        LaneSet lanes = lanes(LaneRange.all(LANES), 3);
        for (int fatal = 1; fatal <= LANES; fatal++) {
            lanes.sum(Runs.NETWORK, state, feed, plan);
            AtomicInteger left = new AtomicInteger(fatal);
            Network failing = new Spy() {
                @Override
                void before(Batch batch, float[] gradient) {
                    if (left.decrementAndGet() == 0) {
                        throw new IllegalStateException("once");
                    }
                }
            };
            assertThrows(IllegalStateException.class, () -> lanes.sum(failing, state, feed, plan));
            StepSum first = lanes.sum(Runs.NETWORK, state, feed, plan);
            assertArrayEquals(expected.gradient(), first.gradient());
            assertEquals(expected.rowHash(), first.rowHash());
            Set<float[]> busy = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            Network alone = new Network() {
                @Override
                public Net net() {
                    return Runs.NETWORK.net();
                }

                @Override
                public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
                    assertTrue(busy.add(gradient), "a buffer has one owner");
                    try {
                        return Runs.NETWORK.gradient(params, batch, epoch, gradient);
                    } finally {
                        busy.remove(gradient);
                    }
                }

                @Override
                public float[] predict(float[] params, Batch batch) {
                    return Runs.NETWORK.predict(params, batch);
                }
            };
            assertArrayEquals(
                    expected.gradient(), lanes.sum(alone, state, feed, plan).gradient());
        }
    }

    @Test
    void sum_afterTheExecutorRefused_noBufferHasTwoOwners() {
        AtomicInteger refusals = new AtomicInteger();
        ExecutorService refusing = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            public void execute(Runnable task) {
                if (refusals.getAndDecrement() > 0) {
                    throw new RejectedExecutionException("closed");
                }
                super.execute(task);
            }
        };
        try (refusing) {
            LaneSet lanes = new LaneSet(LaneRange.all(2), Recipe.judge(table.schema()), 2, refusing, new Work());
            lanes.sum(Runs.NETWORK, state, feed, plan);
            refusals.set(1);
            assertThrows(RejectedExecutionException.class, () -> lanes.sum(Runs.NETWORK, state, feed, plan));
            CountDownLatch both = new CountDownLatch(2);
            Set<float[]> owned = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            Network spy = new Spy() {
                @Override
                void before(Batch batch, float[] gradient) throws InterruptedException {
                    owned.add(gradient);
                    both.countDown();
                    assertTrue(both.await(5, TimeUnit.SECONDS), "two threads take a lane each");
                    assertEquals(2, owned.size(), "a buffer has one owner");
                }
            };
            lanes.sum(spy, state, feed, plan);
        }
    }

    @Test
    void sum_interrupted_saysSoAfterAllHaveEnded() {
        Thread loop = Thread.currentThread();
        AtomicInteger running = new AtomicInteger();
        Network slow = new Spy() {
            @Override
            void before(Batch batch, float[] gradient) throws InterruptedException {
                if (Thread.currentThread() == loop) {
                    loop.interrupt();
                } else {
                    running.incrementAndGet();
                    Thread.sleep(20);
                    running.decrementAndGet();
                }
            }
        };
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> lanes(LaneRange.all(LANES), 4).sum(slow, state, feed, plan));
        assertTrue(Thread.interrupted(), "the interrupt is restored");
        assertEquals(0, running.get(), "all threads have ended before");
        assertTrue(failure.getMessage().startsWith("interrupted while waiting for"), failure.getMessage());
    }

    @Test
    void sum_nextCall_mayReuseTheLastSumOnlyThen() {
        LaneSet lanes = lanes(LaneRange.all(LANES), 2);
        StepSum first = lanes.sum(Runs.NETWORK, state, feed, plan);
        float[] gradient = first.gradient().clone();
        lanes.evaluate(Runs.NETWORK, state.params(), feed, plan, Collective.SINGLE);
        assertArrayEquals(gradient, first.gradient(), "an evaluation leaves the sum alone");
        assertNotSame(lanes(LaneRange.all(LANES), 2).sum(Runs.NETWORK, state, feed, plan), first);
    }
}
