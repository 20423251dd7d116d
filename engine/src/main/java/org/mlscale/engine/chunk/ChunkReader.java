package org.mlscale.engine.chunk;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;

/**
 * Cuts the files of a table into chunks, each at record ends: chunk k of a file holds the records that begin in its bytes
 * {@code [k · chunkBytes, (k + 1) · chunkBytes)}, or a few of the next, header lines left out. The cuts are a function of the text alone.
 *
 * <p>A cut may be a guess until the chunk before it has been read: {@link ChunkLine} sees to that. One thread at a time; the bytes of a chunk are lent until
 * {@link #giveBack}.
 */
public final class ChunkReader implements Chunks {
    /** Bytes of text a chunk is made of. A constant of the cached format. */
    public static final int CHUNK_BYTES = 8 << 20;

    private final List<Source> sources;
    private final Dialect dialect;
    private final List<String> header;
    private final int chunkBytes;
    private final Buffers buffers = new Buffers();

    private Optional<FileCutter> again = Optional.empty(); // a file before the open one, part of which was put back
    private final Deque<Chunk> waiting = new ArrayDeque<>(); // chunks of the files between these
    private Optional<FileCutter> open = Optional.empty();
    private int nextSource;
    private int nextIndex;

    /**
     * @param header the column names that each file's first record must hold; not looked at when the dialect has no header
     */
    public ChunkReader(Input input, Dialect dialect, List<String> header, int chunkBytes) {
        this.sources = input.sources();
        this.dialect = dialect;
        this.header = List.copyOf(header);
        this.chunkBytes = chunkBytes;
    }

    /**
     * {@inheritDoc}
     *
     * @throws Fault DATA for another header than expected, or a file that cannot be read
     */
    @Override
    public Optional<Chunk> next() {
        Optional<Chunk> chunk = again.flatMap(this::next);
        if (chunk.isPresent()) {
            return chunk;
        }
        again = Optional.empty();
        if (!waiting.isEmpty()) {
            Chunk next = waiting.remove();
            return Optional.of(new Chunk(nextIndex++, next.cut(), next.bytes(), next.lines(), next.end()));
        }
        for (; ; ) {
            if (open.isEmpty()) {
                if (nextSource == sources.size()) {
                    return Optional.empty();
                }
                open(sources.get(nextSource++));
            }
            chunk = open.flatMap(this::next);
            if (chunk.isPresent()) {
                return chunk;
            }
            close();
        }
    }

    /**
     * Goes on behind a chunk that was read before, by another reader of the same input and size of chunks: the next is the one that follows it.
     * Nothing may have been read yet. A plain file is not read up to there, a packed or transcoded one has to be.
     *
     * @param linesBefore line ends of its file up to the chunk's end
     * @param nextIndex of the chunk that follows
     * @throws Fault DATA if no record can begin there
     */
    public void goOnAfter(ChunkCut done, long linesBefore, int nextIndex) {
        List<String> names = sources.stream().map(Source::name).toList();
        int place = names.indexOf(done.file());
        if (place < 0) {
            throw otherThanBefore(done.file());
        }
        FileCutter cutter = cutter(sources.get(place));
        open = Optional.of(cutter);
        try {
            if (!cutter.skipTo(done.end(), linesBefore)) {
                throw otherThanBefore(done.file());
            }
        } catch (IOException unreadable) {
            throw Source.unreadable(done.file(), unreadable);
        }
        nextSource = place + 1;
        this.nextIndex = nextIndex;
    }

    private static Fault otherThanBefore(String file) {
        return Fault.data(
                "the input is not the one that was read before", Location.of(file), "begin anew, without --resume");
    }

    private FileCutter cutter(Source source) {
        return new FileCutter(source.name(), source.open(), dialect, header.size(), chunkBytes, buffers);
    }

    private Optional<Chunk> next(FileCutter cutter) {
        try {
            Optional<Chunk> chunk = cutter.next(nextIndex);
            nextIndex += chunk.isPresent() ? 1 : 0;
            return chunk;
        } catch (IOException unreadable) {
            throw Source.unreadable(cutter.file(), unreadable);
        }
    }

    @Override
    public void giveBack(Chunk chunk) {
        buffers.give(chunk.bytes());
    }

    /** The first will be cut anew, by reading every cell. */
    @Override
    public void cutAgain(List<Chunk> chunks) {
        String file = chunks.getFirst().file();
        List<Chunk> ofFile =
                chunks.stream().filter(chunk -> chunk.file().equals(file)).toList();
        List<Chunk> later = new ArrayList<>(chunks.subList(ofFile.size(), chunks.size()));
        later.addAll(waiting);
        waiting.clear();
        waiting.addAll(later);
        boolean isOpen = open.filter(cutter -> cutter.file().equals(file)).isPresent();
        FileCutter cutter = isOpen
                ? open.get()
                : again.orElseGet(() -> FileCutter.ofChunks(file, dialect, header.size(), chunkBytes, buffers));
        cutter.putBack(ofFile);
        again = isOpen ? Optional.empty() : Optional.of(cutter);
        nextIndex = chunks.getFirst().index();
    }

    private void open(Source source) {
        FileCutter cutter = cutter(source);
        open = Optional.of(cutter);
        if (dialect.header()) {
            try {
                checkHeader(cutter);
            } catch (IOException unreadable) {
                throw Source.unreadable(source.name(), unreadable);
            }
        }
    }

    /** Passes the header, and blank lines before it. */
    private void checkHeader(FileCutter cutter) throws IOException {
        long line = 1;
        List<String> names = List.of();
        Optional<Chunk> record = cutter.record();
        while (record.isPresent()) {
            line = record.get().firstLine();
            names = header(record.get());
            if (!names.isEmpty()) {
                break;
            }
            record = cutter.record();
        }
        if (!names.equals(header)) {
            throw Fault.data(
                    "the header is not the one of the first file: " + difference(names, header),
                    new Location(cutter.file(), line),
                    "give all files the same header line, or --header no if none of them has one");
        }
    }

    private List<String> header(Chunk record) {
        try {
            CellCursor.pass(record, dialect);
        } catch (Unclosed quote) {
            throw ChunkLine.unclosed(record, quote);
        }
        List<String> names = Rows.header(record, dialect);
        record.lines().counted(Utf8.lineEnds(record, record.length()));
        giveBack(record);
        return names;
    }

    /** The first one: a header may have thousands of names. */
    private static String difference(List<String> found, List<String> expected) {
        int alike = Math.min(found.size(), expected.size());
        for (int i = 0; i < alike; i++) {
            if (!found.get(i).equals(expected.get(i))) {
                return "column %,d is \"%s\", expected \"%s\"".formatted(i + 1, found.get(i), expected.get(i));
            }
        }
        return "%,d columns, expected %,d".formatted(found.size(), expected.size());
    }

    @Override
    public void close() {
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (IOException harmless) {
            open = Optional.empty(); // it was only read
        }
        open = Optional.empty();
    }
}
