package org.mlscale.engine.score;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.CsvText;
import org.mlscale.engine.chunk.LineCount;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.SetAside;

/** The scoring loop: chunks in, the text of predictions out, in the order of the rows and in constant memory. */
public final class Scoring {
    private final ScoreJob job;
    private final Predictor predictor;
    private final ChunkScanner scanner;
    private final PredictionText text;
    private final Queue<CsvText> free = new ConcurrentLinkedQueue<>(); // for as many chunks as are alive at a time

    /** What one chunk gave. {@code used}: the text that the bytes are of, which is free when they are written. */
    private record Piece(
            ChunkCut cut,
            LineCount lines,
            ByteBuffer predictions,
            ByteBuffer rejects,
            Scored scored,
            List<CsvText> used) {}

    /** {@code scanner} matches the table to the model's schema and keeps the job's kept columns. */
    public Scoring(ScoreJob job, Network network, ChunkScanner scanner) {
        this.job = job;
        this.predictor = new Predictor(job.model(), network);
        this.scanner = scanner;
        this.text = new PredictionText(job);
    }

    /**
     * Scores all of {@code chunks} to {@code sink}. If that goes on with what an earlier run has written, they are those that follow.
     *
     * @param progress told what was done so far, on the caller's thread
     * @return the account of this run and the earlier one
     * @throws Fault DATA for what cannot be read, RESOURCES if the output cannot be written
     */
    public Scored run(
            ChunkReader chunks, ScoreSink sink, ExecutorService executor, int threads, Consumer<Scored> progress) {
        Scored[] total = {sink.before().orElse(Scored.NONE)};
        if (sink.before().isEmpty()) {
            write(() -> sink.begin(sink.packing().packed(header()), rejectsHeader()));
        }
        ChunkLine.forEach(
                chunks,
                chunk -> score(chunk, sink.packing()),
                piece -> {
                    write(() -> sink.add(
                            piece.cut(), piece.lines().after(), piece.predictions(), piece.rejects(), piece.scored()));
                    piece.used().forEach(CsvText::clear);
                    free.addAll(piece.used());
                    total[0] = total[0].plus(piece.scored());
                    progress.accept(total[0]);
                },
                executor,
                threads + 1);
        return total[0];
    }

    /**
     * What {@link #run} begins with: the header and the first chunk, if there is one, as they lie in the file.
     *
     * @throws Fault DATA for what cannot be read
     */
    public List<ByteBuffer> beginning(ChunkReader chunks, OutPacking packing) {
        List<ByteBuffer> beginning = new ArrayList<>(List.of(packing.packed(header())));
        ChunkLine.first(chunks, chunk -> score(chunk, packing).predictions()).ifPresent(beginning::add);
        return beginning;
    }

    private ByteBuffer header() {
        CsvText header = new CsvText();
        job.header().forEach(header::cell);
        return header.end().view();
    }

    private static ByteBuffer rejectsHeader() {
        return new CsvText()
                .cell("line")
                .cell("column")
                .cell("reason")
                .cell("text")
                .end()
                .view();
    }

    private CsvText text() {
        return Objects.requireNonNullElseGet(free.poll(), CsvText::new);
    }

    private Piece score(Chunk chunk, OutPacking packing) {
        ChunkScanner.Scan scan = scanner.scan(chunk);
        if (job.badRows() == ScoreJob.BadRows.FAIL && !scan.bad().isEmpty()) {
            SetAside.Example first = scan.bad().getFirst().example();
            throw Fault.data(
                    first.reason(),
                    first.location(),
                    "mend the record, or --on-bad-row empty to leave its prediction empty");
        }
        CsvText lines = text();
        CsvText rejects = text();
        int[] done = {0, 0}; // rows written, bad records passed
        predictor.forEachBlock(
                scan.chunk(), IntStream.range(0, scan.chunk().rowCount()).toArray(), (batch, outputs) -> {
                    for (int i = 0; i < batch.rowCount(); i++) {
                        badBefore(scan, done, lines, rejects);
                        if (!job.kept().isEmpty()) {
                            scan.kept().get(done[0]).forEach(lines::cell);
                        }
                        text.write(lines, outputs, i);
                        lines.end();
                        done[0]++;
                    }
                });
        badBefore(scan, done, lines, rejects);
        return new Piece(
                chunk.cut(),
                chunk.lines(),
                packing.packed(lines.view()),
                rejects.view(),
                scored(scan),
                List.of(lines, rejects));
    }

    /** Writes what stands for the bad records that come before row {@code done[0]}. */
    private void badBefore(ChunkScanner.Scan scan, int[] done, CsvText lines, CsvText rejects) {
        while (done[1] < scan.bad().size() && scan.bad().get(done[1]).before() == done[0] + done[1]) {
            SetAside.Example bad = scan.bad().get(done[1]++).example();
            rejects.cell(bad.location().line())
                    .cell(bad.column())
                    .cell(bad.reason())
                    .cell(bad.text())
                    .end();
            if (job.badRows() == ScoreJob.BadRows.EMPTY) {
                job.kept().forEach(_ -> lines.cell(""));
                text.writeEmpty(lines);
                lines.end();
            }
        }
    }

    private Scored scored(ChunkScanner.Scan scan) {
        return new Scored(
                scan.recordCount(),
                scan.chunk().rowCount(),
                scan.bad().stream()
                        .limit(1)
                        .map(ChunkScanner.BadRecord::example)
                        .toList(),
                Misreads.of(job.model().schema(), scan));
    }

    /** What may fail because the disk is full. */
    private interface Write {
        void run() throws IOException;
    }

    private static void write(Write write) {
        try {
            write.run();
        } catch (IOException full) {
            throw Fault.resources(
                            "the predictions cannot be written: " + full.getMessage(),
                            "check the disk, or the command that reads them")
                    .because(full);
        }
    }
}
