package org.mlscale.engine.batch;

import java.util.List;
import java.util.stream.IntStream;
import org.mlscale.engine.table.RowIndex;
import org.mlscale.engine.table.Table;

/** Gives the rows of a frozen table by their ordinals, encoded. Thread-safe: nothing in it changes. */
public final class Feed {
    private final Table table;
    private final List<Encoder> encoders;
    private final float[] classWeights;
    private final int featureCount;
    private final int targetCount;

    public Feed(Table table) {
        this(
                table,
                table.chunks().stream()
                        .map(chunk -> Encoder.of(table.schema(), chunk))
                        .toList(),
                new float[0]);
    }

    private Feed(Table table, List<Encoder> encoders, float[] classWeights) {
        this.table = table;
        this.encoders = encoders;
        this.classWeights = classWeights;
        this.featureCount = table.schema().featureCount();
        this.targetCount = table.schema().targets().size();
    }

    /** The same rows, but those to learn from weigh {@code classWeights} [classes] times as much, each by its class; empty: as they do now. */
    public Feed weighing(List<Float> classWeights) {
        float[] weights = new float[classWeights.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = classWeights.get(i);
        }
        return new Feed(table, encoders, weights);
    }

    /** The training rows with these ordinals, in their order; the batch is the caller's. */
    public Batch training(long[] ordinals) {
        return weighted(batch(table.train(), ordinals));
    }

    /** The hold-out rows with these ordinals, in their order; the batch is the caller's. */
    public Batch holdout(long[] ordinals) {
        return batch(table.holdout(), ordinals);
    }

    /** Rows of one chunk, in the order of {@code rows}. */
    public static Batch rows(Encoder encoder, int[] rows, int featureCount) {
        return batch(featureCount, encoder.targetCount(), rows.length, _ -> encoder, i -> rows[i]);
    }

    private Batch weighted(Batch batch) {
        if (classWeights.length == 0) {
            return batch;
        }
        float[] weights = new float[batch.rowCount()];
        for (int row = 0; row < weights.length; row++) {
            float own = batch.weights().length == 0 ? 1 : batch.weights()[row];
            weights[row] = own * classWeights[(int) batch.targets()[row]];
        }
        return new Batch(
                batch.features(), batch.featureCount(), batch.targets(), weights, batch.rowNumbers(), batch.folds());
    }

    private Batch batch(RowIndex side, long[] ordinals) {
        int[] chunks = new int[ordinals.length];
        int[] places = new int[ordinals.length];
        byte[] folds = new byte[table.folds().any() ? ordinals.length : 0];
        for (int i = 0; i < ordinals.length; i++) {
            chunks[i] = side.chunkOf(ordinals[i]);
            places[i] = side.rowInChunk(ordinals[i]);
            if (folds.length > 0) {
                folds[i] = table.folds().of().get(chunks[i])[places[i]];
            }
        }
        Batch batch = batch(featureCount, targetCount, ordinals.length, i -> encoders.get(chunks[i]), i -> places[i]);
        return folds.length == 0 ? batch : batch.withFolds(folds);
    }

    private static Batch batch(
            int width,
            int targetCount,
            int count,
            java.util.function.IntFunction<Encoder> encoder,
            java.util.function.IntUnaryOperator row) {
        boolean weighted = count > 0 && encoder.apply(0).weighted();
        float[] features = new float[count * width];
        float[] targets = new float[count * targetCount];
        float[] weights = new float[weighted ? count : 0];
        long[] numbers = new long[count];
        IntStream.range(0, count).forEach(i -> {
            Encoder of = encoder.apply(i);
            int place = row.applyAsInt(i);
            of.features(place, features, i * width);
            of.targets(place, targets, i * targetCount);
            numbers[i] = of.rowNumber(place);
            if (weighted) {
                weights[i] = of.weight(place);
            }
        });
        return new Batch(features, width, targets, weights, numbers);
    }
}
