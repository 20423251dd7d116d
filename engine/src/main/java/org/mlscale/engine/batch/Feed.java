package org.mlscale.engine.batch;

import java.util.List;
import java.util.stream.IntStream;
import org.mlscale.engine.table.RowIndex;
import org.mlscale.engine.table.Table;

/** Gives the rows of a frozen table by their ordinals, encoded. Thread-safe: nothing in it changes. */
public final class Feed {
    private final Table table;
    private final List<Encoder> encoders;

    public Feed(Table table) {
        this.table = table;
        this.encoders = table.chunks().stream()
                .map(chunk -> Encoder.of(table.schema(), chunk))
                .toList();
    }

    /** The training rows with these ordinals, in their order; the batch is the caller's. */
    public Batch training(long[] ordinals) {
        RowIndex side = table.train();
        return batch(ordinals.length, i -> encoders.get(side.chunkOf(ordinals[i])), i -> side.rowInChunk(ordinals[i]));
    }

    /** The hold-out rows with these ordinals, in their order; the batch is the caller's. */
    public Batch holdout(long[] ordinals) {
        RowIndex side = table.holdout();
        return batch(ordinals.length, i -> encoders.get(side.chunkOf(ordinals[i])), i -> side.rowInChunk(ordinals[i]));
    }

    /** Rows of one chunk, in the order of {@code rows}. */
    public static Batch rows(Encoder encoder, int[] rows, int featureCount) {
        return batch(featureCount, rows.length, _ -> encoder, i -> rows[i]);
    }

    private Batch batch(
            int count, java.util.function.IntFunction<Encoder> encoder, java.util.function.IntUnaryOperator row) {
        return batch(table.schema().featureCount(), count, encoder, row);
    }

    private static Batch batch(
            int width,
            int count,
            java.util.function.IntFunction<Encoder> encoder,
            java.util.function.IntUnaryOperator row) {
        boolean weighted = count > 0 && encoder.apply(0).weighted();
        float[] features = new float[count * width];
        float[] targets = new float[count];
        float[] weights = new float[weighted ? count : 0];
        long[] numbers = new long[count];
        IntStream.range(0, count).forEach(i -> {
            Encoder of = encoder.apply(i);
            int place = row.applyAsInt(i);
            of.features(place, features, i * width);
            targets[i] = of.target(place);
            numbers[i] = of.rowNumber(place);
            if (weighted) {
                weights[i] = of.weight(place);
            }
        });
        return new Batch(features, width, targets, weights, numbers);
    }
}
