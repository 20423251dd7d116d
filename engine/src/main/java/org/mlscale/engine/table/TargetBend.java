package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.mlscale.engine.schema.Moments;
import org.mlscale.engine.schema.Target;

/**
 * Decides whether a number target is learned as its logarithm: where one row in a thousand would rule the squared error. A pure function of
 * the target's cells.
 */
final class TargetBend {
    /**
     * The thousandth of the rows with the largest numbers makes up more than this of all squared deviations from the mean. For an exponential it is
     * 0.05, for a log-normal of deviation 1 it is 0.2.
     */
    private static final double TOP_SHARE_MIN = 0.25;

    /** And so many times as much as the thousandth with the smallest: what is far out on both sides stays straight. */
    private static final double TOP_TO_BOTTOM_MIN = 3;

    /** Of more numbers than this, evenly spaced ones are looked at. */
    private static final int NUMBERS_MAX = 1 << 20;

    /** Targets whose numbers are looked at in one pass over the table. */
    private static final int TARGETS_MAX = 16;

    private TargetBend() {}

    /**
     * {@code targets} as they are best learned; classes stay as they are.
     *
     * @param places of the targets in the table
     * @param chunks their cells, chunk by chunk, each at its place; only read, and once or twice for 16 targets
     * @param rowCount of all of them
     */
    static List<Target> bent(List<Target> targets, List<Integer> places, List<List<Cells>> chunks, long rowCount) {
        List<Target> bent = new ArrayList<>();
        for (int from = 0; from < targets.size(); from += TARGETS_MAX) {
            int end = Math.min(targets.size(), from + TARGETS_MAX);
            bent.addAll(some(targets.subList(from, end), places.subList(from, end), chunks, rowCount));
        }
        return bent;
    }

    private static List<Target> some(
            List<Target> targets, List<Integer> places, List<List<Cells>> chunks, long rowCount) {
        int[] numbers = IntStream.range(0, targets.size())
                .filter(i -> targets.get(i) instanceof Target.Numeric)
                .toArray();
        Map<Integer, Target.Bend.Log> logs = new TreeMap<>(); // by number of the target
        if (numbers.length > 0) {
            float[][] samples = samples(Arrays.stream(numbers).map(places::get).toArray(), chunks, rowCount);
            for (int i = 0; i < numbers.length; i++) {
                Arrays.sort(samples[i]);
                if (topHeavy(samples[i])) {
                    double pivot = ((Target.Numeric) targets.get(numbers[i])).pivot();
                    logs.put(numbers[i], log(pivot, samples[i]));
                }
            }
        }
        if (logs.isEmpty()) {
            return targets;
        }
        Map<Integer, Moments> moments = new HashMap<>();
        for (List<Cells> columns : chunks) {
            logs.forEach((i, log) -> {
                double shift = ((Target.Numeric) targets.get(i)).pivot() - log.from();
                float[] values = values(columns.get(places.get(i))).clone();
                for (int row = 0; row < values.length; row++) {
                    values[row] = (float) log.bent(values[row] + shift);
                }
                moments.put(i, moments.getOrDefault(i, Moments.NONE).merge(Moments.of(values)));
            });
        }
        List<Target> bent = new ArrayList<>(targets);
        logs.forEach((i, log) ->
                bent.set(i, bent((Target.Numeric) targets.get(i), log, moments.getOrDefault(i, Moments.NONE))));
        return bent;
    }

    private static boolean topHeavy(float[] sorted) {
        double mean = 0;
        for (float number : sorted) {
            mean += number / sorted.length;
        }
        int thousandth = Math.max(1, sorted.length / 1000);
        double top = squares(sorted, sorted.length - thousandth, sorted.length, mean);
        double bottom = squares(sorted, 0, thousandth, mean);
        return top > TOP_SHARE_MIN * squares(sorted, 0, sorted.length, mean) && top > TOP_TO_BOTTOM_MIN * bottom;
    }

    private static double squares(float[] numbers, int from, int to, double mean) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (numbers[i] - mean) * (numbers[i] - mean);
        }
        return squares;
    }

    /** In units of the median; where most numbers are the smallest, as sales are 0, of the median of the others. */
    private static Target.Bend.Log log(double pivot, float[] sorted) {
        float low = sorted[sorted.length / 1000];
        int first = 0;
        if (sorted[sorted.length / 2] == low) {
            while (sorted[first] <= low) {
                first++; // ends: the largest lies far above
            }
        }
        float usual = sorted[first + (sorted.length - first) / 2];
        return new Target.Bend.Log(pivot + low, (double) usual - low);
    }

    private static Target.Numeric bent(Target.Numeric straight, Target.Bend.Log log, Moments moments) {
        return new Target.Numeric(
                straight.name(),
                straight.pivot(),
                moments.mean(),
                moments.deviation(),
                straight.min(),
                straight.max(),
                log);
    }

    /** The numbers of each column past their pivot, every k-th if there are too many. */
    private static float[][] samples(int[] places, List<List<Cells>> chunks, long rowCount) {
        long every = 1 + (rowCount - 1) / NUMBERS_MAX;
        float[][] samples = new float[places.length][(int) (1 + (rowCount - 1) / every)];
        int[] sizes = new int[places.length];
        long seen = 0;
        for (List<Cells> columns : chunks) {
            long before = seen;
            for (int i = 0; i < places.length; i++) {
                seen = before;
                for (float value : values(columns.get(places[i]))) {
                    if (seen++ % every == 0 && !Float.isNaN(value)) {
                        samples[i][sizes[i]++] = value;
                    }
                }
            }
        }
        for (int i = 0; i < places.length; i++) {
            samples[i] = Arrays.copyOf(samples[i], sizes[i]);
        }
        return samples;
    }

    private static float[] values(Cells cells) {
        return ((Cells.Floats) cells).values();
    }
}
