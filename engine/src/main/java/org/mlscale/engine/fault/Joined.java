package org.mlscale.engine.fault;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What work on another thread gave. */
public final class Joined {
    private Joined() {}

    /** Waits for {@code work}, whose failure is thrown as it is. {@code what} was done when this thread is interrupted: {@code a chunk was read}. */
    public static <R> R result(Future<R> work, String what) {
        try {
            return work.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + what, interrupted);
        } catch (ExecutionException failed) {
            throw failure(work.exceptionNow());
        }
    }

    /** {@code cause}, to be thrown; an error is thrown here. */
    public static RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            default -> new IllegalStateException(cause);
        };
    }
}
