package org.mlscale.engine.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.ClassJudge;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Judge;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.metrics.NumberJudge;
import org.mlscale.engine.metrics.Yardstick;
import org.mlscale.engine.model.Ensemble;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.LaneShape;
import org.mlscale.engine.table.Table;

/** Fills in what the user left open: a pure function of the table and the wishes, never of the machine. */
public final class Recipe {
    /** Work for about this many rows shown to the net, if nothing stops it earlier. */
    private static final double ROWS_SHOWN = 1.2e6;

    /** Up to so many rows, several small nets side by side err less than one that is larger; beyond, one has enough to learn from. */
    private static final long ENSEMBLE_ROWS_MAX = 100_000;

    private static final int MEMBERS = 4;
    private static final List<Integer> MEMBER_WIDTHS = List.of(128, 128);
    private static final List<Integer> WIDTHS = List.of(256, 128);
    private static final int PARAMS_MAX = 1 << 28;

    /** Of the vector that a net learns for each word of a column with many. */
    private static final int VECTOR_WIDTH = 8;

    /** On a huge table the hold-out is looked at inside the epoch too. */
    private static final long EVALUATE_ROWS_MAX = 1 << 20;

    /**
     * What the user asked for; the rest is decided here.
     *
     * @param patience evaluations without a better one; present and empty: never stop early
     * @param metric the figure that tells which evaluation is best; absent: the loss
     * @param balanced all classes are to weigh the same, however few rows they have
     */
    public record Wishes(
            Optional<List<Integer>> widths,
            OptionalInt batch,
            OptionalDouble learningRate,
            OptionalInt epochs,
            Optional<OptionalInt> patience,
            Optional<Measure> metric,
            boolean balanced,
            long seed) {
        Plateau plateau() {
            return patience.map(wished -> wished.isPresent() ? Plateau.endingAfter(wished.getAsInt()) : Plateau.never())
                    .orElseGet(Plateau::usual);
        }

        public static Wishes none() {
            return new Wishes(
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    42);
        }
    }

    private Recipe() {}

    public static TrainJob job(Table table, Wishes wishes) {
        Schema schema = table.schema();
        wishes.metric().ifPresent(metric -> checkMetric(metric, table));
        long rows = table.train().rowCount();
        int batch = (int) Math.min(rows, wishes.batch().orElseGet(() -> batch(rows))); // no lanes that are always dry
        boolean one = wishes.widths().isPresent() || rows > ENSEMBLE_ROWS_MAX;
        int members = table.folds().any() ? table.folds().count() : one ? 1 : MEMBERS;
        List<Integer> widths = wishes.widths().orElse(members > 1 ? MEMBER_WIDTHS : WIDTHS);
        List<Layer.Embed.Table> tables = schema.embedded().stream()
                .map(column -> new Layer.Embed.Table(column.codeCount(), VECTOR_WIDTH))
                .toList();
        checkSize(schema.featureCount(), schema.plainCount(), tables, widths, schema.outputCount(), members);
        Net net = Net.mlp(schema.plainCount(), tables, widths, schema.outputCount(), head(schema));
        return new TrainJob(
                new Ensemble(net, members),
                LaneShape.of(
                        batch,
                        wishes.seed(),
                        schema.used().size() + schema.targets().size()),
                Adam.of((float) wishes.learningRate().orElseGet(() -> learningRate(batch))),
                wishes.balanced() ? balance(schema) : Balance.OFF,
                epochs(rows, wishes),
                Math.min(rows, EVALUATE_ROWS_MAX),
                wishes.plateau(),
                wishes.metric());
    }

    /** How often {@code rows} rows are learned from, at most. */
    public static int epochs(long rows, Wishes wishes) {
        return wishes.epochs().orElseGet(() -> Math.clamp(Math.round(ROWS_SHOWN / rows), 12, 100));
    }

    /** The names of the figures of a net for {@code schema}, the one to look at first. */
    public static List<String> figureNames(Schema schema) {
        return Metrics.none(judge(schema)).figures().stream().map(Figure::name).toList();
    }

    private static void checkMetric(Measure metric, Table table) {
        List<String> names = figureNames(table.schema()).stream()
                .filter(name -> Measure.named(name).isPresent())
                .toList();
        if (!names.contains(metric.text())) {
            throw Fault.usage(
                    "--metric %s does not fit the target %s"
                            .formatted(
                                    metric.text(),
                                    String.join(", ", table.schema().targetNames())),
                    "one that does: " + String.join(", ", names));
        }
        if (table.holdout().rowCount() == 0) {
            throw Fault.usage(
                    "--metric %s chooses by rows held out, and there are none".formatted(metric.text()),
                    "--valid 0.1 holds some out; without --metric the last state is taken");
        }
    }

    private static Balance balance(Schema schema) {
        return Balance.of(schema.classes()
                .orElseThrow(() -> Fault.usage(
                        "--balance on: %s is a number, and only classes can be balanced"
                                .formatted(schema.target().name()),
                        "leave --balance out")));
    }

    /** Adam's two moments of all params must fit into one array, and so must their bytes. */
    private static void checkSize(
            int inputs, int plain, List<Layer.Embed.Table> tables, List<Integer> widths, int outputs, int members) {
        double params = 0;
        double width = plain;
        for (Layer.Embed.Table table : tables) {
            params += (double) table.words() * table.width();
            width += table.width();
        }
        for (int next : widths) {
            params += (width + 1) * next;
            width = next;
        }
        params = members * (params + (width + 1) * outputs);
        if (params >= PARAMS_MAX) {
            throw Fault.usage(
                    String.format(
                            Locale.ROOT,
                            "the net would have %,.0f params, from %,d inputs on; up to %,d can be trained",
                            params,
                            inputs,
                            PARAMS_MAX),
                    "narrower layers, like --model mlp:256,128, or fewer inputs (--ignore COLS)");
        }
    }

    /** 128, 256 or 512 on small tables, from 100,000 rows the power of two below a two-thousandth of them: 1,024 to 16,384. */
    static int batch(long rows) {
        if (rows < 100_000) {
            return rows < 3_000 ? 128 : rows < 15_000 ? 256 : 512;
        }
        return Math.clamp(Long.highestOneBit(rows / 2_000), 1_024, 16_384);
    }

    /** 0.002 up to 1,024 rows a step; beyond it grows with the square root of the batch. */
    static double learningRate(int batch) {
        return 0.002 * Math.sqrt(Math.max(1, batch / 1024.0));
    }

    /** How a net for {@code schema} is judged. */
    public static Judge judge(Schema schema) {
        return switch (schema.target()) {
            case Target.Numeric _ ->
                new NumberJudge(schema.numbers().stream().map(Recipe::yardstick).toList());
            case Target.Classes classes -> new ClassJudge(classes.labels().size());
        };
    }

    private static Yardstick yardstick(Target.Numeric number) {
        double logUnit = number.bend() instanceof Target.Bend.Log ? number.scale() : 0;
        return new Yardstick(
                number.name(),
                number.unit(),
                learned -> number.steps((float) learned),
                number.stepsMin(),
                number.stepsMax(),
                logUnit);
    }

    private static Head head(Schema schema) {
        return switch (schema.target()) {
            case Target.Numeric _ -> Head.NUMBER;
            case Target.Classes classes -> classes.labels().size() == 2 ? Head.YES_NO : Head.CLASSES;
        };
    }
}
