package org.mlscale.engine.score;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.metrics.Judge;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.modelfile.Model;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ColumnMatch;
import org.mlscale.engine.table.TableFreeze.Headed;
import org.mlscale.engine.table.Usable;

/**
 * Judges a model against somebody else's predictions: reads the labelled table, joins the other file to it by an id or by position, and compares on the
 * rows that both have. Memory is bounded: of more than {@value #ROWS_MAX} rows an even sample by the hash of their keys is compared.
 *
 * <p>An id that comes twice in one of the files names no row and is left out.
 */
public final class Versus {
    /** Rows held at a time; fewer where each has many outputs. */
    public static final int ROWS_MAX = 1 << 17;

    private static final int OUTPUTS_MAX = 1 << 22;

    /**
     * What is compared.
     *
     * @param column the column of the other file that holds the predictions, where its name does not tell
     * @param id the column of both that joins them; else the rows are joined by position
     */
    public record Job(
            Model model,
            Network network,
            Judge judge,
            Headed labelled,
            Headed other,
            Optional<String> column,
            Optional<String> id) {
        private String labelledFile() {
            return name(labelled);
        }

        private String otherFile() {
            return name(other);
        }

        private static String name(Headed file) {
            return file.input().sources().getFirst().name();
        }
    }

    /**
     * What was joined. Rows of the labelled table that can be judged by = rows compared + those that the other file lacks + those with an id that
     * comes twice + those that it says nothing of that can be read; all but {@code judged} count the sample alone.
     *
     * @param judged the labelled table as a whole
     * @param spare ids of the other file that the labelled table lacks
     * @param oneIn the sample: one row in so many
     */
    public record Account(
            Evaluation.Result judged, long compared, long absent, long twice, long unsaid, long spare, long oneIn) {}

    /** What came of it. */
    public record Result(Account account, Comparison comparison) {}

    private final Job job;
    private final Predictor predictor;
    private final ChunkScanner scanner;
    private final Rival rival;
    private final PairedRows rows;

    /** A chunk of the labelled table; {@code places} of its rows among its records. */
    private record Labelled(List<PairedRow> rows, int[] places, Evaluation.Result result) {}

    /** A chunk of the other file; {@code ids} only where they join. */
    private record Others(List<Rival.Answer> answers, List<String> ids, int[] places, long records) {}

    /** @throws Fault DATA if a column is missing from one of the files */
    public Versus(Job job) {
        this.job = job;
        this.predictor = new Predictor(job.model(), job.network());
        this.rows = new PairedRows(Math.clamp(OUTPUTS_MAX / job.model().schema().outputCount(), 1, ROWS_MAX));
        TableHead head = job.labelled().head();
        this.scanner = ColumnMatch.scanner(
                job.model().schema(),
                head,
                job.labelledFile(),
                true,
                job.id().stream().toList());
        this.rival = Rival.of(job.model().schema(), job.other().head(), job.otherFile(), job.column(), job.id());
    }

    /**
     * To be called once.
     *
     * @param progress told the rows read so far, on the caller's thread
     * @throws Fault DATA if the files cannot be joined, or no row can be compared
     */
    public Result run(ExecutorService executor, int threads, LongConsumer progress) {
        Evaluation.Result judged = readLabelled(executor, threads, progress);
        long others = readOthers(executor, threads, read -> progress.accept(judged.read() + read));
        if (job.id().isEmpty() && others != judged.read()) {
            throw Fault.data(
                    "%s has %,d rows, %s has %,d: they cannot be joined by position"
                            .formatted(job.labelledFile(), judged.read(), job.otherFile(), others),
                    "--id COL joins them by a column that both have");
        }
        List<PairedRow> usable = rows.all().stream().filter(row -> row.usable).toList();
        List<PairedRow> joined =
                usable.stream().filter(row -> row.found && !row.twice).toList();
        List<PairedRow> compared = Comparison.comparable(job.model().schema().target(), joined);
        long twice = usable.stream().filter(row -> row.twice).count();
        Account account = new Account(
                judged,
                compared.size(),
                usable.size() - joined.size() - twice,
                twice,
                joined.size() - compared.size(),
                rows.spare(),
                rows.oneIn());
        checkSome(account, usable.size());
        return new Result(account, Comparison.of(job.model().schema(), job.judge(), compared, executor));
    }

    private void checkSome(Account account, int usable) {
        if (usable == 0) {
            throw Evaluation.nothingToJudge(job.labelledFile(), job.model().schema());
        }
        if (account.compared() == 0) {
            throw Fault.data(
                    account.unsaid() > 0
                            ? "no row has a prediction of %s that the model knows"
                                    .formatted(job.model().schema().target().name())
                            : job.id()
                                    .map(id -> "no row can be found in %s by %s".formatted(job.labelledFile(), id))
                                    .orElse("none of its rows can be read"),
                    Location.of(job.otherFile()),
                    account.unsaid() > 0
                            ? "--column COL names the predictions"
                            : job.id()
                                    .map("do both files write %s alike?"::formatted)
                                    .orElse("check its separator (--sep) and its quotes (--quote)"));
        }
    }

