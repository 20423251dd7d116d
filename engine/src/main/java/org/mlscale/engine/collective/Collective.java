package org.mlscale.engine.collective;

/**
 * The ranks of one generation, acting together. Every rank makes the same calls in the same order, one at a time; each call blocks until
 * all ranks have made it.
 */
public interface Collective {
    /** One machine: nothing to do. */
    @SuppressWarnings("ClassInitializationDeadlock") // nobody else names SingleRank, so nobody initialises it first
    Collective SINGLE = new SingleRank();

    int rank();

    int worldSize();

    /**
     * Sums {@code sum} over all ranks, in place; every rank ends with the same bits.
     *
     * @throws LostRank if a rank falls silent; {@code sum} is then undefined, the train state untouched
     */
    void allreduce(StepSum sum);

    /** Returns every rank's part, joined in rank order: so parts in lane order stay in lane order. */
    double[] allgather(double[] part);

    /** Returns {@code root}'s bytes on every rank; the others' argument is not read. */
    byte[] broadcast(int root, byte[] bytes);

    default void barrier() {
        allgather(new double[0]);
    }
}
