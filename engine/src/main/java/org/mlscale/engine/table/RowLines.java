package org.mlscale.engine.table;

import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.schema.Tally;

/**
 * In which line of its file the record that is read begins. While a chunk is read that is counted from the chunk's beginning; where the chunk lies in the file is known when those
 * before it have been read, which is asked at the end, and only if somebody wants to know.
 */
final class RowLines {
    private final Chunk chunk;
    private long line; // of the record, from 0 in the chunk
    private long first = -1; // of the chunk in its file, from 1, once it is known
    private long foundLine; // that was placed last in a chunk of which no line is known
    private int foundAt; // where it begins in the chunk

    RowLines(Chunk chunk) {
        this.chunk = chunk;
    }

    void moveTo(long lineInChunk) {
        line = lineInChunk;
    }

    /** Of the record that is read, as far as it is known now. */
    Location location() {
        return new Location(chunk.file(), line);
    }

    /** The place in the file of one that {@link #location} gave. */
    Location placed(Location inChunk) {
        if (chunk.origin().isEmpty()) {
            if (first < 0) {
                first = chunk.firstLine();
            }
            return new Location(inChunk.file(), first + inChunk.line());
        }
        if (inChunk.line() < foundLine) {
            foundLine = 0;
            foundAt = 0;
        }
        foundAt = chunk.afterLineEnds(foundAt, inChunk.line() - foundLine);
        foundLine = inChunk.line();
        return chunk.location(foundAt);
    }

    Tally.Misfit placed(Tally.Misfit misfit) {
        return new Tally.Misfit(placed(misfit.location()), misfit.text());
    }
}
