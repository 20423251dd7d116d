package org.mlscale.engine.collective;

import java.util.Arrays;

/** What a step adds up: sums over rows, not means. One owner at a time. The longs and doubles travel raw: no codec touches them. */
public final class StepSum {
    /** A flag is raised by one rank and seen by all, so that all leave at the same step. */
    public static final long STOP = 1;

    public static final long REBALANCE = 2;

    private final float[] gradient;
    private double loss;
    private double weight;
    private long rows;
    private long rowHash;
    private long flags;

    public StepSum(int paramCount) {
        gradient = new float[paramCount];
    }

    /** float32 [paramCount], of the loss summed over rows, each times its weight. Whoever owns the sum may write it. */
    public float[] gradient() {
        return gradient;
    }

    /** The rows' summed loss, each times its weight. */
    public double loss() {
        return loss;
    }

    /** The rows' summed weights: what the gradient is divided by. */
    public double weight() {
        return weight;
    }

    public long rows() {
        return rows;
    }

    /** Wrapping sum of one hash a row: the same in any order, so it tells which rows were used. */
    public long rowHash() {
        return rowHash;
    }

    public void clear() {
        Arrays.fill(gradient, 0f);
        loss = weight = 0;
        rows = rowHash = flags = 0;
    }

    /** Adds a slice's account; its gradient was added by the net. */
    public void count(double sliceLoss, double sliceWeight, long sliceRows, long sliceRowHash) {
        loss += sliceLoss;
        weight += sliceWeight;
        rows += sliceRows;
        rowHash += sliceRowHash;
    }

    /** Adds the sum that comes after this one in lane order. */
    public void add(StepSum later) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] += later.gradient[i];
        }
        count(later.loss, later.weight, later.rows, later.rowHash);
        flags |= later.flags;
    }

    public void raise(long wishes) {
        flags |= wishes;
    }

    public boolean asks(long flag) {
        return (flags & flag) != 0;
    }
}
