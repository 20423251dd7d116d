package org.mlscale.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ErrorReport;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.collective.LaneRange;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.train.Checkpoints;
import org.mlscale.engine.train.LaneSet;
import org.mlscale.engine.train.LinearBaseline;
import org.mlscale.engine.train.Observer;
import org.mlscale.engine.train.Outcome;
import org.mlscale.engine.train.Recipe;
import org.mlscale.engine.train.TrainJob;
import org.mlscale.engine.train.TrainState;
import org.mlscale.engine.train.Training;
import org.mlscale.engine.train.Work;

/**
 * The part of a run that learns: what is learned is kept as it goes, and a signal ends it after a step.
 *
 * @param deadline when to end with the best so far, on the clock of {@link System#nanoTime}
 */
record TrainLoop(TrainCommand command, Console console, TrainStart begin, Stop stop, Optional<Long> deadline) {
    /**
     * What training leaves: its state, what a linear model does on the rows held out, and how fast it went.
     *
     * @param rowsPerSecond that were learned from, looks at the held-out rows included; NaN if there was nothing left to learn
     */
    record Trained(TrainState state, Optional<LinearBaseline> linear, double rowsPerSecond) {}

    /** What is trained, and with what. */
    record Bench(
            TrainJob job,
            RowPlan plan,
            Feed feed,
            Network network,
            TrainState state,
            Checkpoints checkpoints,
            ExecutorService executor) {}

    /** Trains; empty if a signal ended it, and what is next has been said. */
    Optional<Trained> run(Bench bench) {
        try {
            return kept(
                    bench,
                    deadline,
                    saver -> train(bench, saver),
                    () -> stop.endAtOnce("while the model was written: what was learned is kept", begin.next()));
        } finally {
            stop.saved();
        }
    }

    /**
     * Trains what only shows how much the number of rows does, and until {@code until} at the latest; what it learns is kept like the rest.
     *
     * @param name for people
     * @return whether it came to its end; empty if a signal ended it, and what is next has been said
     */
    Optional<Boolean> part(String name, Bench bench, Optional<Long> until) {
        Optional<Boolean> whole = kept(
                bench,
                until,
                saver -> training(bench, lanes(bench, new Work()), watch(name, bench), saver) != Outcome.STOPPED,
                () -> !stop.wished());
        if (whole.isEmpty()) {
            stop.saved();
        }
        return whole;
    }

    private Observer watch(String name, Bench bench) {
        long steps = bench.job().steps(bench.plan());
        return new Observer() {
            @Override
            public void committed(TrainState state, StepSum sum) {
                console.progress(
                        "curve",
                        () -> "%s: step %s of at most %s".formatted(name, Text.count(state.step()), Text.count(steps)));
            }
        };
    }

    /** Works, keeping the state; empty if {@code goesOn} then says that a signal ended it, and what is next has been said. */
    private <T> Optional<T> kept(
            Bench bench, Optional<Long> until, Function<TrainSaver, T> work, BooleanSupplier goesOn) {
        stop.waitFromNowOn("before the step was done: what came after the last checkpoint is lost", begin.next());
        TrainState state = bench.state();
        try (TrainSaver saver = new TrainSaver(console, stop, bench.checkpoints(), command.checkpoint, until)) {
            T done = work.apply(saver);
            if (!stop.wished()) {
                saver.keepIfPossible(state); // the model may not find room, or a signal come while it is written
            }
            if (goesOn.getAsBoolean()) {
                return Optional.of(done);
            }
            sayStopped(saver.keep(state), state, bench.job().steps(bench.plan()));
            return Optional.empty();
        } catch (RuntimeException | Error failure) {
            if (stop.wished()) { // nobody else gets to say it: the process ends as soon as this returns
                console.error(ErrorReport.of(failure, command.talk.stackTrace).text());
                console.say("next", Text.command(begin.next()));
            }
            throw failure;
        }
    }

    private LaneSet lanes(Bench bench, Work work) {
        return new LaneSet(
                LaneRange.all(bench.job().shape().laneCount()),
                Recipe.judge(bench.plan().table().schema()),
                command.machine.threads(),
                bench.executor(),
                work);
    }

    /** Trains, and looks at the held-out rows once more where time ended it. */
    private Outcome training(Bench bench, LaneSet lanes, Observer watch, TrainSaver saver) {
        Outcome outcome = Training.train(
                bench.job(),
                bench.plan(),
                bench.state(),
                bench.network(),
                bench.feed(),
                lanes,
                Collective.SINGLE,
                watch.and(saver));
        if (outcome == Outcome.STOPPED && !stop.wished()) {
            Training.judge(
                    bench.job(),
                    bench.plan(),
                    bench.state(),
                    bench.network(),
                    bench.feed(),
                    lanes,
                    Collective.SINGLE,
                    watch);
        }
        return outcome;
    }

    private Trained train(Bench bench, TrainSaver saver) {
        TrainJob job = bench.job();
        RowPlan plan = bench.plan();
        TrainState state = bench.state();
        Work work = new Work();
        TrainWatch watch = new TrainWatch(console, begin.directory(), job, plan, state);
        long firstStep = state.step();
        long firstNanos = System.nanoTime();
        Outcome outcome = training(bench, lanes(bench, work), watch, saver);
        double seconds = (System.nanoTime() - firstNanos) / 1e9;
        double rowsPerSecond = state.step() == firstStep
                ? Double.NaN
                : (plan.rowsBefore(state.step()) - plan.rowsBefore(firstStep)) / seconds;
        if (outcome == Outcome.STOPPED && stop.wished()) {
            return new Trained(state, Optional.empty(), rowsPerSecond);
        }
        if (outcome == Outcome.STOPPED) {
            console.say(
                    "stopped",
                    "--max-time %s is over, at step %s of at most %s; the model is the best so far"
                            .formatted(
                                    Text.duration(
                                            Optional.ofNullable(command.maxTime).orElseThrow()),
                                    Text.count(state.step()),
                                    Text.count(job.steps(plan))));
        }
        if (outcome == Outcome.DIVERGED) {
            console.say(
                    "warn", "the net has diverged; the model is the best from before (a smaller --lr may do better)");
        }
        Optional<LinearBaseline> linear = watch.done(
                state,
                work,
                Math.min(job.shape().laneCount(), command.machine.threads()),
                () -> outcome == Outcome.STOPPED
                        ? Optional.empty()
                        : linear(plan.table(), job, bench.feed(), bench.executor()));
        return new Trained(state, linear, rowsPerSecond);
    }

    private Optional<LinearBaseline> linear(Table table, TrainJob job, Feed feed, ExecutorService executor) {
        if (table.holdout().rowCount() == 0 || stop.wished()) {
            return Optional.empty();
        }
        LinearBaseline.Bench bench =
                new LinearBaseline.Bench(table, feed, Recipe.judge(table.schema()), Networks::of, executor);
        return Optional.of(LinearBaseline.of(bench, job.nets().member(), command.seed));
    }

    private void sayStopped(Path checkpoint, TrainState state, long steps) {
        console.say(
                "stopped",
                "after step %s of at most %s; kept in %s"
                        .formatted(Text.count(state.step()), Text.count(steps), checkpoint));
        if (command.data.contains(Input.STDIN)) {
            console.say("", "the table came from stdin: it must come in again");
        }
        console.say("next", Text.command(begin.next()));
    }
}
