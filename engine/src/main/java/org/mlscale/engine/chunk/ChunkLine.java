package org.mlscale.engine.chunk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mlscale.engine.fault.Fault;

/** Sends chunks through a function on many threads and takes the results in chunk order: the order of rows never depends on threads. */
public final class ChunkLine {
    private ChunkLine() {}

    /**
     * At most {@code chunksMax} chunks are alive at a time, which is the only back-pressure. {@code inOrder} runs on the caller's thread.
     * The first failure, in chunk order, is thrown after all work has ended.
     */
    public static <R> void forEach(
            ChunkReader chunks, Function<Chunk, R> work, Consumer<R> inOrder, ExecutorService executor, int chunksMax) {
        Deque<Future<R>> ahead = new ArrayDeque<>();
        try {
            for (Optional<Chunk> next = next(chunks, ahead, inOrder);
                    next.isPresent();
                    next = next(chunks, ahead, inOrder)) {
                Chunk chunk = next.get();
                ahead.add(executor.submit(() -> work.apply(chunk)));
                if (ahead.size() == chunksMax) {
                    inOrder.accept(join(ahead.remove()));
                }
            }
            drain(ahead, inOrder);
        } finally {
            ahead.forEach(ChunkLine::await);
        }
    }

    /** The next chunk. If it cannot be read, what failed before it in the table is thrown first. */
    private static <R> Optional<Chunk> next(ChunkReader chunks, Deque<Future<R>> ahead, Consumer<R> inOrder) {
        try {
            return chunks.next();
        } catch (Fault unreadable) {
            drain(ahead, inOrder);
            throw unreadable;
        }
    }

    private static <R> void drain(Deque<Future<R>> ahead, Consumer<R> inOrder) {
        while (!ahead.isEmpty()) {
            inOrder.accept(join(ahead.remove()));
        }
    }

    private static <R> R join(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a chunk was read", interrupted);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    /** Waits for work that nobody asks for any more, because something before it in the table has failed. */
    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException later) {
            return; // the failure that is being thrown came first
        }
    }
}
