package org.mlscale.engine.score;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.mlscale.engine.chunk.OutFile;

/** The parts and the journal that a run has left, and how many of its chunks lie whole in them. They stay, unless they are discarded. */
final class Leftovers implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final ScoreOut out;
    private final OutFile predictions;
    private Optional<OutFile> rejects = Optional.empty();
    private Optional<Journal> journal = Optional.empty();
    private Optional<Journal.Content> content = Optional.empty();
    private int whole;

    Leftovers(ScoreOut out, OutFile predictions) {
        this.out = out;
        this.predictions = predictions;
    }

    /** Looks at all of it. {@code check} may refuse the facts by a fault. */
    void read(Consumer<Map<String, String>> check, UnaryOperator<OutputStream> through) throws IOException {
        journal = Journal.takeOver(out.journal(), out.path(), through);
        content = journal.isPresent() ? journal.get().content() : Optional.empty();
        if (content.isEmpty()) {
            return;
        }
        check.accept(content.get().facts());
        rejects = OutFile.goOn(out.rejects(), true);
        int inPredictions = wholeIn(predictions, Mark::predictions);
        if (rejects.isPresent()) {
            whole = Math.min(inPredictions, wholeIn(rejects.get(), Mark::rejects));
        } else if (content.get().ended() && inPredictions == marks().size()) {
            whole = inPredictions; // the rejects have their name already, and nothing will be added to them
        }
    }

    private int wholeIn(OutFile file, Function<Mark, Mark.Added> part) throws IOException {
        InputStream in = file.content();
        byte[] buffer = new byte[BUFFER];
        int count = 0;
        for (Mark mark : marks()) {
            CRC32C sum = new CRC32C();
            for (long left = part.apply(mark).bytes(); left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    return count;
                }
                sum.update(buffer, 0, read);
                left -= read;
            }
            if ((int) sum.getValue() != part.apply(mark).sum()) {
                return count;
            }
            count++;
        }
        return count;
    }

    private List<Mark> marks() {
        return content.orElseThrow().marks();
    }

    /** Chunks that may be relied on. */
    int whole() {
        return whole;
    }

    /** Cuts all files behind the last whole chunk, of which there is one. */
    void cut() throws IOException {
        List<Mark> kept = marks().subList(0, whole);
        predictions.cut(
                kept.stream().mapToLong(mark -> mark.predictions().bytes()).sum());
        if (rejects.isPresent()) {
            rejects.get()
                    .cut(kept.stream().mapToLong(mark -> mark.rejects().bytes()).sum());
        }
        journal().cut(content.orElseThrow().end(whole));
    }

    ScoreFiles.Earlier earlier() {
        List<Mark> kept = marks().subList(0, whole);
        return new ScoreFiles.Earlier(
                kept.getLast().cut(),
                kept.getLast().lines(),
                whole,
                marks().size() - whole,
                kept.stream().map(Mark::scored).reduce(Scored.NONE, Scored::plus));
    }

    Optional<OutFile> rejects() {
        return rejects;
    }

    Journal journal() {
        return journal.orElseThrow();
    }

    void discard() {
        rejects.ifPresent(OutFile::discard);
        journal.ifPresent(Journal::remove);
        predictions.discard();
    }

    @Override
    public void close() {
        rejects.ifPresent(OutFile::close);
        journal.ifPresent(Journal::close);
        predictions.close();
    }
}
