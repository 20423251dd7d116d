package org.mlscale.engine.collective;

import java.util.Arrays;

/** Loses a rank in call {@code fatalCall}, from 1, and leaves rubbish in the sum, as it may; all other calls go through. */
public final class FaultyCollective implements Collective {
    private final Collective ranks;
    private final int fatalCall;
    private int calls;

    public FaultyCollective(Collective ranks, int fatalCall) {
        this.ranks = ranks;
        this.fatalCall = fatalCall;
    }

    public int calls() {
        return calls;
    }

    @Override
    public int rank() {
        return ranks.rank();
    }

    @Override
    public int worldSize() {
        return ranks.worldSize();
    }

    @Override
    public void allreduce(StepSum sum) {
        if (++calls == fatalCall) {
            Arrays.fill(sum.gradient(), Float.NaN);
            sum.count(Double.NaN, -1, -1, -1);
            throw new LostRank("rank 1");
        }
        ranks.allreduce(sum);
    }

    @Override
    public double[] allgather(double[] part) {
        if (++calls == fatalCall) {
            throw new LostRank("rank 1");
        }
        return ranks.allgather(part);
    }

    @Override
    public byte[] broadcast(int root, byte[] bytes) {
        if (++calls == fatalCall) {
            throw new LostRank("rank 1");
        }
        return ranks.broadcast(root, bytes);
    }
}
