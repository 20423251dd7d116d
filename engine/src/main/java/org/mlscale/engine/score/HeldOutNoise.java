package org.mlscale.engine.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Judge;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.table.Draws;

/**
 * How much of a figure on held-out rows, and of its change from one model to the next, is chance: the same rows are drawn again with replacement, for all models alike. That another
 * training would end elsewhere is no part of it.
 *
 * <p>Where many rows are held out some of them do, as the error falls with the root of their number. A pure function of rows and models.
 */
public final class HeldOutNoise {
    static final int ROWS_MAX = 20_000;
    private static final int RESAMPLES = 400;
    private static final int BLOCK_ROWS = 1024;
    private static final long SEED = 42;

    private final Judge judge;
    private final Feed feed;
    private final String figure;
    private final long rowCount;
    private final long[] rows;
    private final List<double[]> figures = new ArrayList<>(); // of each model [resamples]

    /** {@code figure}: the name of one that {@code judge} gives; {@code feed} holds out {@code rowCount} rows, one at least. */
    public HeldOutNoise(Judge judge, Feed feed, long rowCount, String figure) {
        this.judge = judge;
        this.feed = feed;
        this.figure = figure;
        this.rowCount = rowCount;
        int count = (int) Math.min(rowCount, ROWS_MAX);
        this.rows = LongStream.range(0, count)
                .map(i -> Math.multiplyExact(rowCount, i) / count)
                .toArray();
    }

    /** Adds a model: {@code params} for {@code net}, as they are judged. */
    public void add(Network net, float[] params) {
        Addends addends = new Addends(rows.length);
        for (int from = 0; from < rows.length; from += BLOCK_ROWS) {
            Batch batch = feed.holdout(Arrays.copyOfRange(rows, from, Math.min(from + BLOCK_ROWS, rows.length)));
            add(addends, batch, net.predict(params, batch));
        }
        Side side = new Side(judge, addends, Optional.empty());
        double[] resampled = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            resampled[resample] = value(side.figures(times(resample)));
        }
        figures.add(resampled);
    }

    private void add(Addends addends, Batch batch, float[] outputs) {
        int width = outputs.length / batch.rowCount();
        int targets = batch.targets().length / batch.rowCount();
        for (int row = 0; row < batch.rowCount(); row++) {
            judge.add(
                    addends,
                    Arrays.copyOfRange(outputs, row * width, (row + 1) * width),
                    Arrays.copyOfRange(batch.targets(), row * targets, (row + 1) * targets),
                    batch.weights().length == 0 ? batch.weights() : new float[] {batch.weights()[row]});
            addends.endRow();
        }
    }

    private int[] times(int resample) {
        int[] times = new int[rows.length];
        for (int i = 0; i < times.length; i++) {
            times[(int) Math.unsignedMultiplyHigh(Draws.draw(SEED, resample, i), times.length)]++;
        }
        return times;
    }

    private double value(List<Figure> all) {
        return all.stream()
                .filter(one -> one.name().equals(figure))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }

    /** The standard error of a model's figure, by its place among those added; NaN if the rows do not tell. */
    public double error(int model) {
        return error(figures.get(model));
    }

    /** The standard error of the difference of two models' figures. */
    public double error(int later, int earlier) {
        double[] differences = new double[RESAMPLES];
        Arrays.setAll(differences, i -> figures.get(later)[i] - figures.get(earlier)[i]);
        return error(differences);
    }

    private double error(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1) * rows.length / rowCount);
    }
}
