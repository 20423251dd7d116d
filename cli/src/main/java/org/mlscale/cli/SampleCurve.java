package org.mlscale.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.score.HeldOutNoise;
import org.mlscale.engine.table.RowPlan;
import org.mlscale.engine.table.Sample;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.train.Checkpoints;
import org.mlscale.engine.train.Fingerprint;
import org.mlscale.engine.train.Recipe;
import org.mlscale.engine.train.TrainJob;
import org.mlscale.engine.train.TrainState;

/**
 * What the number of rows does to the model: nets that learn from a quarter and from half of a sample are judged on the same held-out rows as the one that learns from all of it. They are kept
 * as the run is, each in a folder of its own, so that a run that goes on does not train them again. The model is the same without them.
 */
final class SampleCurve {
    /** A part of the rows to learn from. */
    private enum Part {
        QUARTER("a quarter", 0.25),
        HALF("half", 0.5);

        private final String text;
        private final double share;

        Part(String text, double share) {
            this.text = text;
            this.share = share;
        }

        String folder() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a net that learned from so many rows reaches, and the standard error of that. */
    private record Point(long rows, double value, double error) {}

    private static final double WHOLE = 1;

    /** Fewer rows to learn from than this are not parted. */
    private static final int ROWS_MIN = 100;

    /** A change of so many standard errors is hardly chance. */
    private static final double SURE = 2;

    private final TrainCommand command;
    private final Console console;
    private final TrainStart begin;
    private final Table table;
    private final TrainJob job;
    private final Network network;
    private final long cacheBytes;
    private final Measure measure;
    private final HeldOutNoise noise;
    private final List<Point> points = new ArrayList<>();
    private final List<Checkpoints> kept = new ArrayList<>();
    private boolean cutShort; // a part, by --max-time

    private SampleCurve(
            TrainCommand command, Console console, TrainStart begin, Table table, TrainJob job, long cacheBytes) {
        this.command = command;
        this.console = console;
        this.begin = begin;
        this.table = table;
        this.job = job;
        this.network = Networks.of(job.nets());
        this.cacheBytes = cacheBytes;
        this.measure = job.metric()
                .or(() -> Measure.named(Recipe.figureNames(table.schema()).getFirst()))
                .orElseThrow();
        this.noise = new HeldOutNoise(
                Recipe.judge(table.schema()),
                new Feed(table, cacheBytes),
                table.holdout().rowCount(),
                measure.text());
    }

    /** Of a table that is a sample; nothing, and it is said why, if it has too few rows for that. */
    static Optional<SampleCurve> of(
            TrainCommand command, Console console, TrainStart begin, Table table, TrainJob job, long cacheBytes) {
        if (table.holdout().rowCount() == 0 || table.train().rowCount() < ROWS_MIN) {
            String why = table.holdout().rowCount() == 0
                    ? "no rows are held out"
                    : "%s to learn from are too few to part"
                            .formatted(Text.count(table.train().rowCount(), "row"));
            console.say("curve", "none: " + why + "; whether more rows would pay nobody knows");
            return Optional.empty();
        }
        return Optional.of(new SampleCurve(command, console, begin, table, job, cacheBytes));
    }

    /** Trains on the parts, each for its share of the time at most; false if a signal ended it. */
    boolean parts(TrainLoop loop, ExecutorService executor) {
        double left = WHOLE;
        for (Part part : Part.values()) {
            left += part.share;
        }
        for (Part part : Part.values()) {
            double time = part.share / left;
            long now = System.nanoTime();
            if (!train(part, loop, loop.deadline().map(end -> now + (long) (time * (end - now))), executor)) {
                return false;
            }
            left -= part.share;
        }
        return true;
    }

    private boolean train(Part part, TrainLoop loop, Optional<Long> until, ExecutorService executor) {
        Table rows = table.learningFrom(part.share, command.seed);
        TrainJob less = Recipe.job(rows, command.wishes()).with(job.nets());
        Checkpoints checkpoints = new Checkpoints(
                begin.directory().checkpoints().resolve(part.folder()), Fingerprint.of(rows, less, Networks.engine()));
        kept.add(checkpoints);
        TrainState state = checkpoints
                .newest(what -> console.say("warn", what + "; it is removed"))
                .orElseGet(() -> TrainState.fresh(less));
        Optional<Boolean> complete = loop.part(
                part.text,
                new TrainLoop.Bench(
                        less,
                        RowPlan.of(rows, less.shape()),
                        new Feed(rows, cacheBytes),
                        network,
                        state,
                        checkpoints,
                        executor),
                until);
        cutShort |= complete.equals(Optional.of(false));
        complete.ifPresent(
                whole -> add(part.text, rows.train().rowCount(), less, state, whole ? "" : " (--max-time ended it)"));
        return complete.isPresent();
    }

