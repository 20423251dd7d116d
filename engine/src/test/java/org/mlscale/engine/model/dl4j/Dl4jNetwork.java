package org.mlscale.engine.model.dl4j;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;

/**
 * A {@link Net} run by DL4J. Never {@code fit}: its gradients are ours to sum, and its updater is not ours.
 *
 * <p>Threads: any number at once. A call takes a replica from a pool, or makes one, and gives it back, so N threads
 * make at most N; each holds params and gradient once more, outside the heap. A call runs on the thread that makes it
 * and forks none. ND4J keeps a workspace of the largest batch seen a thread: call from few, long-lived ones.
 *
 * <p>Bits: on one machine a gradient and a loss are pure functions of params and batch, the same on every call, replica
 * and thread. Nothing is drawn at random here, so {@code epoch} and row numbers are not read.
 *
 * <p>Exceptions: the replica of a call that failed is dropped, and {@code gradient} is as it was.
 */
public final class Dl4jNetwork implements Network {
    private final Net net;
    private final Deque<Replica> idle = new ConcurrentLinkedDeque<>(); // last in, first out: the warm one

    public Dl4jNetwork(Net net) {
        this.net = net;
    }

    @Override
    public Net net() {
        return net;
    }

    @Override
    public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
        check(params, batch);
        checkTargets(batch);
        checkLength("gradient", net.paramCount(), gradient.length);
        return batch.rowCount() == 0 ? 0 : with(replica -> replica.gradient(params, batch, gradient));
    }

    @Override
    public float[] predict(float[] params, Batch batch) {
        check(params, batch);
        return batch.rowCount() == 0 ? new float[0] : with(replica -> replica.predict(params, batch));
    }

    /** Makes {@code call} on a replica that no other thread has. One that threw is not given back. */
    private <T> T with(Function<Replica, T> call) {
        return Nd4jStart.call(() -> {
            Replica taken = idle.pollFirst();
            Replica replica = taken == null ? new Replica(net) : taken;
            T answer = call.apply(replica);
            idle.addFirst(replica);
            return answer;
        });
    }

    private void check(float[] params, Batch batch) {
        checkLength("params", net.paramCount(), params.length);
        checkLength("features a row", net.inputs(), batch.featureCount());
        checkLength("features", (long) batch.rowCount() * batch.featureCount(), batch.features().length);
    }

    private void checkTargets(Batch batch) {
        checkLength("targets", (long) batch.rowCount() * net.targetCount(), batch.targets().length);
        if (batch.weights().length != 0) {
            checkLength("weights", batch.rowCount(), batch.weights().length);
        }
        if (net.head() == Head.CLASSES) {
            for (float target : batch.targets()) {
                if (target != (int) target || target < 0 || target >= net.outputs()) {
                    throw new IllegalArgumentException(
                            "target %s is none of the classes 0..%d".formatted(target, net.outputs() - 1));
                }
            }
        }
    }

    private static void checkLength(String what, long expected, long seen) {
        if (seen != expected) {
            throw new IllegalArgumentException("%d %s, expected %d".formatted(seen, what, expected));
        }
    }
}
