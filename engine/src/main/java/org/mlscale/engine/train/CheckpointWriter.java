package org.mlscale.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/**
 * Writes checkpoints beside the loop, one at a time, on a thread of its own. Called by the loop's thread only.
 */
public final class CheckpointWriter implements AutoCloseable {
    private final Checkpoints checkpoints;
    private final BiConsumer<Long, IOException> failed;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread writer = new Thread(task, "checkpoints");
        writer.setDaemon(true);
        return writer;
    });
    private Future<?> last = CompletableFuture.completedFuture(null);

    /** {@code failed} is told, on the writer's thread, of which step the state could not be written, and why. */
    public CheckpointWriter(Checkpoints checkpoints, BiConsumer<Long, IOException> failed) {
        this.checkpoints = checkpoints;
        this.failed = failed;
    }

    /** Copies the state and returns; false if the one before is still being written, and this one is not. */
    public boolean offer(TrainState state) {
        if (!last.isDone()) {
            return false;
        }
        TrainState copy = state.copy();
        last = thread.submit(() -> write(copy));
        return true;
    }

    private void write(TrainState state) {
        try {
            checkpoints.write(state);
        } catch (IOException full) {
            failed.accept(state.step(), full);
        }
    }

    /**
     * Writes the state before it returns, after what is being written.
     *
     * @return the file
     */
    public Path writeNow(TrainState state) throws IOException {
        join();
        return checkpoints.write(state);
    }

    private void join() {
        try {
            last.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a checkpoint was written", interrupted);
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }

    /** Waits for what is being written. */
    @Override
    public void close() {
        thread.close();
    }
}
