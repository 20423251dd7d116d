package org.mlscale.engine.chunk;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How many line ends come before a chunk in its file. Who reads a chunk counts them in passing, at no cost; so they are known once the chunks before it are read,
 * and whoever wants a line number waits for that. Thread-safe.
 */
public final class LineCount {
    /** A chunk is read in some hundredths of a second. */
    private static final int PATIENCE_MINUTES = 10;

    private final CompletableFuture<Long> before;
    private final CompletableFuture<Long> here = new CompletableFuture<>();

    private LineCount(CompletableFuture<Long> before) {
        this.before = before;
    }

    /** Of a file's first chunk, which stands below {@code lines} others. */
    static LineCount first(long lines) {
        return new LineCount(CompletableFuture.completedFuture(lines));
    }

    /** Of the chunk after this one. */
    LineCount next() {
        return new LineCount(before.thenCombine(here, Long::sum));
    }

    /** Tells how many line ends this chunk has; the first word counts. */
    void counted(long lines) {
        here.complete(lines);
    }

    boolean isCounted() {
        return here.isDone();
    }

    /** Lets go whoever waits: this chunk will not be read. */
    void failed() {
        here.completeExceptionally(new CancellationException("a chunk before it could not be read"));
    }

    /** Of the file up to the end of this chunk. Waits for it, and for those before it. */
    public long after() {
        return Math.addExact(before(), await(here));
    }

    /** Waits for the chunks before this one. */
    long before() {
        return await(before);
    }

    private static long await(CompletableFuture<Long> count) {
        try {
            return count.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a line was looked for", interrupted);
        } catch (ExecutionException | TimeoutException never) {
            throw new IllegalStateException("what comes before this chunk could not be read", never);
        }
    }
}
