package org.mlscale.engine.table;

/**
 * A shuffle of {@code [0, size)} that can be asked for any place without being stored, so a resumed run has no iterator to rewind: a
 * four-round Feistel network over the next even power of two, walked until it lands inside.
 *
 * @see "Black and Rogaway, Ciphers with arbitrary finite domains, CT-RSA 2002"
 */
public record Permutation(long size, long key) {
    private static final int ROUNDS = 4;

    public long at(long place) {
        int half = Math.max(1, (Long.SIZE + 1 - Long.numberOfLeadingZeros(Math.max(1, size - 1))) / 2);
        long mask = (1L << half) - 1;
        long image = place;
        do {
            long left = image >>> half;
            long right = image & mask;
            for (int round = 0; round < ROUNDS; round++) {
                long next = left ^ (Draws.draw(key, round, right) & mask);
                left = right;
                right = next;
            }
            image = left << half | right;
        } while (image >= size);
        return image;
    }
}
