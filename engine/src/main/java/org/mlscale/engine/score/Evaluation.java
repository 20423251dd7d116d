package org.mlscale.engine.score;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.Judge;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.modelfile.Model;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.Usable;

/** Judges a model on a table that has the target: the scoring walk, with metrics in place of text. */
public final class Evaluation {
    /**
     * What came of it: rows read = rows judged + unreadable + without a target that the model knows + without a weight.
     *
     * @param metrics over the rows judged
     * @param misfits the number columns with cells that are something else, which were read as missing
     */
    public record Result(
            Metrics metrics,
            long read,
            long unreadable,
            long withoutTarget,
            long withoutWeight,
            List<Table.Misfits> misfits) {
        public Result {
            misfits = List.copyOf(misfits);
        }

        Result plus(Result later) {
            return new Result(
                    metrics.merge(later.metrics),
                    read + later.read,
                    unreadable + later.unreadable,
                    withoutTarget + later.withoutTarget,
                    withoutWeight + later.withoutWeight,
                    Misreads.merge(misfits, later.misfits));
        }
    }

    private final Model model;
    private final Predictor predictor;
    private final ChunkScanner scanner;
    private final Judge judge;

    /** {@code scanner} matches the table to the model's schema, labels included. */
    public Evaluation(Model model, Network network, ChunkScanner scanner, Judge judge) {
        this.model = model;
        this.predictor = new Predictor(model, network);
        this.scanner = scanner;
        this.judge = judge;
    }

    /** {@code progress} is told the rows read so far, on the caller's thread. */
    public Result run(ChunkReader chunks, ExecutorService executor, int threads, LongConsumer progress) {
        Result[] total = {new Result(Metrics.none(judge), 0, 0, 0, 0, List.of())};
        ChunkLine.forEach(
                chunks,
                this::judge,
                part -> {
                    total[0] = total[0].plus(part);
                    progress.accept(total[0].read());
                },
                executor,
                threads + 1);
        return total[0];
    }

    /** What is wrong with {@code file} when none of its rows has a target that the model knows. */
    public static Fault nothingToJudge(String file, Schema schema) {
        return Fault.data(
                "no row of %s has a value of %s that the model knows"
                        .formatted(file, String.join(", ", schema.targetNames())),
                schema.target() instanceof Target.Classes classes
                        ? "it knows %s: does the table write them otherwise?"
                                .formatted(String.join(
                                        ", ",
                                        classes.labels().stream().limit(10).toList()))
                        : "does the table write its numbers otherwise?");
    }

    private Result judge(Chunk chunk) {
        ChunkScanner.Scan scan = scanner.scan(chunk);
        Usable usable = new Usable(model.schema());
        int[] rows = usable.rows(scan.chunk()).stream().toArray();
        Metrics[] metrics = {Metrics.none(judge)};
        predictor.forEachBlock(
                scan.chunk(),
                rows,
                (batch, outputs) ->
                        metrics[0] = metrics[0].merge(Metrics.of(judge, outputs, batch.targets(), batch.weights())));
        return new Result(
                metrics[0],
                scan.recordCount(),
                scan.bad().size(),
                usable.withoutTarget(),
                usable.withoutWeight(),
                Misreads.of(model.schema(), scan));
    }
}
