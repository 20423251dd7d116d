package org.mlscale.engine.chunk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Joined;

/**
 * Sends chunks through a function on many threads and takes the results in chunk order: the order of rows never depends on threads.
 *
 * <p>It also sees to it that every chunk is whole. The first chunk of a file begins at a record; a chunk that does so and whose reader does not end inside quotes ends
 * after a record; so the next begins at one. A result is taken only when that is known of its chunk: where the guess of a cut was wrong, what came after it is thrown away and
 * cut again.
 */
public final class ChunkLine {
    private ChunkLine() {}

    /** A chunk whose result has not been taken. */
    private record Ahead<R>(Chunk chunk, Future<R> result) {}

    /**
     * At most {@code chunksMax} chunks are alive at a time, which is the only back-pressure. {@code work} must read all cells of its chunk and keep none of its bytes; the executor
     * must begin work in the order in which it is submitted. {@code inOrder} runs on the caller's thread. The first failure, in chunk order, is thrown after all work has ended.
     */
    public static <R> void forEach(
            Chunks chunks, Function<Chunk, R> work, Consumer<R> inOrder, ExecutorService executor, int chunksMax) {
        Deque<Ahead<R>> ahead = new ArrayDeque<>();
        Optional<Fault> unreadable = Optional.empty();
        try {
            for (; ; ) {
                while (ahead.size() < chunksMax && unreadable.isEmpty()) {
                    Optional<Chunk> next;
                    try {
                        next = chunks.next();
                    } catch (Fault fault) {
                        unreadable = Optional.of(fault); // what fails before it in the table is thrown first
                        break;
                    }
                    if (next.isEmpty()) {
                        break;
                    }
                    Chunk chunk = next.get();
                    ahead.add(new Ahead<>(chunk, executor.submit(() -> read(chunk, work))));
                }
                if (ahead.isEmpty()) {
                    break;
                }
                if (!take(ahead.element(), inOrder, chunks)) {
                    ahead.forEach(ChunkLine::await);
                    chunks.cutAgain(ahead.stream().map(Ahead::chunk).toList());
                    ahead.clear();
                    unreadable = Optional.empty();
                } else {
                    ahead.remove();
                }
            }
        } finally {
            ahead.forEach(ChunkLine::await);
        }
        if (unreadable.isPresent()) {
            throw unreadable.get();
        }
    }

    /**
     * The result of the first chunk, on the caller's thread; nothing if there is none.
     *
     * @throws Fault DATA if a quoted cell does not end
     */
    public static <R> Optional<R> first(Chunks chunks, Function<Chunk, R> work) {
        for (; ; ) {
            Optional<Chunk> chunk = chunks.next();
            try {
                return chunk.map(work);
            } catch (Unclosed quote) {
                checkGuessed(chunk.orElseThrow(), quote);
                chunks.cutAgain(List.of(chunk.orElseThrow()));
            }
        }
    }

    /** Takes the result of the first chunk; false if the chunk was cut wrongly. */
    private static <R> boolean take(Ahead<R> first, Consumer<R> inOrder, Chunks chunks) {
        Chunk chunk = first.chunk();
        try {
            R result = Joined.result(first.result(), "a chunk was read");
            if (chunk.end() == Chunk.End.NONE) {
                throw tooLong(chunk);
            }
            inOrder.accept(result);
            chunks.giveBack(chunk);
            return true;
        } catch (Unclosed quote) {
            checkGuessed(chunk, quote);
            return false;
        }
    }

    private static void checkGuessed(Chunk chunk, Unclosed quote) {
        if (chunk.end() != Chunk.End.GUESSED) {
            throw unclosed(chunk, quote);
        }
    }

    /** However it ends, who waits for the number of its lines goes on. */
    private static <R> R read(Chunk chunk, Function<Chunk, R> work) {
        try {
            R result = work.apply(chunk);
            if (!chunk.lines().isCounted()) {
                chunk.counted(Utf8.lineEnds(chunk, chunk.length()));
            }
            return result;
        } catch (RuntimeException | Error failure) {
            chunk.lines().failed();
            throw failure;
        }
    }

    static Fault unclosed(Chunk chunk, Unclosed quote) {
        chunk.check(); // in what is no text there is no quote
        return Fault.data(
                chunk.end() == Chunk.End.NONE
                        ? "a quoted cell does not end within %,d bytes".formatted(FileCutter.RECORD_BYTES_MAX)
                        : "the file ends inside a quoted cell",
                chunk.location(quote.at()),
                "close the quote that begins there, or --quote none if quotes mean nothing in this file");
    }

    private static Fault tooLong(Chunk chunk) {
        return Fault.data(
                "a record does not end within %,d bytes".formatted(FileCutter.RECORD_BYTES_MAX),
                chunk.location(chunk.length()),
                "is this a table of text lines?");
    }

    /** Waits for work that nobody asks for any more, because something before it in the table has failed. */
    private static void await(Ahead<?> ahead) {
        try {
            ahead.result().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException later) {
            return; // the failure that is being thrown came first
        }
    }
}
