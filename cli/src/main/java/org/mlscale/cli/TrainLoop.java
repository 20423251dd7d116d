package org.mlscale.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ErrorReport;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.collective.Collective;
import org.mlscale.engine.collective.LaneRange;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.train.Checkpoints;
import org.mlscale.engine.train.LaneSet;
import org.mlscale.engine.train.LinearBaseline;
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
    /** What training leaves: its state, and what a linear model does on the rows held out. */
    record Trained(TrainState state, Optional<LinearBaseline> linear) {}

    /** Trains {@code state}; empty if a signal ended it, and what is next has been said. */
    Optional<Trained> run(
            TrainJob job,
            RowPlan plan,
            Feed feed,
            TrainState state,
            Network network,
            Checkpoints checkpoints,
            ExecutorService executor) {
        stop.waitFromNowOn("before the step was done: what came after the last checkpoint is lost", begin.next());
        try (TrainSaver saver = new TrainSaver(console, stop, checkpoints, command.checkpoint, deadline)) {
            Optional<LinearBaseline> linear = train(job, plan, feed, state, network, executor, saver);
            if (!stop.wished()) {
                saver.keepIfPossible(state); // the model may not find room, or a signal come while it is written
            }
            if (stop.endAtOnce("while the model was written: what was learned is kept", begin.next())) {
                return Optional.of(new Trained(state, linear));
            }
            sayStopped(saver.keep(state), state, job.steps(plan));
            return Optional.empty();
        } catch (RuntimeException | Error failure) {
            if (stop.wished()) { // nobody else gets to say it: the process ends as soon as this returns
                console.error(ErrorReport.of(failure, command.talk.stackTrace).text());
                console.say("next", Text.command(begin.next()));
            }
            throw failure;
        } finally {
            stop.saved();
        }
    }

    private Optional<LinearBaseline> train(
            TrainJob job,
            RowPlan plan,
            Feed feed,
            TrainState state,
            Network network,
            ExecutorService executor,
            TrainSaver saver) {
        Work work = new Work();
        int threads = command.machine.threads();
        LaneSet lanes = new LaneSet(
                LaneRange.all(job.shape().laneCount()),
                Recipe.judge(plan.table().schema()),
                threads,
                executor,
                work);
        TrainWatch watch = new TrainWatch(console, begin.directory(), job, plan, state);
        Outcome outcome = Training.train(job, plan, state, network, feed, lanes, Collective.SINGLE, watch.and(saver));
        if (outcome == Outcome.STOPPED && stop.wished()) {
            return Optional.empty();
        }
        if (outcome == Outcome.STOPPED) {
            Training.judge(job, plan, state, network, feed, lanes, Collective.SINGLE, watch);
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
        return watch.done(
                state,
                work,
                Math.min(job.shape().laneCount(), threads),
                () -> outcome == Outcome.STOPPED ? Optional.empty() : linear(plan.table(), job, feed, executor));
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
