package org.mlscale.engine.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Tally;

/**
 * The table, frozen: true cuts, counts, schema, hold-out. Everything later is a pure function of it, the job and the kernel.
 *
 * @param chunks pieces of the chunks of the table, then of those of a hold-out file
 * @param train the rows to learn from
 * @param holdout the rows to judge by; may be none
 * @param judging those once more, in the order of their ordinals, all chunks but the last with as many: where they lie scattered in a file; else none
 * @param split how they were chosen
 * @param folds if the table has any, the rows to learn from are those to judge by
 * @param texts of the files that held a record, in the order in which they were read
 */
public record Table(
        Schema schema,
        List<CachedChunk> chunks,
        RowIndex train,
        RowIndex holdout,
        List<CachedChunk> judging,
        Split split,
        Folds folds,
        Account account,
        List<Misfits> misfits,
        List<Mixed> mixed,
        List<TextSum> texts,
        List<Doubt> doubts) {
    /**
     * Rows read = rows used + rows set aside, over the table and its hold-out file.
     *
     * @param toJudge rows read of the hold-out file, if there is one
     */
    public record Account(
            long read,
            long toJudge,
            long unreadable,
            long withoutTarget,
            long withoutWeight,
            List<SetAside.Example> examples) {
        public Account {
            examples = List.copyOf(examples);
        }

        /** Rows read of the table itself. */
        public long ofTable() {
            return read - toJudge;
        }

        public long setAside() {
            return unreadable + withoutTarget + withoutWeight;
        }

        public long used() {
            return read - setAside();
        }
    }

    /** What the cells of a column are, but for some that are not. */
    public enum Type {
        NUMBER,
        DATE
    }

    /**
     * A column of numbers or dates for the most part that is read as words, because too many of its cells are none.
     *
     * @param fitting cells with a number, or a date
     * @param words the other cells that have a value
     * @param example the commonest of those
     */
    public record Mixed(String column, Type type, long fitting, long words, String example) {}

    /** Cells of a column of numbers or dates that are something else, and count as missing. */
    public record Misfits(String column, Type type, long count, List<Tally.Misfit> examples) {
        public Misfits {
            examples = List.copyOf(examples);
        }

        /** Those that {@code tally} counted, if any. */
        public static Optional<Misfits> of(String column, Tally tally) {
            return switch (tally) {
                case Tally.Numbers numbers
                when numbers.misfits() > 0 ->
                    Optional.of(new Misfits(column, Type.NUMBER, numbers.misfits(), numbers.examples()));
                case Tally.Times times
                when times.misfits() > 0 ->
                    Optional.of(new Misfits(column, Type.DATE, times.misfits(), times.examples()));
                default -> Optional.empty();
            };
        }
    }

    public Table {
        chunks = List.copyOf(chunks);
        judging = List.copyOf(judging);
        misfits = List.copyOf(misfits);
        mixed = List.copyOf(mixed);
        texts = List.copyOf(texts);
        doubts = List.copyOf(doubts);
    }

    /** Tells these draws from others of the same seed. */
    private static final long PART_DRAWS = 0x9A47;

    /** The same with about a {@code share} of the rows to learn from, drawn from {@code seed}: those of a smaller share are among those of a larger one. */
    public Table learningFrom(double share, long seed) {
        List<RowSet> part = IntStream.range(0, chunks.size())
                .mapToObj(chunk -> train.rows(chunk)
                        .only(
                                row -> Draws.unit(
                                                PART_DRAWS,
                                                seed,
                                                chunks.get(chunk).firstRow() + row)
                                        < share,
                                chunks.get(chunk).rowCount()))
                .toList();
        return new Table(
                schema,
                chunks,
                RowIndex.of(part),
                holdout,
                judging,
                split,
                folds,
                account,
                misfits,
                mixed,
                texts,
                doubts);
    }

    /** What of the table is held in memory, in bytes. */
    public long bytes() {
        return Stream.of(chunks, judging)
                        .flatMap(List::stream)
                        .mapToLong(CachedChunk::bytes)
                        .sum()
                + train.bytes()
                + holdout.bytes();
    }
}
