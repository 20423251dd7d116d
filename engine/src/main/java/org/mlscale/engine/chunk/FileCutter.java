package org.mlscale.engine.chunk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the text of one file. Where the next chunk should begin it looks for a line end with some records of the right width behind it: a guess, at no cost. Whoever reads
 * the chunk from its true beginning finds out whether the guess was right, for then the chunk does not end inside quotes; if it was not, the text is put back and that cut
 * is made by reading every cell. So the cuts are right for any text, and a function of the text alone.
 *
 * @see "Ge, Li, Eilebrecht, Chandramouli and Kossmann, Speculative distributed CSV data parsing for big data analytics, SIGMOD 2019"
 */
final class FileCutter implements AutoCloseable {
    /** The longest record: beyond, a quote that was never closed is the likely reason. */
    static final int RECORD_BYTES_MAX = 64 << 20;

    private static final int READ_BYTES = 1 << 18;

    private static final int AHEAD_BYTES_MIN = 1 << 10;
    private static final int AHEAD_BYTES_MAX = 1 << 16;

    /** Records of the right width that make a guess: none of 2,500 guesses was wrong on text with line ends in one row of eight, one of twelve with none. */
    private static final int RECORDS = 4;

    /** A quote that is not closed within so many bytes is taken for one that closes a cell: the guess lies inside quotes. */
    static final int QUOTED_BYTES_MAX = 1 << 20;

    private static final int GUESSES_MAX = 64;

    /** So many wrong guesses tell that the file is full of quoted tables. */
    private static final int WRONG_MAX = 8;

    private static final int MORE = -1;
    private static final int NONE = -2;

    private final String file;
    private final InputStream in;
    private final Dialect dialect;
    private final int columnCount;
    private final int chunkBytes;
    private final int aheadBytes; // read past a cut at first, for the records behind it
    private final Buffers buffers;

    private byte[] buffer;
    private int length;
    private long start; // place of the buffer in the file's text: a record begins there
    private LineCount lines = LineCount.first(0);
    private boolean ended;
    private boolean readCells; // for the next cut
    private int wrong;
    private boolean guessed; // the cut that was made last

    /** {@code columnCount}: cells of a record; 0 if that is not known. */
    FileCutter(String file, InputStream in, Dialect dialect, int columnCount, int chunkBytes, Buffers buffers) {
        this.file = file;
        this.in = in;
        this.dialect = dialect;
        this.columnCount = columnCount;
        this.chunkBytes = chunkBytes;
        this.aheadBytes = Math.clamp(chunkBytes, AHEAD_BYTES_MIN, AHEAD_BYTES_MAX);
        this.buffers = buffers;
        this.buffer = buffers.take(bufferBytes());
    }

    private int bufferBytes() {
        return chunkBytes + 2 * aheadBytes;
    }

    /** Of a text that is all in the chunks that will be put back. */
    static FileCutter ofChunks(String file, Dialect dialect, int columnCount, int chunkBytes, Buffers buffers) {
        return new FileCutter(file, InputStream.nullInputStream(), dialect, columnCount, chunkBytes, buffers);
    }

    String file() {
        return file;
    }

    /**
     * Goes on at {@code place} of the text, above 0, where a record begins, below {@code linesBefore} line ends. To be called first.
     *
     * @return false if no record begins there
     */
    boolean skipTo(long place, long linesBefore) throws IOException {
        try {
            in.skipNBytes(place - 1);
        } catch (EOFException shorter) {
            return false;
        }
        int before = in.read();
        start = place;
        lines = LineCount.first(linesBefore);
        fill(1);
        return before == '\n' || before == '\r' || before >= 0 && length == 0;
    }

    /** The first record, if there is one, as a chunk of its own. To be called before {@link #next}. */
    Optional<Chunk> record() throws IOException {
        Chunk record = take(0, cutByCells(1));
        return record.length() == 0 ? Optional.empty() : Optional.of(record);
    }

    /** The next chunk; nothing at the end of the text. */
    Optional<Chunk> next(int index) throws IOException {
        int boundary = Math.toIntExact((start / chunkBytes + 1) * chunkBytes - start);
        int end = readCells || wrong > WRONG_MAX ? cutByCells(boundary) : cutByGuess(boundary);
        readCells = false;
        return length == 0 ? Optional.empty() : Optional.of(take(index, end));
    }

    /** Takes back chunks that were cut last, of which the first was cut wrongly. */
    void putBack(List<Chunk> chunks) {
        int total = chunks.stream().mapToInt(Chunk::length).sum();
        byte[] joined = new byte[total + length + Chunk.PADDING];
        int filled = 0;
        for (Chunk chunk : chunks) {
            System.arraycopy(chunk.bytes(), 0, joined, filled, chunk.length());
            filled += chunk.length();
        }
        System.arraycopy(buffer, 0, joined, filled, length);
        buffer = joined;
        length += filled;
        Chunk.pad(buffer, length);
        start = chunks.getFirst().cut().start();
        lines = LineCount.first(chunks.getFirst().lines().before());
        readCells = true;
        wrong++;
    }

