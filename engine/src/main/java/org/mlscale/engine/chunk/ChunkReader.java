package org.mlscale.engine.chunk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;

/**
 * Cuts the files of a table into chunks, each at true record ends: chunk k of a file holds the records that begin in its bytes
 * {@code [k · chunkBytes, (k + 1) · chunkBytes)}, header lines left out. So the cuts are a function of the text alone.
 *
 * <p>One byte at a time through the automaton of RFC 4180, so a quoted line end is never taken for a record's. A quote counts only where
 * a cell begins, as in Commons CSV. One thread at a time; the chunks are the caller's.
 */
public final class ChunkReader implements AutoCloseable {
    /** Bytes of text a chunk is made of. A constant of the cached format. */
    public static final int CHUNK_BYTES = 8 << 20;

    /** The longest record: beyond, a quote that was never closed is the likely reason. */
    private static final int RECORD_BYTES_MAX = 8 * CHUNK_BYTES;

    private enum State {
        CELL_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    private final List<Source> sources;
    private final Dialect dialect;
    private final int quote;
    private final List<String> header;
    private final int chunkBytes;

    private int nextSource;
    private int nextIndex;
    private Optional<InputStream> open = Optional.empty();
    private String file = "";
    private byte[] buffer = new byte[0];
    private int length; // bytes of the buffer that are read
    private int scanned; // bytes of the buffer that the automaton has seen; a chunk begins at 0
    private int recordAt; // place in the buffer where the record at `scanned` begins
    private long bufferAt; // place of the buffer in the file
    private State state = State.CELL_START;
    private long line; // of the byte at `scanned`
    private long chunkLine;
    private long quoteLine;
    private int wide; // the character beyond ASCII where a cell begins, as far as it is read

    /**
     * @param header the column names that each file's first record must hold; not looked at when the dialect has no header
     */
    public ChunkReader(Input input, Dialect dialect, List<String> header, int chunkBytes) {
        this.sources = input.sources();
        this.dialect = dialect;
        this.quote = dialect.quote().map(q -> (int) q).orElse(-1);
        this.header = List.copyOf(header);
        this.chunkBytes = chunkBytes;
    }

    /**
     * The next chunk, never empty; or nothing at the end of the last file.
     *
     * @throws Fault DATA for a quote that is never closed, another header than expected, or a file that cannot be read
     */
    public Optional<Chunk> next() {
        try {
            for (; ; ) {
                if (open.isEmpty()) {
                    if (nextSource == sources.size()) {
                        return Optional.empty();
                    }
                    begin(sources.get(nextSource++));
                    if (dialect.header()) {
                        checkHeader();
                    }
                }
                long boundary = (bufferAt / chunkBytes + 1) * chunkBytes;
                int end = recordEndFrom(boundary);
                if (end > 0) {
                    return Optional.of(take(end));
                }
                end();
            }
        } catch (IOException unreadable) {
            throw Source.unreadable(file, unreadable);
        }
    }

    /**
     * Goes on behind a chunk that was read before, by another reader of the same input and size of chunks: the next is the one that follows it.
     * Nothing may have been read yet. A plain file is not read up to there, a zipped or transcoded one has to be.
     *
     * @param nextIndex of the chunk that follows
     * @throws Fault DATA if the chunk is not there any more
     */
    public void goOnAfter(ChunkCut done, int nextIndex) {
        List<String> names = sources.stream().map(Source::name).toList();
        int place = names.indexOf(done.file());
        if (place < 0) {
            throw otherThanBefore(done.file());
        }
        nextSource = place + 1;
        begin(sources.get(place));
        try {
            open.orElseThrow().skipNBytes(done.start());
        } catch (EOFException shorter) {
            throw otherThanBefore(done.file()).because(shorter);
        } catch (IOException unreadable) {
            throw Source.unreadable(file, unreadable);
        }
        bufferAt = done.start();
        line = chunkLine = done.firstLine();
        if (!next().map(Chunk::cut).equals(Optional.of(done))) { // read again, because it knows the line behind it
            throw otherThanBefore(done.file());
        }
        this.nextIndex = nextIndex;
    }

    private static Fault otherThanBefore(String file) {
        return Fault.data(
                "the input is not the one that was read before", Location.of(file), "begin anew, without --resume");
    }

    private void begin(Source source) {
        file = source.name();
        open = Optional.of(source.open());
        length = scanned = recordAt = 0;
        bufferAt = 0;
        line = chunkLine = 1;
        state = State.CELL_START;
    }

    private void end() throws IOException {
        if (open.isPresent()) {
            open.get().close();
        }
        open = Optional.empty();
    }

