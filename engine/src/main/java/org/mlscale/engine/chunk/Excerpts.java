package org.mlscale.engine.chunk;

import java.io.IOException;
import java.util.Optional;
import org.mlscale.engine.chunk.Reading.MoreNeeded;
import org.mlscale.engine.fault.Fault;

/**
 * Finds whole records in the midst of a text of which what comes before is not read, so that nobody knows whether a quoted cell is open there. The text is read from a line end on
 * in both ways: as records, and as the rest of a quoted cell. Mostly one of them turns out to be impossible, or both come to the beginning of the same record and differ no more;
 * where neither is so, nothing is taken.
 *
 * <p>A quoted cell longer than the piece that is asked for is not reckoned with, unless a record is known to begin there. One thread.
 *
 * @see "Ge, Li, Eilebrecht, Chandramouli and Kossmann, Speculative distributed CSV data parsing for big data analytics, SIGMOD 2019"
 */
public final class Excerpts implements AutoCloseable {
    private static final int AHEAD_BYTES = 1 << 16;

    /** Records of the right width that make a beginning believable where quotes have been seen. */
    private static final int RECORDS = 4;

    private final int place;
    private final Source source;
    private final Dialect dialect;
    private final int columnCount;
    private final TextWindow text;

    /** Of source number {@code place} of {@code input}, whose records have {@code columnCount} cells. */
    public Excerpts(Input input, int place, Dialect dialect, int columnCount) {
        this.place = place;
        this.source = input.sources().get(place);
        this.dialect = dialect;
        this.columnCount = columnCount;
        this.text = new TextWindow(source);
    }

    /**
     * The records that begin in the bytes [from, to) of the text; to be asked for one piece after the other. Nothing if it cannot be told where they begin.
     *
     * @param begins whether a record is known to begin at {@code from}; if not, {@code from} is above 0
     * @throws Fault DATA if the file cannot be read
     */
    public Optional<Excerpt> between(long from, long to, boolean begins) {
        long start = begins ? from : from - 1; // a line may end with the byte before
        int limit = Math.toIntExact(to - start);
        try {
            text.moveTo(start);
            for (int ahead = AHEAD_BYTES; ; ahead *= 2) {
                text.fill(limit + ahead);
                try {
                    return between(start, limit, begins);
                } catch (MoreNeeded shorter) {
                    if (ahead >= FileCutter.RECORD_BYTES_MAX) {
                        return Optional.empty();
                    }
                }
            }
        } catch (IOException unreadable) {
            throw Source.unreadable(source.name(), unreadable);
        }
    }

    private Optional<Excerpt> between(long start, int limit, boolean begins) throws MoreNeeded {
        int first = begins ? 0 : afterLine(limit);
        if (first >= Math.min(limit, text.length())) {
            return Optional.of(new Excerpt(place, new ChunkCut(source.name(), start + limit, start + limit), 0));
        }
        int quotedMax = begins ? FileCutter.RECORD_BYTES_MAX : FileCutter.QUOTED_BYTES_MAX; // a guess may be wrong
        Optional<Reading> records = Reading.of(text, first, limit, dialect, columnCount, quotedMax);
        Optional<Reading> taken = begins || dialect.quote().isEmpty()
                ? records
                : taken(records, first, limit, (byte) (char) dialect.quote().get());
        return taken.map(reading -> new Excerpt(
                place, new ChunkCut(source.name(), start + reading.first(), start + reading.end()), reading.records()));
    }

    /** Of what is read from {@code first} on as {@code records} and as the rest of a quoted cell, that which can be relied on. */
    private Optional<Reading> taken(Optional<Reading> records, int first, int limit, byte quote) throws MoreNeeded {
        int close = closing(first, limit, quote);
        if (close == limit) {
            return records; // no cell is that long
        }
        int end = afterBlanks(close + 1);
        byte next = text.bytes()[end];
        boolean closes = next == dialect.separator() || next == '\n' || next == '\r';
        Optional<Reading> rest = closes ? restOfRecord(end, limit) : Optional.empty();
        if (rest.isEmpty()) {
            return records.filter(reading -> reading.fitting() >= Math.min(RECORDS, reading.records()));
        }
        if (records.isEmpty()) {
            return rest.filter(Reading::fits);
        }
        int agreement = records.get().agreement(rest.get());
        if (agreement >= 0) {
            return Optional.of(records.get().from(agreement));
        }
        if (records.get().fits() == rest.get().fits()) {
            return Optional.empty();
        }
        return records.get().fits() ? records : rest;
    }

    /** The records behind the one whose quoted cell ends at {@code end}; nothing if they cannot be read so. */
    private Optional<Reading> restOfRecord(int end, int limit) throws MoreNeeded {
        // begins with an empty cell in the place of the one that ended
        RecordCursor record = new RecordCursor(text.bytes(), text.length(), end, dialect, columnCount);
        try {
            record.advance();
        } catch (Unclosed quote) {
            return Optional.empty();
        }
        int next = record.next();
        return next >= Math.min(limit, text.length())
                ? Optional.empty()
                : Reading.of(text, next, limit, dialect, columnCount, FileCutter.QUOTED_BYTES_MAX);
    }

    /** The place of the first quote in [from, limit) that is not doubled; {@code limit} if there is none. */
    private int closing(int from, int limit, byte quote) {
        byte[] bytes = text.bytes();
        int end = Math.min(limit, text.length());
        for (int at = from; at < end; at++) {
            if (bytes[at] == quote) {
                if (bytes[at + 1] != quote) {
                    return at;
                }
                at++;
            }
        }
        return limit;
    }

    private int afterBlanks(int from) {
        int at = from;
        while (text.bytes()[at] == ' ' && dialect.separator() != ' ') {
            at++;
        }
        return at;
    }

    /** The place after the first line end of the window; {@code limit} if it ends later, or nowhere. */
    private int afterLine(int limit) {
        byte[] bytes = text.bytes();
        for (int at = 0; at < Math.min(limit, text.length()); at++) {
            if (bytes[at] == '\n' || bytes[at] == '\r') {
                return bytes[at] == '\r' && bytes[at + 1] == '\n' ? at + 2 : at + 1;
            }
        }
        return limit;
    }

    /** @throws Fault DATA if the file is not what it was when it was opened */
    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException unreadable) {
            throw Source.unreadable(source.name(), unreadable);
        }
    }
}
