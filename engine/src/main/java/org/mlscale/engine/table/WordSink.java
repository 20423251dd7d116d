package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mlscale.engine.chunk.CellCursor;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Words;

/** Reads words as numbers of a dictionary of this chunk. */
class WordSink extends Sink {
    private static final int NOBODY = -1;

    private final CellCursor cursor;
    private final DecimalSign decimal;
    private final MissingCells missing;
    private final RowHashes hashes;
    private final WordTable words = new WordTable();
    private int[] codes = new int[ROWS_FIRST];
    private int newest = NOBODY; // the row that brought the last new word
    private Optional<Cells.Codes> done = Optional.empty();

    WordSink(CellCursor cursor, DecimalSign decimal, MissingCells missing, RowHashes hashes) {
        this.cursor = cursor;
        this.decimal = decimal;
        this.missing = missing;
        this.hashes = hashes;
    }

    @Override
    int read(byte[] bytes, int at, int row) {
        int end = cursor.endOfBare(at);
        if (end > at) {
            add(bytes, at, end, row);
            return end;
        }
        end = cursor.read(at);
        add(cursor.text(), cursor.from(), cursor.to(), row);
        return end;
    }

    @Override
    void add(byte[] text, int from, int to, int row) {
        codes[row] = Cells.Codes.MISSING;
        if (from < to) {
            int before = words.count();
            int code = words.number(text, from, to);
            if (code == before) {
                if (missing.holds(text, from, to)) {
                    words.forgetLast();
                    code = Cells.Codes.MISSING;
                } else {
                    newest = row;
                    added(code);
                }
            }
            codes[row] = code;
        }
        hashes.fold(row, words.hash(codes[row]));
    }

    /** A word that the chunk has not had before. */
    void added(int code) {}

    @Override
    void grow(int rows) {
        codes = Arrays.copyOf(codes, rows);
    }

    @Override
    void forget(int row) {
        if (newest == row) {
            words.forgetLast();
            newest = NOBODY;
        }
    }

    @Override
    Cells cells(int rows) {
        return codes(rows);
    }

    /** To be asked when all rows are there. */
    final Cells.Codes codes(int rows) {
        Cells.Codes all = done.orElseGet(() -> new Cells.Codes(Arrays.copyOf(codes, rows), words.words()));
        done = Optional.of(all);
        return all;
    }

    @Override
    Tally tally(int rows) {
        long[] counts = counts(rows);
        List<String> texts = codes(rows).words();
        Words vocabulary = new Words(decimal);
        for (int code = 1; code < counts.length; code++) {
            vocabulary.add(texts.get(code), counts[code]);
        }
        return new Tally.Vocabulary(vocabulary, counts[Cells.Codes.MISSING]);
    }

    /** How many of the first {@code rows} rows have each word. */
    final long[] counts(int rows) {
        long[] counts = new long[words.count()];
        for (int row = 0; row < rows; row++) {
            counts[codes[row]]++;
        }
        return counts;
    }
}
