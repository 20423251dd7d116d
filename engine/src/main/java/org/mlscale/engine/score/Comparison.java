package org.mlscale.engine.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.mlscale.engine.metrics.ClassJudge;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Judge;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.metrics.NumberJudge;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/**
 * A model beside somebody else's predictions, on the rows that both can be judged by.
 *
 * @param lines a line a figure
 * @param resamples how often the rows were drawn again for the intervals
 * @param widest the rows where the two differ most, most first
 */
public record Comparison(List<Line> lines, int resamples, List<Disagreement> widest) {
    /** The middle 95 % of the differences; NaN where the rows do not tell. */
    public record Interval(double low, double high) {}

    /** {@code interval} is that of ours less theirs. */
    public record Line(Figure ours, Figure theirs, Interval interval) {}

    /**
     * What was said of a row.
     *
     * @param label the class; empty for a number
     * @param value the number, or the class's probability; NaN if there is none
     */
    public record Said(String label, double value) {}

    /** {@code key}: the row's id, or its number in the table from 1. */
    public record Disagreement(String key, Said target, Said ours, Said theirs) {}

    private static final int WIDEST = 10;

    /** A share of a number, or of the target's deviation: a float32 that was written down and read again is off by less. */
    private static final double ROUNDING = 1e-6;

    /** Figures that labels are enough for. */
    private static final List<String> OF_LABELS = List.of(Measure.ACCURACY.text(), Measure.MACRO_F1.text());

    public Comparison {
        lines = List.copyOf(lines);
        widest = List.copyOf(widest);
    }

