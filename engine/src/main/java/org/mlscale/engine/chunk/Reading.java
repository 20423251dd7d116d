package org.mlscale.engine.chunk;

import java.util.BitSet;
import java.util.Optional;

/**
 * One way to read a piece of text: where its records lie if one begins at a certain place.
 *
 * @param begins where records begin, blank lines among them; never empty
 * @param blanks where blank lines do
 * @param end of the last one
 * @param fitting how many records from the first on have the right width; 0 if that is not asked any more
 */
record Reading(BitSet begins, BitSet blanks, int end, int fitting) {
    /** The text ends before it is known where a record does, and there is more of it. */
    static final class MoreNeeded extends Exception {
        private static final long serialVersionUID = 1;

        MoreNeeded() {
            super("more text is needed", null, false, false); // no trace: it is no error
        }
    }

    /**
     * Reads the records that begin in [{@code first}, {@code limit}) of the window, where {@code first} is one's beginning; nothing if a quoted cell would not end.
     *
     * @param columnCount cells of a record
     * @param quotedMax a quoted cell that is longer, in bytes, is taken for one that does not end
     */
    static Optional<Reading> of(TextWindow text, int first, int limit, Dialect dialect, int columnCount, int quotedMax)
            throws MoreNeeded {
        int length = text.length();
        RecordCursor record = new RecordCursor(text.bytes(), length, first, dialect, columnCount);
        BitSet begins = new BitSet();
        BitSet blanks = new BitSet();
        int fitting = 0;
        boolean fits = true;
        try {
            while (record.next() < Math.min(limit, length)) {
                record.advance();
                if (record.end() >= length - 1 && !text.ended()) { // a line feed may follow
                    throw new MoreNeeded();
                }
                begins.set(record.begin());
                if (record.isBlank()) {
                    blanks.set(record.begin());
                } else {
                    fits &= record.fits();
                    fitting += fits ? 1 : 0;
                }
            }
            return Optional.of(new Reading(begins, blanks, record.next(), fitting));
        } catch (Unclosed quote) {
            if (!text.ended() && length - quote.at() < quotedMax) {
                throw new MoreNeeded();
            }
            return Optional.empty();
        }
    }

    /** How many records there are, blank lines left out. */
    int records() {
        return begins.cardinality() - blanks.cardinality();
    }

    /** True if all records have the right width. */
    boolean fits() {
        return fitting == records();
    }

    /** The place of the first. */
    int first() {
        return begins.nextSetBit(0);
    }

    /** The first place where both begin a record; -1 if there is none. */
    int agreement(Reading other) {
        BitSet both = (BitSet) begins.clone();
        both.and(other.begins);
        return both.nextSetBit(0);
    }

    /** Without the records before {@code place}. */
    Reading from(int place) {
        BitSet later = (BitSet) begins.clone();
        later.clear(0, place);
        BitSet laterBlanks = (BitSet) blanks.clone();
        laterBlanks.clear(0, place);
        return new Reading(later, laterBlanks, end, 0);
    }
}
