package org.mlscale.engine.chunk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;

/** A pipe that gives few bytes at a time, as many as the seed says, and never tells how many wait. */
final class ShortReads extends FilterInputStream {
    private final SplittableRandom random;
    private final int bytesMax;

    ShortReads(InputStream in, long seed, int bytesMax) {
        super(in);
        this.random = new SplittableRandom(seed);
        this.bytesMax = bytesMax;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, length == 0 ? 0 : Math.min(length, 1 + random.nextInt(bytesMax)));
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