    private Chunk take(int index, int cut) {
        Chunk.End how = cut == NONE ? Chunk.End.NONE : guessed ? Chunk.End.GUESSED : Chunk.End.KNOWN;
        int end = cut == NONE ? length : cut;
        byte[] rest = buffers.take(Math.max(bufferBytes(), length - end + Chunk.PADDING));
        System.arraycopy(buffer, end, rest, 0, length - end);
        Chunk.pad(buffer, end);
        Chunk chunk = new Chunk(index, new ChunkCut(file, start, start + end), buffer, lines, how);
        buffer = rest;
        length -= end;
        start += end;
        lines = lines.next();
        return chunk;
    }

    private int cutByGuess(int boundary) throws IOException {
        for (long ahead = aheadBytes; ; ahead *= 2) {
            fill(boundary + ahead);
            guessed = length > boundary;
            int end = length <= boundary ? length : guess(boundary);
            if (end == MORE && ahead >= RECORD_BYTES_MAX) {
                return NONE;
            }
            if (end != MORE) {
                return end;
            }
        }
    }

    /** The first line end from {@code boundary} on with records of the right width behind it, else the first; {@link #MORE} if the buffer does not tell. */
    private int guess(int boundary) {
        int first = afterLine(boundary - 1);
        int place = first;
        for (int guess = 0; guess < GUESSES_MAX && place != MORE; guess++) {
            int fits = fits(place);
            if (fits != NONE) {
                return fits == MORE ? MORE : place;
            }
            place = afterLine(place);
        }
        return place == MORE && !ended && length - boundary < RECORD_BYTES_MAX ? MORE : first;
    }

    /** The place after the first line end from {@code at} on. */
    private int afterLine(int at) {
        for (int place = at; place < length; place++) {
            byte here = buffer[place];
            if (here == '\n' || here == '\r' && place + 1 < length) {
                return here == '\r' && buffer[place + 1] == '\n' ? place + 2 : place + 1;
            }
        }
        return ended ? length : MORE;
    }

    /** {@code place} if the next records have the right width, {@link #NONE} if one has not, {@link #MORE} if they are not all in the buffer. */
    private int fits(int place) {
        CellCursor cursor = new CellCursor(buffer, length, dialect);
        int at = place;
        try {
            for (int record = 0; record < RECORDS && at < length; record++) {
                int begin = at;
                int cells = 0;
                do {
                    at = cursor.skip(cells == 0 ? at : at + 1);
                    cells++;
                } while (at < length && !cursor.endsLine(buffer[at]));
                if (at == length && !ended) {
                    return MORE;
                }
                boolean blank = at == begin;
                if (cells != columnCount && columnCount > 0 && !blank) {
                    return NONE;
                }
                at = cursor.afterLineEnd(at);
            }
            return at < length || ended ? place : MORE;
        } catch (Unclosed quote) {
            return ended || length - place > QUOTED_BYTES_MAX ? NONE : MORE;
        }
    }

    /** The first record end from {@code boundary} on, by reading every cell from the buffer's beginning. */
    private int cutByCells(int boundary) throws IOException {
        guessed = false;
        int record = 0;
        for (long ahead = aheadBytes; ; ahead *= 2) {
            fill(Math.max(boundary, record) + ahead);
            CellCursor cursor = new CellCursor(buffer, length, dialect);
            try {
                for (int at = record; at < length; ) {
                    at = cursor.skip(at);
                    if (at == length) {
                        break;
                    }
                    boolean line = cursor.endsLine(buffer[at]);
                    if (line && at + 1 == length && !ended) {
                        break; // a line feed may follow
                    }
                    at = line ? cursor.afterLineEnd(at) : at + 1;
                    if (line) {
                        record = at;
                    }
                    if (line && at >= boundary) {
                        return at;
                    }
                }
            } catch (Unclosed quote) {
                if (ended) {
                    return length; // who reads it says so
                }
            }
            if (ended) {
                return length;
            }
            if (length - record >= RECORD_BYTES_MAX) {
                return NONE;
            }
        }
    }

    /** Reads on until the buffer holds so many bytes, or the text ends. */
    private void fill(long bytes) throws IOException {
        int wanted = Math.toIntExact(bytes);
        if (wanted + Chunk.PADDING > buffer.length && !ended) {
            buffer = Arrays.copyOf(buffer, wanted + Chunk.PADDING);
        }
        while (length < wanted && !ended) {
            int count = in.read(buffer, length, Math.min(READ_BYTES, buffer.length - Chunk.PADDING - length));
            ended = count < 0;
            length += Math.max(0, count);
        }
        Chunk.pad(buffer, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
