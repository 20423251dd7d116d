package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.List;
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

    private TargetBend() {}

    /** {@code target} as it is best learned; {@code cells}, chunk by chunk, are only read. Classes stay as they are. */
    static Target bent(Target target, List<Cells> cells) {
        if (!(target instanceof Target.Numeric straight)) {
            return target;
        }
        float[] sorted = sample(cells);
        Arrays.sort(sorted);
        return topHeavy(sorted) ? bent(straight, log(straight.pivot(), sorted), cells) : straight;
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

    private static Target.Numeric bent(Target.Numeric straight, Target.Bend.Log log, List<Cells> cells) {
        double shift = straight.pivot() - log.from();
        Moments moments = cells.stream()
                .map(chunk -> {
                    float[] bent = values(chunk).clone();
                    for (int i = 0; i < bent.length; i++) {
                        bent[i] = (float) log.bent(bent[i] + shift);
                    }
                    return Moments.of(bent);
                })
                .reduce(Moments.NONE, Moments::merge);
        return new Target.Numeric(
                straight.name(),
                straight.pivot(),
                moments.mean(),
                moments.deviation(),
                straight.min(),
                straight.max(),
                log);
    }

    /** The numbers past their pivot, every k-th if there are too many. */
    private static float[] sample(List<Cells> cells) {
        long count = cells.stream().mapToLong(chunk -> values(chunk).length).sum();
        long every = 1 + (count - 1) / NUMBERS_MAX;
        float[] sample = new float[(int) (1 + (count - 1) / every)];
        int size = 0;
        long seen = 0;
        for (Cells chunk : cells) {
            for (float value : values(chunk)) {
                if (seen++ % every == 0 && !Float.isNaN(value)) {
                    sample[size++] = value;
                }
            }
        }
        return Arrays.copyOf(sample, size);
    }

    private static float[] values(Cells cells) {
        return ((Cells.Floats) cells).values();
    }
}