    /** {@code rows}: usable, each with an answer of both, at least one. */
    static Comparison of(Schema schema, Judge ofModel, List<PairedRow> rows, ExecutorService executor) {
        Judge judge = ofBoth(ofModel);
        boolean labelsAlone = rows.getFirst().theirs.outputs().length == 0;
        List<float[]> outputs =
                rows.stream().map(row -> theirOutputs(row, judge)).toList();
        Side ours = side(judge, rows, rows.stream().map(row -> row.ours).toList(), row -> ourLabel(row, judge));
        Side theirs = side(judge, rows, outputs, row -> theirLabel(row, judge));
        int[] once = new int[rows.size()];
        Arrays.fill(once, 1);
        List<Figure> ourFigures = ours.figures(once);
        List<Figure> theirFigures = theirs.figures(once);
        List<Interval> intervals = new PairedBootstrap(ours, theirs).intervals(executor);
        Map<PairedRow, Double> apart = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            PairedRow row = rows.get(i);
            boolean alike = labelsAlone && ourLabel(row, judge) == theirLabel(row, judge);
            apart.put(row, alike ? 0 : distance(schema.target(), row.ours, outputs.get(i)));
        }
        List<Line> lines = IntStream.range(0, ourFigures.size())
                .filter(i ->
                        !labelsAlone || OF_LABELS.contains(ourFigures.get(i).name()))
                .mapToObj(i -> new Line(ourFigures.get(i), theirFigures.get(i), intervals.get(i)))
                .toList();
        List<Disagreement> widest = apart.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Comparator.comparingDouble((Map.Entry<PairedRow, Double> entry) -> -entry.getValue()))
                .limit(WIDEST)
                .map(entry -> disagreement(schema.target(), judge, entry.getKey(), labelsAlone))
                .toList();
        return new Comparison(lines, PairedBootstrap.resamples(rows.size()), widest);
    }

    /** Our numbers are within their range already, theirs are theirs. */
    private static Judge ofBoth(Judge ofModel) {
        return switch (ofModel) {
            case NumberJudge numbers -> numbers.unlimited();
            case ClassJudge classes -> classes;
        };
    }

    private static Side side(Judge judge, List<PairedRow> rows, List<float[]> outputs, ToIntFunction<PairedRow> label) {
        Addends addends = new Addends(rows.size());
        float[] first = new float[rows.size()];
        float[] targets = new float[rows.size()];
        float[] weights = new float[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            PairedRow row = rows.get(i);
            first[i] = outputs.get(i)[0];
            targets[i] = row.target;
            weights[i] = row.weight;
            float[] target = {row.target};
            float[] weight = {row.weight};
            switch (judge) {
                case ClassJudge classes ->
                    classes.add(addends, new int[] {label.applyAsInt(row)}, outputs.get(i), target, weight);
                case NumberJudge number -> number.add(addends, outputs.get(i), target, weight);
            }
            addends.endRow();
        }
        boolean two = judge instanceof ClassJudge(int classCount) && classCount == 2;
        return new Side(judge, addends, two ? Optional.of(new Ranking(first, targets, weights)) : Optional.empty());
    }

    /** Labels alone are as good as certain. */
    private static float[] theirOutputs(PairedRow row, Judge judge) {
        if (row.theirs.outputs().length > 0 || !(judge instanceof ClassJudge classes)) {
            return row.theirs.outputs();
        }
        if (classes.classCount() == 2) {
            return new float[] {row.theirs.label()};
        }
        float[] certain = new float[classes.classCount()];
        certain[row.theirs.label()] = 1;
        return certain;
    }

    private static int ourLabel(PairedRow row, Judge judge) {
        return judge instanceof ClassJudge classes ? classes.predicted(row.ours, 1)[0] : PairedRow.NO_LABEL;
    }

    private static int theirLabel(PairedRow row, Judge judge) {
        return judge instanceof ClassJudge classes && row.theirs.label() == PairedRow.NO_LABEL
                ? classes.predicted(row.theirs.outputs(), 1)[0]
                : row.theirs.label();
    }

    /** Of numbers their distance in units of the table, of probabilities the mass that would have to move. */
    private static double distance(Target target, float[] ours, float[] theirs) {
        if (target instanceof Target.Numeric number) {
            return Math.abs(number.restore(ours[0]) - number.restore(theirs[0]));
        }
        double distance = 0;
        for (int i = 0; i < ours.length; i++) {
            distance += Math.abs(ours[i] - theirs[i]);
        }
        return ours.length == 1 ? distance : distance / 2;
    }

    private static Disagreement disagreement(Target target, Judge judge, PairedRow row, boolean labelsAlone) {
        return switch (target) {
            case Target.Numeric number ->
                new Disagreement(
                        row.key,
                        new Said("", number.restore(row.target)),
                        new Said("", number.restore(row.ours[0])),
                        new Said("", number.restore(row.theirs.outputs()[0])));
            case Target.Classes classes -> {
                int our = ourLabel(row, judge);
                int their = theirLabel(row, judge);
                yield new Disagreement(
                        row.key,
                        new Said(classes.labels().get((int) row.target), Double.NaN),
                        new Said(classes.labels().get(our), probability(row.ours, our)),
                        new Said(
                                classes.labels().get(their),
                                labelsAlone ? Double.NaN : probability(row.theirs.outputs(), their)));
            }
        };
    }

    private static double probability(float[] outputs, int label) {
        return outputs.length > 1 ? outputs[label] : label == 1 ? outputs[0] : 1.0 - outputs[0];
    }

    /**
     * The rows that can be compared. Numbers that differ by rounding are alike; of two classes numbers from 0 to 1 that are not all labels are
     * probabilities of the second.
     */
    static List<PairedRow> comparable(Target target, List<PairedRow> rows) {
        boolean probabilities = probabilitiesInPrediction(target, rows);
        List<PairedRow> comparable = new ArrayList<>();
        for (PairedRow row : rows) {
            if (probabilities && row.theirs.there()) {
                float[] second = {(float) row.theirs.number()};
                row.theirs = new Rival.Answer(true, PairedRow.NO_LABEL, second, Double.NaN);
            }
            if (target instanceof Target.Numeric number && alike(number, row)) {
                row.theirs = new Rival.Answer(true, PairedRow.NO_LABEL, row.ours, Double.NaN);
            }
            boolean said = row.theirs.outputs().length > 0 || row.theirs.label() != PairedRow.NO_LABEL;
            if (row.theirs.there() && said) {
                comparable.add(row);
            }
        }
        return comparable;
    }

    private static boolean alike(Target.Numeric number, PairedRow row) {
        double ours = number.restore(row.ours[0]);
        double apart =
                row.theirs.there() ? Math.abs(ours - number.restore(row.theirs.outputs()[0])) : Double.NaN;
        return apart <= ROUNDING * Math.max(number.scale(), Math.abs(ours));
    }

    /** True for what is otherwise no label, as {@code 0.73} for the classes 0 and 1. */
    private static boolean probabilitiesInPrediction(Target target, List<PairedRow> rows) {
        List<Rival.Answer> answers =
                rows.stream().map(row -> row.theirs).filter(Rival.Answer::there).toList();
        return target instanceof Target.Classes classes
                && classes.labels().size() == 2
                && answers.stream().allMatch(answer -> answer.outputs().length == 0)
                && answers.stream().anyMatch(answer -> answer.label() == PairedRow.NO_LABEL)
                && answers.stream().allMatch(answer -> answer.number() >= 0 && answer.number() <= 1);
    }
}
