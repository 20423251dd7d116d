package org.mlscale.engine.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.Chunks;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.Judge;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.modelfile.Model;
import org.mlscale.engine.table.Cells;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.Table;

/**
 * Judges another model on the very rows that a table holds out, with the table's weights. The files are read again, because the other model reads
 * cells in its own way: the cuts are the same, so a row is found by its chunk and its place in it.
 */
public final class Rematch {
    private final Table table;
    private final Predictor predictor;
    private final ChunkScanner scanner;
    private final Judge judge;
    private final Map<ChunkCut, List<Integer>> piecesOf = new HashMap<>();

    /** {@code scanner} matches the file that holds the rows to the other model's schema, labels included. */
    public Rematch(Table table, Model other, Network network, ChunkScanner scanner, Judge judge) {
        this.table = table;
        this.predictor = new Predictor(other, network);
        this.scanner = scanner;
        this.judge = judge;
        for (int chunk = 0; chunk < table.chunks().size(); chunk++) {
            piecesOf.computeIfAbsent(table.chunks().get(chunk).cut(), _ -> new ArrayList<>())
                    .add(chunk);
        }
    }

    /**
     * All held-out rows, in their order.
     *
     * @param progress told the rows judged so far, on the caller's thread
     * @throws Fault DATA if the other model does not know the target of one
     */
    public Metrics run(Chunks chunks, ExecutorService executor, int threads, LongConsumer progress) {
        Metrics[] total = {Metrics.none(judge)};
        ChunkLine.forEach(
                chunks,
                this::judge,
                part -> {
                    total[0] = total[0].merge(part);
                    progress.accept(total[0].rows());
                },
                executor,
                threads + 1);
        if (total[0].rows() != table.holdout().rowCount()) {
            throw Fault.data(
                    "of %,d rows held out only %,d were found again: the table has changed"
                            .formatted(table.holdout().rowCount(), total[0].rows()),
                    "leave the table in place while it is learned from");
        }
        return total[0];
    }

    private Metrics judge(Chunk chunk) {
        int[] rows = rows(piecesOf.getOrDefault(chunk.cut(), List.of()));
        Metrics[] metrics = {Metrics.none(judge)};
        if (rows.length > 0) {
            float[] weights = weights(piecesOf.getOrDefault(chunk.cut(), List.of()));
            int[] done = {0};
            predictor.forEachBlock(scanner.scan(chunk).chunk(), rows, (batch, outputs) -> {
                float[] some = weights.length == 0
                        ? weights
                        : Arrays.copyOfRange(weights, done[0], done[0] += batch.rowCount());
                checkKnown(batch.targets());
                metrics[0] = metrics[0].merge(Metrics.of(judge, outputs, batch.targets(), some));
            });
        }
        return metrics[0];
    }

    /** Places in their chunk of the rows that {@code pieces}, all of that chunk, hold out. */
    private int[] rows(List<Integer> pieces) {
        return pieces.stream()
                .flatMapToInt(piece -> {
                    long before = table.chunks().get(piece).firstRow()
                            - table.chunks().get(pieces.getFirst()).firstRow();
                    return table.holdout().rows(piece).stream().map(row -> Math.toIntExact(before + row));
                })
                .toArray();
    }

    /** The weights of those rows; empty if the table has none. */
    private float[] weights(List<Integer> pieces) {
        if (table.schema().weightIndex().isEmpty()) {
            return new float[0];
        }
        int place = table.schema().weightIndex().get();
        float[] weights = new float
                [pieces.stream()
                        .mapToInt(piece -> table.holdout().rowCount(piece))
                        .sum()];
        int count = 0;
        for (int piece : pieces) {
            float[] all = ((Cells.Floats) table.chunks().get(piece).columns().get(place)).values();
            for (int row : table.holdout().rows(piece).stream().toArray()) {
                weights[count++] = all[row];
            }
        }
        return weights;
    }

    private static void checkKnown(float[] targets) {
        for (float target : targets) {
            if (Float.isNaN(target)) {
                throw Fault.data(
                        "a row held out has a target that it does not know",
                        "a model that was trained with the same --missing and classes");
            }
        }
    }
}
