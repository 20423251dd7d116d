package org.mlscale.engine.score;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
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
    private final Map<ChunkCut, Integer> chunkOf = new HashMap<>();

    /** {@code scanner} matches the file that holds the rows to the other model's schema, labels included. */
    public Rematch(Table table, Model other, Network network, ChunkScanner scanner, Judge judge) {
        this.table = table;
        this.predictor = new Predictor(other, network);
        this.scanner = scanner;
        this.judge = judge;
        for (int chunk = 0; chunk < table.chunks().size(); chunk++) {
            if (table.holdout().rowCount(chunk) > 0) {
                chunkOf.put(table.chunks().get(chunk).cut(), chunk);
            }
        }
    }

    /**
     * All held-out rows, in their order.
     *
     * @param progress told the rows judged so far, on the caller's thread
     * @throws Fault DATA if the other model does not know the target of one
     */
    public Metrics run(ChunkReader chunks, ExecutorService executor, int threads, LongConsumer progress) {
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
        Integer index = chunkOf.get(chunk.cut());
        Metrics[] metrics = {Metrics.none(judge)};
        if (index != null) {
            int[] rows = table.holdout().rows(index);
            int[] done = {0};
            predictor.forEachBlock(scanner.scan(chunk).chunk(), rows, (batch, outputs) -> {
                int[] some = Arrays.copyOfRange(rows, done[0], done[0] += batch.rowCount());
                checkKnown(batch.targets());
                metrics[0] = metrics[0].merge(Metrics.of(judge, outputs, batch.targets(), weights(index, some)));
            });
        }
        return metrics[0];
    }

    private float[] weights(int chunk, int[] rows) {
        float[] all = table.schema()
                                .weightIndex()
                                .map(index ->
                                        table.chunks().get(chunk).columns().get(index))
                                .orElse(new Cells.None())
                        instanceof Cells.Floats(float[] values)
                ? values
                : new float[0];
        float[] some = new float[all.length == 0 ? 0 : rows.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[rows[i]];
        }
        return some;
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
