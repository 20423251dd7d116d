package org.mlscale.engine.score;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.OutFile;

/**
 * A file of predictions and its rejects, which appear when they are complete. Until then they are parts with a {@link Journal}: so a run that was
 * killed, at whatever moment, is gone on with behind the last chunk that lies whole in both, and the bytes in the end are those of a run that
 * was not.
 */
public final class ScoreFiles implements ScoreSink, AutoCloseable {
    /** What a power cut may cost. Each time takes as long as the disk needs for what was written since. */
    private static final Duration FORCE_EVERY = Duration.ofSeconds(5);

    private final ScoreOut out;
    private final OutFile predictions;
    private final Optional<OutFile> rejects; // none if the earlier run has named them already
    private final Journal journal;
    private final SummedStream predictionsOut;
    private final Optional<SummedStream> rejectsOut;
    private final Optional<Earlier> earlier;
    private boolean resumable;
    private boolean kept;
    private long forced = System.nanoTime();

    /**
     * What an earlier run has left.
     *
     * @param last its last whole chunk
     * @param lines line ends of its file up to its end
     * @param chunks whole ones
     * @param lost chunks that it told of and that are not whole, as a power cut leaves them
     */
    public record Earlier(ChunkCut last, long lines, int chunks, int lost, Scored scored) {}

    ScoreFiles(
            ScoreOut out,
            OutFile predictions,
            Optional<OutFile> rejects,
            Journal journal,
            Optional<Earlier> earlier,
            UnaryOperator<OutputStream> through) {
        this.out = out;
        this.predictions = predictions;
        this.rejects = rejects;
        this.journal = journal;
        this.earlier = earlier;
        this.kept = earlier.isPresent();
        this.predictionsOut = new SummedStream(through.apply(predictions.stream()));
        this.rejectsOut = rejects.map(file -> new SummedStream(through.apply(file.stream())));
    }

    /** From the first whole chunk on the parts stay when this is closed before it is complete. */
    public void keepParts() {
        resumable = true;
    }

    /** Whether another run could go on from here. */
    public boolean isKept() {
        return kept;
    }

    /** What this run goes on with. */
    public Optional<Earlier> earlier() {
        return earlier;
    }

    /** Moves {@code chunks} behind what the earlier run has done, if there was one. */
    public void skip(ChunkReader chunks) {
        earlier.ifPresent(before -> chunks.goOnAfter(before.last(), before.lines(), before.chunks()));
    }

    @Override
    public OutPacking packing() {
        return OutPacking.of(out.path());
    }

    @Override
    public Optional<Scored> before() {
        return earlier.map(Earlier::scored);
    }

    @Override
    public void begin(ByteBuffer header, ByteBuffer rejectsHeader) {
        try {
            predictionsOut.write(header);
            if (rejectsOut.isPresent()) {
                rejectsOut.get().write(rejectsHeader);
            }
        } catch (IOException full) {
            throw out.failed("written", full);
        }
    }

    @Override
    public void add(ChunkCut cut, long lines, ByteBuffer text, ByteBuffer rejected, Scored scored) {
        SummedStream rejectsStream = rejectsOut.orElseThrow();
        try {
            predictionsOut.write(text);
            rejectsStream.write(rejected);
            Mark.Added added = predictionsOut.flush();
            journal.add(new Mark(cut, lines, added, rejectsStream.flush(), scored));
            if (resumable && !kept) {
                keep();
            }
            if (System.nanoTime() - forced > FORCE_EVERY.toNanos()) {
                force();
                forced = System.nanoTime();
            }
        } catch (IOException full) {
            throw out.failed("written", full);
        }
    }

    private void keep() {
        predictions.keepPart();
        rejects.ifPresent(OutFile::keepPart);
        journal.keep();
        kept = true;
    }

    private void force() throws IOException {
        predictions.force();
        if (rejects.isPresent()) {
            rejects.get().force();
        }
        journal.force();
    }

    /**
     * Gives the files their names. The journal knows first that nothing else is left to do.
     *
     * @param scored the account of all that was written
     * @param keepJournal whether it stays, so that {@link ScoreOut#finished} knows that account
     */
    public void complete(Scored scored, boolean keepJournal) {
        try {
            journal.end();
            force();
            if (scored.rejected() > 0) {
                rejects.ifPresent(OutFile::complete);
            } else {
                Files.deleteIfExists(out.rejects()); // an earlier run's
                rejects.ifPresent(OutFile::discard);
            }
            if (keepJournal) {
                journal.keep();
            }
            predictions.complete();
            if (!keepJournal) {
                journal.remove();
            }
        } catch (IOException full) {
            throw out.failed("finished", full);
        }
    }

    @Override
    public void close() {
        rejects.ifPresent(OutFile::close);
        journal.close();
        predictions.close(); // whose lock is the lock of all
    }
}
