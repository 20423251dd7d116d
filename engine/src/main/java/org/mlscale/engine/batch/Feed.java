package org.mlscale.engine.batch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.mlscale.engine.table.RowIndex;
import org.mlscale.engine.table.Table;

/** Gives the rows of a frozen table by their ordinals, encoded. Thread-safe: what it gives never changes. */
public final class Feed {
    private final Table table;
    private final Encoders encoders;
    private final float[] classWeights;
    private final int featureCount;
    private final int targetCount;

    /** Of a table that is in memory, or small. */
    public Feed(Table table) {
        this(table, Long.MAX_VALUE);
    }

    /** {@code bytesMax}: memory for cells that lie in a file, besides those a batch is made of. */
    public Feed(Table table, long bytesMax) {
        this(
                table,
                new Encoders(
                        table.schema(),
                        Stream.concat(table.chunks().stream(), table.judging().stream())
                                .toList(),
                        bytesMax),
                new float[0]);
    }

    private Feed(Table table, Encoders encoders, float[] classWeights) {
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
        if (table.judging().isEmpty()) {
            return batch(table.holdout(), ordinals);
        }
        int rowsEach = table.judging().getFirst().rowCount();
        int[] chunks = new int[ordinals.length];
        int[] places = new int[ordinals.length];
        for (int i = 0; i < ordinals.length; i++) {
            chunks[i] = table.chunks().size() + (int) (ordinals[i] / rowsEach);
            places[i] = (int) (ordinals[i] % rowsEach);
        }
        Batch batch = batch(chunks, places);
        for (int i = 0; i < ordinals.length; i++) {
            int chunk = table.holdout().chunkOf(ordinals[i]);
            batch.rowNumbers()[i] =
                    table.chunks().get(chunk).firstRow() + table.holdout().rowInChunk(ordinals[i]);
        }
        return batch;
    }

    /** Rows of one chunk, in the order of {@code rows}. */
    public static Batch rows(Encoder encoder, int[] rows, int featureCount) {
        Batch batch = batch(rows.length, featureCount, encoder.targetCount(), encoder.weighted());
        int[] order = new int[rows.length];
        Arrays.setAll(order, i -> i);
        encode(encoder, rows, order, times(order, featureCount), 0, rows.length, batch);
        return batch;
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
        Batch batch = batch(chunks, places);
        return folds.length == 0 ? batch : batch.withFolds(folds);
    }

    /** Chunk by chunk, so that of one that lies in a file no more is in memory than that one. */
    private Batch batch(int[] chunks, int[] places) {
        Batch batch = batch(
                places.length,
                featureCount,
                targetCount,
                table.schema().weightIndex().isPresent());
        long[] byChunk = new long[places.length];
        for (int i = 0; i < byChunk.length; i++) {
            byChunk[i] = (long) chunks[i] << Integer.SIZE | i;
        }
        Arrays.sort(byChunk);
        int[] rows = new int[places.length];
        int[] order = new int[places.length];
        for (int k = 0; k < byChunk.length; k++) {
            order[k] = (int) byChunk[k];
            rows[k] = places[order[k]];
        }
        int[] at = times(order, featureCount);
        for (int from = 0, to; from < byChunk.length; from = to) {
            int chunk = (int) (byChunk[from] >>> Integer.SIZE);
            to = from;
            while (to < byChunk.length && (int) (byChunk[to] >>> Integer.SIZE) == chunk) {
                to++;
            }
            encode(encoders.of(chunk), rows, order, at, from, to, batch);
        }
        return batch;
    }

    private static Batch batch(int rowCount, int featureCount, int targetCount, boolean weighted) {
        return new Batch(
                new float[rowCount * featureCount],
                featureCount,
                new float[rowCount * targetCount],
                new float[weighted ? rowCount : 0],
                new long[rowCount]);
    }

    /** Writes {@code rows} [from, to) of a chunk to the rows of {@code batch} that {@code order} has in the same places, the inputs of which begin at {@code places}. */
    private static void encode(Encoder encoder, int[] rows, int[] order, int[] places, int from, int to, Batch batch) {
        encoder.features(rows, places, from, to, batch.features());
        for (int k = from; k < to; k++) {
            encoder.targets(rows[k], batch.targets(), order[k] * encoder.targetCount());
            batch.rowNumbers()[order[k]] = encoder.rowNumber(rows[k]);
            if (batch.weights().length > 0) {
                batch.weights()[order[k]] = encoder.weight(rows[k]);
            }
        }
    }

    private static int[] times(int[] order, int featureCount) {
        int[] places = new int[order.length];
        Arrays.setAll(places, k -> order[k] * featureCount);
        return places;
    }
}
