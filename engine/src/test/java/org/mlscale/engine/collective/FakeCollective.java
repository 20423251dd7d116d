package org.mlscale.engine.collective;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;

/** One rank of several that are threads of this JVM: every call meets at a barrier, sums are added in rank order. */
public final class FakeCollective implements Collective {
    private static final int PATIENCE_SECONDS = 30;

    private final int rank;
    private final Object[] parts;
    private final CyclicBarrier barrier;

    private FakeCollective(int rank, Object[] parts, CyclicBarrier barrier) {
        this.rank = rank;
        this.parts = parts;
        this.barrier = barrier;
    }

    /** All ranks of a world, each for its own thread. */
    public static List<Collective> world(int worldSize) {
        Object[] parts = new Object[worldSize];
        CyclicBarrier barrier = new CyclicBarrier(worldSize);
        return IntStream.range(0, worldSize)
                .<Collective>mapToObj(rank -> new FakeCollective(rank, parts, barrier))
                .toList();
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int worldSize() {
        return parts.length;
    }

    @Override
    public void allreduce(StepSum sum) {
        StepSum total = meet(sum, all -> {
            StepSum added = new StepSum(sum.gradient().length);
            all.forEach(part -> added.add((StepSum) part));
            return added;
        });
        sum.clear();
        sum.add(total);
    }

    @Override
    public double[] allgather(double[] part) {
        return meet(
                part,
                all -> all.stream()
                        .flatMapToDouble(one -> Arrays.stream((double[]) one))
                        .toArray());
    }

    @Override
    public byte[] broadcast(int root, byte[] bytes) {
        return meet(bytes, all -> ((byte[]) all.get(root)).clone());
    }

    /** Every rank joins the parts for itself; nobody goes on, to change its own, before all have. */
    private <T> T meet(Object part, Function<List<Object>, T> join) {
        parts[rank] = part;
        await();
        T joined = join.apply(List.of(parts));
        await();
        return joined;
    }

    private void await() {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException absent) {
            throw new AssertionError("rank %d waits for ranks that do not come".formatted(rank), absent);
        }
    }
}
