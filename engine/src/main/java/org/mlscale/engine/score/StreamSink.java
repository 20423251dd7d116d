package org.mlscale.engine.score;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.mlscale.engine.chunk.ChunkCut;

/** Predictions to a stream, which stays open; without the rejects, which have no place there. */
public record StreamSink(OutputStream out) implements ScoreSink {
    @Override
    public void begin(ByteBuffer predictions, ByteBuffer rejects) throws IOException {
        write(out, predictions);
    }

    @Override
    public void add(ChunkCut cut, long lines, ByteBuffer predictions, ByteBuffer rejects, Scored scored)
            throws IOException {
        write(out, predictions);
    }

    static void write(OutputStream out, ByteBuffer bytes) throws IOException {
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
}
