package org.mlscale.engine.chunk;

import java.util.List;
import java.util.Optional;

/** Gives the chunks of a table, in their order, to {@link ChunkLine}. One thread at a time; the bytes of a chunk are lent until {@link #giveBack}. */
public sealed interface Chunks extends AutoCloseable permits ChunkReader, ExcerptReader {
    /** The next chunk, never empty; or nothing after the last. */
    Optional<Chunk> next();

    /** Takes back the array of a chunk that nobody reads any more. */
    void giveBack(Chunk chunk);

    /** Takes back chunks, all that were given out last, of which the first ends inside quotes because its end was guessed. */
    void cutAgain(List<Chunk> chunks);

    @Override
    void close();
}
