package org.mlscale.engine.batch;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.mlscale.engine.fault.Joined;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.table.CachedChunk;

/**
 * The encoders of chunks: of those that are in memory all, once they were asked for; of those that lie in a file the ones asked for last, as many as there is room for.
 * Thread-safe: whoever comes first reads a chunk, others wait for it.
 */
final class Encoders {
    private final Encoding encoding;
    private final List<CachedChunk> chunks;
    private final long bytesMax;
    private final AtomicReferenceArray<Encoder> held;
    private final Map<Integer, FutureTask<Encoder>> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes; // of those; guarded by recent, as it is

    /** {@code bytesMax}: what may be held of chunks in a file. */
    Encoders(Schema schema, List<CachedChunk> chunks, long bytesMax) {
        this.encoding = new Encoding(schema);
        this.chunks = chunks;
        this.bytesMax = bytesMax;
        this.held = new AtomicReferenceArray<>(chunks.size());
    }

    Encoder of(int chunk) {
        if (!chunks.get(chunk).inMemory()) {
            return filed(chunk);
        }
        Encoder known = held.get(chunk);
        if (known == null) { // two may make it: they are alike, and it costs little
            known = encoding.of(chunks.get(chunk));
            held.set(chunk, known);
        }
        return known;
    }

    private Encoder filed(int chunk) {
        FutureTask<Encoder> task;
        synchronized (recent) {
            task = recent.get(chunk);
            if (task == null) {
                task = new FutureTask<>(() -> encoding.of(chunks.get(chunk)));
                recent.put(chunk, task);
                bytes += chunks.get(chunk).loadedBytes();
                makeRoom();
            }
        }
        task.run(); // nothing, if another does or did
        return Joined.result(task, "a chunk was read");
    }

    /** Forgets what was not asked for the longest, but never what was asked for last. */
    private void makeRoom() {
        Iterator<Integer> eldest = recent.keySet().iterator();
        while (bytes > bytesMax && recent.size() > 1) {
            bytes -= chunks.get(eldest.next()).loadedBytes();
            eldest.remove();
        }
    }
}
