package org.mlscale.engine.score;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.mlscale.engine.chunk.ChunkCut;

/** Takes the bytes that scoring writes, in the order of the table. One thread. The buffers have arrays and are the caller's again afterwards. */
public interface ScoreSink {
    /** How it wants the predictions; the rejects are plain text. Any thread may ask. */
    default OutPacking packing() {
        return OutPacking.PLAIN;
    }

    /** The account of what an earlier run has written, which this one goes on with; empty if this one begins. */
    default Optional<Scored> before() {
        return Optional.empty();
    }

    /** The header lines, first of all in a run that begins. */
    void begin(ByteBuffer predictions, ByteBuffer rejects) throws IOException;

    /** What one chunk gave. {@code lines}: the line ends of its file up to its end. */
    void add(ChunkCut cut, long lines, ByteBuffer predictions, ByteBuffer rejects, Scored scored) throws IOException;
}
