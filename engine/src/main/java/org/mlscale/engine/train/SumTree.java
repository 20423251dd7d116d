package org.mlscale.engine.train;

import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mlscale.engine.collective.StepSum;

/**
 * Adds the slices of one step in a fixed binary tree, whichever thread finishes when.
 *
 * <p>At most threads + log2(lanes) buffers: a lane, the lowest left, is claimed together with its buffer. If buffers run out, every
 * claimed lane has one and will finish, and a finished prefix of the lanes parks at most log2(lanes) sums: so somebody gets one.
 */
final class SumTree {
    /** A lane to compute and the buffer to add it to. */
    record Claim(int lane, StepSum sum) {}

    private record Node(int level, int index) {}

    private final int laneCount;
    private final int bufferCountMax;
    private final Supplier<StepSum> allocate;
    private final Deque<StepSum> free;
    private final Map<Node, StepSum> parked = new HashMap<>();
    private int buffersOut;
    private int lanesClaimed;
    private boolean failed;
    private Optional<StepSum> root = Optional.empty();

    /** {@code spares} are buffers of earlier steps, reused; what is left of them is found there again. */
    SumTree(int laneCount, int threads, Deque<StepSum> spares, Supplier<StepSum> allocate) {
        this.laneCount = laneCount;
        this.bufferCountMax = bufferCountMax(laneCount, threads);
        this.free = spares;
        this.allocate = allocate;
    }

    static int bufferCountMax(int laneCount, int threads) {
        return threads + Integer.SIZE - Integer.numberOfLeadingZeros(laneCount - 1);
    }

    /** Waits for a buffer, then takes the lowest lane left, with the buffer cleared; or none if all lanes are taken. */
    synchronized Optional<Claim> claim() throws InterruptedException {
        while (buffersOut == bufferCountMax && lanesClaimed < laneCount && !failed) {
            wait();
        }
        if (failed || lanesClaimed == laneCount) {
            notifyAll();
            return Optional.empty();
        }
        buffersOut++;
        StepSum buffer = free.isEmpty() ? allocate.get() : free.pop();
        buffer.clear();
        return Optional.of(new Claim(lanesClaimed++, buffer));
    }

    private synchronized void giveBack(StepSum buffer) {
        buffersOut--;
        free.push(buffer);
        notifyAll();
    }

    /** Climbs from a finished lane for as long as the sibling is there; adds outside the lock. */
    void finish(int lane, StepSum sum) {
        Node node = new Node(0, lane);
        StepSum held = sum;
        while (1 << node.level() < laneCount) {
            int sibling = node.index() ^ 1;
            if (sibling << node.level() < laneCount) {
                StepSum other = parkOrTake(node, held, new Node(node.level(), sibling));
                if (other == held) {
                    return;
                }
                StepSum left = sibling > node.index() ? held : other;
                StepSum right = left == held ? other : held;
                left.add(right);
                giveBack(right);
                held = left;
            }
            node = new Node(node.level() + 1, node.index() / 2);
        }
        root = Optional.of(held);
    }

    /** Returns the sibling's sum; or, if it is not there yet, parks {@code held} and returns that. */
    private synchronized StepSum parkOrTake(Node node, StepSum held, Node sibling) {
        StepSum other = parked.remove(sibling);
        if (other == null) {
            parked.put(node, held);
            return held;
        }
        return other;
    }

    synchronized void fail() {
        failed = true;
        notifyAll();
    }

    /** The whole sum; only after all threads have been joined. */
    StepSum root() {
        return root.orElseThrow();
    }
}
