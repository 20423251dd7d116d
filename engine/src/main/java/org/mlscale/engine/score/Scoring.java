package org.mlscale.engine.score;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkLine;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.CsvText;
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

    /** What one chunk gave. */
    private record Piece(byte[] text, byte[] rejects, Scored scored) {}

    /** {@code scanner} matches the table to the model's schema and keeps the job's kept columns. */
    public Scoring(ScoreJob job, Network network, ChunkScanner scanner) {
        this.job = job;
        this.predictor = new Predictor(job.model(), network);
        this.scanner = scanner;
        this.text = new PredictionText(job);
    }

    /**
     * Scores all of {@code chunks} to {@code out}; what cannot be read goes to {@code rejects} as well. Both stay open.
     *
     * @param progress told what was done so far, on the caller's thread
     * @throws Fault DATA for what cannot be read, RESOURCES if the output cannot be written
     */
    public Scored run(
            ChunkReader chunks,
            OutputStream out,
            OutputStream rejects,
            ExecutorService executor,
            int threads,
            Consumer<Scored> progress) {
        CsvText header = new CsvText();
        job.header().forEach(header::cell);
        write(out, header.end().toBytes());
        write(
                rejects,
                new CsvText()
                        .cell("line")
                        .cell("column")
                        .cell("reason")
                        .cell("text")
                        .end().toBytes());
        Scored[] total = {Scored.NONE};
        ChunkLine.forEach(
                chunks,
                this::score,
                piece -> {
                    write(out, piece.text());
                    write(rejects, piece.rejects());
                    total[0] = total[0].plus(piece.scored());
                    progress.accept(total[0]);
                },
                executor,
                threads + 1);
        return total[0];
    }

    private Piece score(Chunk chunk) {
        ChunkScanner.Scan scan = scanner.scan(chunk);
        if (job.badRows() == ScoreJob.BadRows.FAIL && !scan.bad().isEmpty()) {
            SetAside.Example first = scan.bad().getFirst().example();
            throw Fault.data(
                    first.reason(),
                    first.location(),
                    "mend the record, or --on-bad-row empty to leave its prediction empty");
        }
        CsvText lines = new CsvText();
        CsvText rejects = new CsvText();
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
        return new Piece(lines.toBytes(), rejects.toBytes(), scored(scan));
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

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException full) {
            throw Fault.resources(
                            "the predictions cannot be written: " + full.getMessage(),
                            "check the disk, or the command that reads them")
                    .because(full);
        }
    }
}
