package org.mlscale.engine.chunk;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;

/**
 * Gives excerpts of a table as chunks, and nothing else of it. A record that is not wanted is given as a line of blanks, which is no record: so every other byte keeps its place.
 *
 * <p>One thread at a time; the bytes of a chunk are lent until {@link #giveBack}.
 */
public final class ExcerptReader implements Chunks {
    private final Input input;
    private final Dialect dialect;
    private final int columnCount;
    private final List<Excerpt> excerpts;
    private final Optional<LongPredicate> wanted;
    private final Buffers buffers = new Buffers();

    private int next;
    private long recordsBefore; // in the excerpts before the next
    private Optional<OpenFile> open = Optional.empty();

    /** {@code mark}: bytes of its byte order mark. */
    private record OpenFile(int place, TextWindow text, long mark) {
        static OpenFile of(int place, Source source) {
            long mark = source.plain().map(text -> source.size() - text.bytes()).orElse(0L);
            return new OpenFile(place, new TextWindow(source), mark);
        }
    }

    /**
     * @param columnCount cells of a record
     * @param excerpts in the order of the table, none without a record
     * @param wanted which of their records are, each by its number from 0 over all excerpts; absent: all
     */
    public ExcerptReader(
            Input input, Dialect dialect, int columnCount, List<Excerpt> excerpts, Optional<LongPredicate> wanted) {
        this.input = input;
        this.dialect = dialect;
        this.columnCount = columnCount;
        this.excerpts = List.copyOf(excerpts);
        this.wanted = wanted;
    }

    /**
     * {@inheritDoc}
     *
     * @throws Fault DATA if a file cannot be read, or has changed
     */
    @Override
    public Optional<Chunk> next() {
        if (next == excerpts.size()) {
            close();
            return Optional.empty();
        }
        Excerpt excerpt = excerpts.get(next);
        try {
            return Optional.of(chunk(excerpt, file(excerpt.source())));
        } catch (IOException unreadable) {
            throw Source.unreadable(excerpt.cut().file(), unreadable);
        }
    }

    private OpenFile file(int place) {
        if (open.filter(file -> file.place() == place).isEmpty()) {
            close();
            open = Optional.of(OpenFile.of(place, input.sources().get(place)));
        }
        return open.orElseThrow();
    }

    private Chunk chunk(Excerpt excerpt, OpenFile file) throws IOException {
        ChunkCut cut = excerpt.cut();
        TextWindow text = file.text();
        text.moveTo(cut.start());
        text.fill(cut.length());
        if (text.length() < cut.length()) {
            throw Fault.data(
                    "the file changed while it was read: it is shorter",
                    Location.of(cut.file()),
                    "start again when nobody writes to it, or with a copy of it");
        }
        byte[] bytes = buffers.take(cut.length() + Chunk.PADDING);
        System.arraycopy(text.bytes(), 0, bytes, 0, cut.length());
        Chunk.pad(bytes, cut.length());
        wanted.ifPresent(records -> leaveOut(bytes, cut.length(), records));
        recordsBefore += excerpt.records();
        return new Chunk(
                next++,
                cut,
                bytes,
                LineCount.first(0),
                Chunk.End.KNOWN,
                OptionalLong.of(1 + file.mark() + cut.start()));
    }

    private void leaveOut(byte[] bytes, int length, LongPredicate records) {
        byte blank = (byte) (dialect.separator() == ' ' ? '\t' : ' ');
        RecordCursor record = new RecordCursor(bytes, length, 0, dialect, columnCount);
        long number = recordsBefore;
        while (record.next() < length) {
            record.advance();
            if (!record.isBlank() && !records.test(number++)) {
                Arrays.fill(bytes, record.begin(), record.end(), blank);
            }
        }
    }

    @Override
    public void giveBack(Chunk chunk) {
        buffers.give(chunk.bytes());
    }

    /** Excerpts have no end that was guessed. */
    @Override
    public void cutAgain(List<Chunk> chunks) {
        throw new IllegalStateException(
                "an excerpt was cut wrongly: " + chunks.getFirst().cut());
    }

    @Override
    public void close() {
        try {
            if (open.isPresent()) {
                open.get().text().close();
            }
        } catch (IOException unreadable) {
            throw Source.unreadable(
                    input.sources().get(open.orElseThrow().place()).name(), unreadable);
        } finally {
            open = Optional.empty();
        }
    }
}