    private void add(String text, long rows, TrainJob trained, TrainState state, String remark) {
        List<Figure> figures = state.history().best().orElseThrow().figures();
        noise.add(network, trained.result(state));
        Point point =
                new Point(rows, measure.in(figures).map(Figure::value).orElse(Double.NaN), noise.error(points.size()));
        points.add(point);
        console.say(
                points.size() == 2 ? "" : "curve",
                "%s, %s: %s %s ± %s%s"
                        .formatted(
                                text,
                                Text.count(rows, "row"),
                                measure.text(),
                                Text.number(point.value()),
                                Text.number(point.error()),
                                remark));
    }

    /**
     * Says what all of the sample reaches, and whether more rows would pay.
     *
     * @param read how long the sample was read
     * @return whether they would
     */
    boolean say(TrainLoop.Trained trained, RowPlan plan, Sample sample, Duration read) {
        add("all of the sample", table.train().rowCount(), job, trained.state(), "");
        Point half = points.get(points.size() - 2);
        Point all = points.getLast();
        double gain = gain(half, all);
        double error = noise.error(points.size() - 1, points.size() - 2);
        Optional<Boolean> pays = pays(gain, error);
        double times = (double) sample.whole().rows() / sample.rows();
        console.say(
                "more",
                "from half to all %s got %s by %s ± %s%s: %s"
                        .formatted(
                                measure.text(),
                                gain < 0 ? "worse" : "better",
                                Text.number(Math.abs(gain)),
                                Text.number(error),
                                Math.abs(gain) > SURE * error ? "" : ", which may be chance",
                                pays.map(sure -> sure ? "more rows would pay" : "more rows would hardly pay")
                                        .orElse("whether more rows would pay cannot be told")));
        console.say(
                "",
                "from a quarter to half it got %s by %s ± %s; all of the table has about %s times the rows (%.1f doublings)%s"
                        .formatted(
                                gain(points.getFirst(), half) < 0 ? "worse" : "better",
                                Text.number(Math.abs(gain(points.getFirst(), half))),
                                Text.number(noise.error(1, 0)),
                                String.format(Locale.ROOT, times < 10 ? "%.1f" : "%,.0f", times),
                                Math.log(times) / Math.log(2),
                                cost(trained, plan, times, read)));
        begin.directory().tell(facts(pays));
        return pays.orElse(false);
    }

    /** Whether more rows would pay; nothing where the held-out rows do not tell the nets apart, or a part had no time to learn. */
    private Optional<Boolean> pays(double gain, double error) {
        return error > 0 && Double.isFinite(gain) && !cutShort ? Optional.of(gain > SURE * error) : Optional.empty();
    }

    /** What is better in {@code later}; below 0 if it is worse. */
    private double gain(Point earlier, Point later) {
        double change = later.value() - earlier.value();
        return measure.higherIsBetter() ? change : -change;
    }

    /** By what the sample took: reading grows with the rows, training with the rows that are shown to the net. */
    private String cost(TrainLoop.Trained trained, RowPlan plan, double times, Duration read) {
        if (Double.isNaN(trained.rowsPerSecond())) {
            return "";
        }
        double rows = times * table.train().rowCount();
        double epochs = Math.min(
                (double) plan.rowsBefore(trained.state().step()) / table.train().rowCount(),
                Recipe.epochs(Math.round(rows), command.wishes()));
        double seconds = times * read.toMillis() / 1000.0 + epochs * rows / trained.rowsPerSecond();
        return ", and would take about %s on this machine"
                .formatted(Text.duration(Duration.ofSeconds(Math.round(seconds))));
    }

    private Map<String, Object> facts(Optional<Boolean> pays) {
        List<Map<String, Object>> curve = new ArrayList<>();
        for (Point point : points) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("rows", point.rows());
            if (Double.isFinite(point.value()) && Double.isFinite(point.error())) { // JSON has no NaN
                facts.put(measure.text(), point.value());
                facts.put("standard_error", point.error());
            }
            curve.add(facts);
        }
        Map<String, Object> facts = new LinkedHashMap<>(Map.of("curve", curve));
        pays.ifPresent(sure -> facts.put("more_rows_pay", sure));
        return facts;
    }

    /** The run is finished: nothing is gone on with. */
    void clear() throws IOException {
        for (Checkpoints checkpoints : kept) {
            checkpoints.clear();
        }
    }

    /** The command that learns from all of the table, where {@code typed} learned from a sample. */
    static List<String> onAll(List<String> typed) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            boolean flag = word.equals("--sample") || word.equals("--run-dir");
            i += flag ? 1 : 0;
            if (!flag && !word.equals("--resume") && !word.startsWith("--sample=") && !word.startsWith("--run-dir=")) {
                all.add(word);
            }
        }
        return all;
    }
}
