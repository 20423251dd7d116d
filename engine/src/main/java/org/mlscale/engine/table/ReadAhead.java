package org.mlscale.engine.table;

import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.mlscale.engine.fault.Joined;

/**
 * Lists that hold next to nothing: what a table's chunks have elsewhere than in memory is made anew whenever it is asked for. Whoever goes through such a list in its order
 * finds what must be read from text made by other threads.
 */
final class ReadAhead {
    private final ExecutorService executor;
    private final int chunksMax;

    /** {@code chunksMax}: how many chunks may be read before they are asked for. */
    ReadAhead(ExecutorService executor, int chunksMax) {
        this.executor = executor;
        this.chunksMax = chunksMax;
    }

    /** What {@code make} makes of each of {@code chunks}. For one thread; {@code make} runs on any. */
    <R> List<R> map(List<CachedChunk> chunks, Function<? super CachedChunk, ? extends R> make) {
        return new Made<>(chunks, make);
    }

    private final class Made<R> extends AbstractList<R> implements RandomAccess {
        private final List<CachedChunk> chunks;
        private final Function<? super CachedChunk, ? extends R> make;
        private final Deque<Future<R>> ahead = new ArrayDeque<>();
        private int first; // that is ahead

        Made(List<CachedChunk> chunks, Function<? super CachedChunk, ? extends R> make) {
            this.chunks = chunks;
            this.make = make;
        }

        @Override
        public R get(int index) {
            CachedChunk chunk = chunks.get(index);
            if (!chunk.inText()) {
                return make.apply(chunk);
            }
            if (ahead.isEmpty() || index != first) {
                ahead.forEach(work -> work.cancel(false));
                ahead.clear();
                first = index;
            }
            for (int next = first + ahead.size(); ahead.size() < chunksMax && next < chunks.size(); next++) {
                if (!chunks.get(next).inText()) {
                    break;
                }
                CachedChunk soon = chunks.get(next);
                ahead.add(executor.submit(() -> make.apply(soon)));
            }
            first++;
            return Joined.result(ahead.remove(), "a chunk was read");
        }

        @Override
        public int size() {
            return chunks.size();
        }
    }
}