    /** Passes the header, and blank lines before it. */
    private void checkHeader() throws IOException {
        List<String> names;
        long headerLine;
        int end;
        do {
            headerLine = chunkLine;
            end = recordEndFrom(0);
            names = Rows.header(chunk(0, headerLine, end), dialect);
            drop(end);
        } while (names.isEmpty() && end > 0);
        if (!names.equals(header)) {
            throw Fault.data(
                    "the header is not the one of the first file: " + difference(names, header),
                    new Location(file, headerLine),
                    "give all files the same header line, or --header no if none of them has one");
        }
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

    /** Scans on to the first record end at or after {@code boundary} of the file, or to its end; returns its place in the buffer. */
    private int recordEndFrom(long boundary) throws IOException {
        for (; ; ) {
            if (scanned - recordAt == RECORD_BYTES_MAX) {
                throw tooLong();
            }
            if (scanned == length && !fill()) {
                if (state == State.QUOTED) {
                    throw unclosed("the file ends inside a quoted cell");
                }
                state = State.CELL_START;
                return length;
            }
            int byteHere = buffer[scanned++] & 0xff;
            if (byteHere == '\n' || byteHere == '\r' && !followedByLineFeed()) {
                line++;
                if (state != State.QUOTED) {
                    state = State.CELL_START;
                    recordAt = scanned;
                    if (bufferAt + scanned >= boundary) {
                        return scanned;
                    }
                }
            } else {
                step(byteHere);
            }
        }
    }

    private void step(int byteHere) {
        switch (state) {
            case CELL_START -> {
                if (byteHere == quote) {
                    state = State.QUOTED;
                    quoteLine = line;
                } else if (byteHere != dialect.separator() && !blank(byteHere)) {
                    state = State.PLAIN;
                }
            }
            case PLAIN -> {
                if (byteHere == dialect.separator()) {
                    state = State.CELL_START;
                }
            }
            case QUOTED -> {
                if (byteHere == quote) {
                    state = State.QUOTE_IN_QUOTED;
                }
            }
            case QUOTE_IN_QUOTED -> {
                if (byteHere == quote) {
                    state = State.QUOTED;
                } else {
                    state = byteHere == dialect.separator() ? State.CELL_START : State.PLAIN;
                }
            }
        }
    }

    /** True for a blank, which Commons CSV skips before a cell, or a part of one: those beyond ASCII take three bytes, from E1, E2 or E3 on. */
    private boolean blank(int byteHere) {
        if (byteHere < 0x80) {
            return Character.isWhitespace(byteHere);
        }
        boolean first = byteHere >= 0xC0;
        wide = first ? byteHere & 0x0F : wide << 6 | byteHere & 0x3F;
        return first ? byteHere >= 0xE1 && byteHere <= 0xE3 : wide < 0x1000 || Character.isWhitespace(wide);
    }

    private boolean followedByLineFeed() throws IOException {
        return (scanned < length || fill()) && buffer[scanned] == '\n';
    }

    /** Reads more behind what is there; false at the end of the file. */
    private boolean fill() throws IOException {
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(1 << 16, Math.min(2 * buffer.length, buffer.length + CHUNK_BYTES)));
        }
        int count = open.orElseThrow().read(buffer, length, buffer.length - length);
        length += Math.max(0, count);
        return count > 0;
    }

    private Fault tooLong() {
        return state == State.QUOTED
                ? unclosed("a quoted cell does not end within %,d bytes".formatted(RECORD_BYTES_MAX))
                : Fault.data(
                        "a record does not end within %,d bytes".formatted(RECORD_BYTES_MAX),
                        new Location(file, line),
                        "is this a table of text lines?");
    }

    private Fault unclosed(String what) {
        return Fault.data(
                what,
                new Location(file, quoteLine),
                "close the quote that begins there, or --quote none if quotes mean nothing in this file");
    }

    private Chunk take(int end) {
        Chunk chunk = chunk(nextIndex++, chunkLine, end);
        drop(end);
        return chunk;
    }

    private Chunk chunk(int index, long firstLine, int end) {
        ChunkCut cut = new ChunkCut(file, bufferAt, bufferAt + end, firstLine);
        return new Chunk(index, cut, Arrays.copyOf(buffer, end));
    }

    /** Forgets the records before {@code end}, up to which was scanned. */
    private void drop(int end) {
        System.arraycopy(buffer, end, buffer, 0, length - end);
        length -= end;
        scanned -= end;
        recordAt = 0;
        bufferAt += end;
        chunkLine = line;
    }

    @Override
    public void close() {
        try {
            end();
        } catch (IOException harmless) {
            open = Optional.empty(); // it was only read
        }
    }
}