    private Evaluation.Result readLabelled(ExecutorService executor, int threads, LongConsumer progress) {
        Evaluation.Result[] total = {new Evaluation.Result(Metrics.none(job.judge()), 0, 0, 0, 0, List.of())};
        try (ChunkReader chunks = chunks(job.labelled())) {
            ChunkLine.forEach(
                    chunks,
                    this::labelled,
                    part -> {
                        for (int i = 0; i < part.rows.size(); i++) {
                            PairedRow row = part.rows.get(i);
                            row.key = job.id().isPresent() ? row.key : number(total[0].read(), part.places[i]);
                            rows.add(row);
                        }
                        total[0] = total[0].plus(part.result);
                        progress.accept(total[0].read());
                    },
                    executor,
                    threads + 1);
        }
        return total[0];
    }

    private Labelled labelled(Chunk chunk) {
        Model model = job.model();
        ChunkScanner.Scan scan = scanner.scan(chunk);
        Usable usable = new Usable(model.schema());
        BitSet judged = usable.rows(scan.chunk());
        PairedRow[] read = new PairedRow[scan.chunk().rowCount()];
        for (int row = judged.nextClearBit(0); row < read.length; row = judged.nextClearBit(row + 1)) {
            read[row] = new PairedRow(key(scan, row), false, Float.NaN, 0, new float[0]);
        }
        Metrics[] metrics = {Metrics.none(job.judge())};
        int[] rows = judged.stream().toArray();
        int[] done = {0};
        predictor.forEachBlock(scan.chunk(), rows, (batch, outputs) -> {
            int width = outputs.length / batch.rowCount();
            for (int i = 0; i < batch.rowCount(); i++) {
                int row = rows[done[0]++];
                float weight = batch.weights().length == 0 ? 1 : batch.weights()[i];
                float[] ours = Arrays.copyOfRange(outputs, i * width, (i + 1) * width);
                if (model.schema().target() instanceof Target.Numeric number) {
                    ours[0] = number.clip(ours[0]);
                }
                read[row] = new PairedRow(key(scan, row), true, batch.targets()[i], weight, ours);
            }
            metrics[0] = metrics[0].merge(Metrics.of(job.judge(), outputs, batch.targets(), batch.weights()));
        });
        return new Labelled(
                List.of(read),
                places(scan),
                new Evaluation.Result(
                        metrics[0],
                        scan.recordCount(),
                        scan.bad().size(),
                        usable.withoutTarget(),
                        usable.withoutWeight(),
                        Misreads.of(model.schema(), scan)));
    }

    /** Returns the records of the other file. */
    private long readOthers(ExecutorService executor, int threads, LongConsumer progress) {
        long[] read = {0};
        try (ChunkReader chunks = chunks(job.other())) {
            ChunkLine.forEach(
                    chunks,
                    this::others,
                    part -> {
                        for (int i = 0; i < part.answers.size(); i++) {
                            String key = part.ids.isEmpty() ? number(read[0], part.places[i]) : part.ids.get(i);
                            rows.join(key, part.answers.get(i));
                        }
                        read[0] += part.records;
                        progress.accept(read[0]);
                    },
                    executor,
                    threads + 1);
        }
        return read[0];
    }

    private Others others(Chunk chunk) {
        ChunkScanner.Scan scan = rival.scanner().scan(chunk);
        List<String> ids = scan.kept().stream().map(List::getFirst).toList();
        return new Others(rival.answers(scan), ids, places(scan), scan.recordCount());
    }

    private String key(ChunkScanner.Scan scan, int row) {
        return job.id().isPresent() ? scan.kept().get(row).getFirst() : "";
    }

    /** The row at {@code place} after so many records. */
    private static String number(long recordsBefore, int place) {
        return Long.toString(recordsBefore + place + 1);
    }

    /** Places of a chunk's readable rows among all its records. */
    private static int[] places(ChunkScanner.Scan scan) {
        int[] places = new int[scan.chunk().rowCount()];
        int bad = 0;
        for (int row = 0; row < places.length; row++) {
            while (bad < scan.bad().size() && scan.bad().get(bad).before() == row + bad) {
                bad++;
            }
            places[row] = row + bad;
        }
        return places;
    }

    private static ChunkReader chunks(Headed file) {
        return new ChunkReader(file.input(), file.head().dialect(), file.head().columnNames(), ChunkReader.CHUNK_BYTES);
    }
}
