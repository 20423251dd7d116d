package org.mlscale.engine.score;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Knows what was added to a file since the last mark. */
final class SummedStream {
    private final OutputStream out;
    private final CRC32C sum = new CRC32C();
    private long bytes;

    SummedStream(OutputStream out) {
        this.out = out;
    }

    void write(ByteBuffer added) throws IOException {
        StreamSink.write(out, added);
        bytes += added.remaining();
        sum.update(added.duplicate());
    }

    /** Hands all of it to the system, which has it even if the process is killed, and begins to count anew. */
    Mark.Added flush() throws IOException {
        out.flush();
        Mark.Added added = new Mark.Added(bytes, (int) sum.getValue());
        bytes = 0;
        sum.reset();
        return added;
    }
}
