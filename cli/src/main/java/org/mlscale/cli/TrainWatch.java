package org.mlscale.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.runs.RunDirectory;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.train.History;
import org.mlscale.engine.train.Observer;
import org.mlscale.engine.train.TrainJob;
import org.mlscale.engine.train.TrainState;
import org.mlscale.engine.train.Work;

/** Tells how training goes: a line while it runs, every look at the held-out rows in the run's files, and at the end what came of it. */
final class TrainWatch implements Observer {
    private static final double WINDOW_SECONDS = 5;

    private final Console console;
    private final RunDirectory directory;
    private final TrainJob job;
    private final RowPlan plan;
    private final long startNanos = System.nanoTime();
    private Mark earlier = new Mark(startNanos, 0); // speed is that since here, 5 to 10 seconds back
    private Mark recent = earlier;
    private double loss;
    private double weight;
    private double lastLoss = Double.NaN;
    private int evaluations;

    TrainWatch(Console console, RunDirectory directory, TrainJob job, RowPlan plan) {
        this.console = console;
        this.directory = directory;
        this.job = job;
        this.plan = plan;
    }

    @Override
    public void committed(TrainState state, StepSum sum) {
        if (state.history().evaluations().size() > evaluations) {
            evaluations++;
            evaluated(state);
        } else {
            loss += sum.loss();
            weight += sum.weight();
        }
        console.progress("train", () -> progress(state));
    }

    private void evaluated(TrainState state) {
        History.Evaluation last = state.history().evaluations().getLast();
        lastLoss = loss / weight;
        loss = weight = 0;
        List<Figure> figures = last.figures();
        directory.evaluated(last.step(), plan.epoch(last.step() - 1) + 1, lastLoss, figures);
        console.detail(
                "epoch",
                "%d/%d  loss %s  held-out %s"
                        .formatted(
                                plan.epoch(last.step() - 1) + 1,
                                job.epochs(),
                                Text.number(lastLoss),
                                figures(figures)));
    }

    private String progress(TrainState state) {
        Mark now = new Mark(System.nanoTime(), state.step());
        if (now.seconds(recent) >= WINDOW_SECONDS) {
            earlier = recent;
            recent = now;
        }
        double seconds = now.seconds(earlier);
        double rowsPerSecond = (plan.rowsBefore(now.step()) - plan.rowsBefore(earlier.step())) / seconds;
        // the first seconds are those of a program that is being compiled: they tell nothing of what is left
        String left = earlier.step() == 0 && seconds < WINDOW_SECONDS
                ? ""
                : "  at most %s left".formatted(Text.duration(left(now, seconds)));
        String heldOut = state.history()
                .best()
                .map(best -> "  best held-out " + figure(best.figures().getFirst()))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  loss %s%s  %s rows/s%s",
                Math.min(job.epochs(), plan.epoch(state.step()) + 1),
                job.epochs(),
                Text.number(Double.isNaN(lastLoss) ? loss / weight : lastLoss),
                heldOut,
                Text.count(Math.round(rowsPerSecond)),
                left);
    }

    private Duration left(Mark now, double seconds) {
        double secondsPerStep = seconds / Math.max(1, now.step() - earlier.step());
        return Duration.ofMillis((long) (1000 * secondsPerStep * (job.steps(plan) - now.step())));
    }

    /** When which step was done. */
    private record Mark(long nanos, long step) {
        double seconds(Mark since) {
            return (nanos - since.nanos) / 1e9;
        }
    }

    /** What came of it, and what took the time. */
    void done(TrainState state, Work work, int threads) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long rows = plan.rowsBefore(state.step());
        state.history()
                .best()
                .ifPresentOrElse(
                        best -> {
                            console.say("held out", figures(best.figures()));
                            console.say("", guess(best.figures()));
                        },
                        () -> console.say(
                                "held out",
                                "no rows: how good the model is nobody knows (few rows differ, or --valid is 0)"));
        state.history()
                .best()
                .map(best -> noBetterThanGuessing(best.figures()))
                .filter(names -> !names.isEmpty())
                .ifPresent(names -> console.say(
                        "warn",
                        "the model is no better than guessing (%s): is the target the right column, do the others say anything about it?"
                                .formatted(String.join(", ", names))));
        int epochs = plan.epoch(state.step() - 1) + 1;
        String best = state.history()
                .best()
                .map(evaluation -> "epoch %d of %d was best; ".formatted(plan.epoch(evaluation.step() - 1) + 1, epochs))
                .orElse("");
        console.say(
                "trained",
                "%s%s rows/s on %s"
                        .formatted(best, Text.count(Math.round(rows / seconds)), Text.count(threads, "core")));
        double encode = work.seconds(Work.Part.ENCODE) / (seconds * threads);
        double gradient = work.seconds(Work.Part.GRADIENT) / (seconds * threads);
        console.say(
                "limit",
                "gradient %s, encoding %s, the rest (sums, updates, judging, waiting) %s"
                        .formatted(
                                Text.percent(gradient),
                                Text.percent(encode),
                                Text.percent(Math.max(0, 1 - encode - gradient))));
    }

    /** The figures that guessing makes as good. */
    private static List<String> noBetterThanGuessing(List<Figure> figures) {
        return figures.stream()
                .filter(figure -> !figure.higherIsBetter()
                        && !Double.isNaN(figure.baseline())
                        && !(figure.value() < figure.baseline()))
                .map(Figure::name)
                .toList();
    }

    private static String figures(List<Figure> figures) {
        return String.join(", ", figures.stream().map(TrainWatch::figure).toList());
    }

    private static String guess(List<Figure> figures) {
        return "guessing without looking: "
                + String.join(
                        ", ",
                        figures.stream()
                                .filter(figure -> Double.isFinite(figure.baseline()))
                                .map(figure -> figure.name() + " " + Text.number(figure.baseline()))
                                .toList());
    }

    private static String figure(Figure figure) {
        return figure.name() + " " + Text.number(figure.value());
    }
}
