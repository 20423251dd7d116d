package org.mlscale.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.runs.RunDirectory;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.train.History;
import org.mlscale.engine.train.LinearBaseline;
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
    private final Mark first;
    private Mark earlier; // speed is that since here, 5 to 10 seconds back
    private Mark recent;
    private int evaluations;

    /** {@code begun}: the state that training starts from. */
    TrainWatch(Console console, RunDirectory directory, TrainJob job, RowPlan plan, TrainState begun) {
        this.console = console;
        this.directory = directory;
        this.job = job;
        this.plan = plan;
        this.first = new Mark(startNanos, begun.step());
        this.earlier = first;
        this.recent = first;
        this.evaluations = begun.history().evaluations().size();
    }

    @Override
    public void committed(TrainState state, StepSum sum) {
        if (state.history().evaluations().size() > evaluations) {
            evaluations++;
            evaluated(state);
        }
        console.progress("train", () -> progress(state));
    }

    private void evaluated(TrainState state) {
        History.Evaluation last = state.history().evaluations().getLast();
        double loss = state.losses().mean();
        List<Figure> figures = last.figures();
        directory.metrics().add(last.step(), plan.epoch(last.step() - 1) + 1, loss, figures);
        console.detail(
                "epoch",
                "%d/%d  loss %s  held-out %s"
                        .formatted(plan.epoch(last.step() - 1) + 1, job.epochs(), Text.number(loss), figures(figures)));
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
        String left = earlier.equals(first) && seconds < WINDOW_SECONDS
                ? ""
                : "  at most %s left".formatted(Text.duration(left(now, seconds)));
        String heldOut = state.history()
                .best()
                .map(best -> "  best held-out "
                        + figure(job.metric()
                                .flatMap(metric -> metric.in(best.figures()))
                                .orElse(best.figures().getFirst())))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  loss %s%s  %s rows/s%s",
                Math.min(job.epochs(), plan.epoch(state.step()) + 1),
                job.epochs(),
                Text.number(state.losses().latest()),
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

    /** What came of it beside {@code baseline}, which is asked for here, and what took the time. */
    Optional<LinearBaseline> done(
            TrainState state, Work work, int threads, Supplier<Optional<LinearBaseline>> baseline) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long rows = plan.rowsBefore(state.step()) - plan.rowsBefore(first.step());
        long linearNanos = System.nanoTime();
        Optional<LinearBaseline> linear = baseline.get();
        Duration linearTook = Duration.ofNanos(System.nanoTime() - linearNanos);
        state.history()
                .best()
                .ifPresentOrElse(
                        best -> {
                            console.say("held out", figures(best.figures()));
                            linear.ifPresent(model -> console.say(
                                    "",
                                    "a linear model: %s (fitted on %s in %s)"
                                            .formatted(
                                                    figures(model.metrics().figures()),
                                                    Text.count(model.rows(), "row"),
                                                    Text.duration(linearTook))));
                            console.say("", guess(best.figures()));
                        },
                        () -> console.say(
                                "held out",
                                "no rows: how good the model is nobody knows (few rows differ, or --valid is 0)"));
        state.history().best().ifPresent(best -> warn(best, linear));
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
        return linear;
    }

    private void warn(History.Evaluation best, Optional<LinearBaseline> linear) {
        List<String> guessed = noBetterThanGuessing(best.figures());
        if (!guessed.isEmpty()) {
            console.say(
                    "warn",
                    "the model is no better than guessing (%s): is the target the right column, do the others say anything about it?"
                            .formatted(String.join(", ", guessed)));
        } else if (linear.isPresent() && !betterThan(linear.get(), best)) {
            console.say(
                    "warn",
                    "the model is no better than a linear one by %s: the columns may tell no more, or the rows be too"
                                    .formatted(job.metric().map(Measure::text).orElse("its loss"))
                            + " few for a net");
        }
    }

    private boolean betterThan(LinearBaseline linear, History.Evaluation best) {
        if (job.metric().isEmpty()) {
            return best.loss() < linear.metrics().loss();
        }
        Measure metric = job.metric().get();
        double ours = metric.in(best.figures()).map(Figure::value).orElse(Double.NaN);
        double theirs = metric.in(linear.metrics().figures()).map(Figure::value).orElse(Double.NaN);
        return metric.higherIsBetter() ? ours > theirs : ours < theirs;
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

    /** {@code auc 0.8312, log_loss 0.3020}. */
    static String figures(List<Figure> figures) {
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
