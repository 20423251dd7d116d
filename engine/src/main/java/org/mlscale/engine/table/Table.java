package org.mlscale.engine.table;

import java.util.List;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Tally;

/**
 * The table, frozen: true cuts, counts, schema, hold-out. Everything later is a pure function of it, the job and the kernel.
 *
 * @param chunks those of the table, then those of a hold-out file
 * @param train the rows to learn from
 * @param holdout the rows to judge by; may be none
 * @param split how they were chosen
 * @param texts of the files that held a record, in the order in which they were read
 */
public record Table(
        Schema schema,
        List<CachedChunk> chunks,
        RowIndex train,
        RowIndex holdout,
        Split split,
        Account account,
        List<Misfits> misfits,
        List<Mixed> mixed,
        List<TextSum> texts) {
    /** Rows read = rows used + rows set aside, over the table and its hold-out file. */
    public record Account(
            long read, long unreadable, long withoutTarget, long withoutWeight, List<SetAside.Example> examples) {
        public Account {
            examples = List.copyOf(examples);
        }

        public long setAside() {
            return unreadable + withoutTarget + withoutWeight;
        }

        public long used() {
            return read - setAside();
        }
    }

    /**
     * A column of numbers for the most part that is read as words, because too many of its cells are none.
     *
     * @param numbers cells with a number
     * @param words the other cells that have a value
     * @param example the commonest of those
     */
    public record Mixed(String column, long numbers, long words, String example) {}

    /** Cells of a number column that are something else, and count as missing. */
    public record Misfits(String column, long count, List<Tally.Misfit> examples) {
        public Misfits {
            examples = List.copyOf(examples);
        }
    }

    public Table {
        chunks = List.copyOf(chunks);
        misfits = List.copyOf(misfits);
        mixed = List.copyOf(mixed);
        texts = List.copyOf(texts);
    }

    /** Cells of the table that are held in memory, in bytes. */
    public long bytes() {
        return chunks.stream().mapToLong(CachedChunk::bytes).sum();
    }
}
