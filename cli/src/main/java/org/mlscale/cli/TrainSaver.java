package org.mlscale.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;
import org.mlscale.engine.train.CheckpointWriter;
import org.mlscale.engine.train.Checkpoints;
import org.mlscale.engine.train.Observer;
import org.mlscale.engine.train.TrainState;

/** Keeps what is learned: a checkpoint now and then; and asks the loop to end when a signal or {@code --max-time} wants it. */
final class TrainSaver implements Observer, AutoCloseable {
    private final Console console;
    private final Stop stop;
    private final long every;
    private final Optional<Long> deadline;
    private final CheckpointWriter writer;
    private final AtomicInteger failures = new AtomicInteger();
    private long last = System.nanoTime();

    /**
     * @param every time between two checkpoints
     * @param deadline when to stop, on the clock of {@link System#nanoTime}
     */
    TrainSaver(Console console, Stop stop, Checkpoints checkpoints, Duration every, Optional<Long> deadline) {
        this.console = console;
        this.stop = stop;
        this.every = every.toNanos();
        this.deadline = deadline;
        this.writer = new CheckpointWriter(checkpoints, this::failed);
    }

    @Override
    public long wishes() {
        return stop.wished() || timeIsUp() ? StepSum.STOP : 0;
    }

    private boolean timeIsUp() {
        return deadline.isPresent() && System.nanoTime() - deadline.get() >= 0;
    }

    @Override
    public void committed(TrainState state, StepSum sum) {
        long now = System.nanoTime();
        if (now - last >= every && writer.offer(state)) {
            last = now;
        }
    }

    /** Told once while it happens: a disk that is full stays full, and what is learned is not lost yet. */
    private void failed(long step, IOException why) {
        if (failures.getAndIncrement() == 0) {
            console.say(
                    "warn",
                    "the checkpoint of step %s cannot be written: %s; training goes on"
                            .formatted(Text.count(step), Reason.of(why)));
        }
    }

    /**
     * Writes the state before it returns.
     *
     * @return the file
     * @throws Fault RESOURCES if it cannot be written
     */
    Path keep(TrainState state) {
        try {
            Path file = writer.writeNow(state);
            remind();
            return file;
        } catch (IOException full) {
            throw Fault.resources(
                            "the checkpoint of step %s cannot be written: %s"
                                    .formatted(Text.count(state.step()), Reason.of(full)),
                            "make room on the disk; the run goes on from its last checkpoint")
                    .because(full);
        }
    }

    /** The same where the model itself comes next: then it is no more than a net below it. */
    void keepIfPossible(TrainState state) {
        try {
            writer.writeNow(state);
        } catch (IOException full) {
            failed(state.step(), full);
        }
        remind();
    }

    private void remind() {
        if (failures.get() > 0) {
            console.say("warn", Text.count(failures.get(), "checkpoint") + " could not be written");
        }
    }

    /** Waits for what is being written. */
    @Override
    public void close() {
        writer.close();
    }
}
