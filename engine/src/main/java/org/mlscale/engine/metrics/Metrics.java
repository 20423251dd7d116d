package org.mlscale.engine.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * Sums over rows from which every figure follows. Merging adds doubles, so its order is fixed: lane order, chunk order.
 *
 * <p>Nothing changes once it is made.
 */
public final class Metrics {
    private final Judge judge;
    private final long rows;
    private final double[] sums;

    private Metrics(Judge judge, long rows, double[] sums) {
        this.judge = judge;
        this.rows = rows;
        this.sums = sums;
    }

    public static Metrics none(Judge judge) {
        return new Metrics(judge, 0, new double[judge.width()]);
    }

    /** Of a batch: shapes as {@link Judge#add} wants them. */
    public static Metrics of(Judge judge, float[] outputs, float[] targets, float[] weights) {
        double[] sums = new double[judge.width()];
        judge.add(sums, outputs, targets, weights);
        return new Metrics(judge, targets.length / judge.targetCount(), sums);
    }

    public Metrics merge(Metrics later) {
        double[] both = sums.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] += later.sums[i];
        }
        return new Metrics(judge, rows + later.rows, both);
    }

    public long rows() {
        return rows;
    }

    /** What early stopping looks at: the mean loss a row, as the net is trained on it. */
    public double loss() {
        return judge.loss(sums);
    }

    /** {@link Judge#correction}. */
    public double[] correction() {
        return judge.correction(sums);
    }

    public List<Figure> figures() {
        return judge.figures(sums);
    }

    /** The parts side by side, for the wire and for checkpoints. */
    public static double[] pack(List<Metrics> parts) {
        return parts.stream()
                .flatMapToDouble(part -> java.util.stream.DoubleStream.concat(
                        java.util.stream.DoubleStream.of((double) part.rows), Arrays.stream(part.sums)))
                .toArray();
    }

    /** Merges packed parts in their order. */
    public static Metrics mergePacked(Judge judge, double[] packed) {
        Metrics merged = none(judge);
        int width = judge.width() + 1;
        for (int at = 0; at < packed.length; at += width) {
            merged =
                    merged.merge(new Metrics(judge, (long) packed[at], Arrays.copyOfRange(packed, at + 1, at + width)));
        }
        return merged;
    }
}
