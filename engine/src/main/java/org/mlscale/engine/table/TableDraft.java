package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.Numbers;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Typing;
import org.mlscale.engine.schema.Words;
import org.mlscale.engine.table.ChunkScanner.Scan;

/** A table while it is read: its chunks, how each column is read, and what its cells were so far. One thread. */
final class TableDraft {
    private final List<String> names;
    private final List<CellKind> kinds;
    private final List<Tally> tallies = new ArrayList<>();
    private final List<CachedChunk> chunks = new ArrayList<>();

    /** {@code kinds}: what the head of the table promises. */
    TableDraft(List<String> names, List<CellKind> kinds) {
        this.names = names;
        this.kinds = new ArrayList<>(kinds);
    }

    List<CellKind> kinds() {
        return List.copyOf(kinds);
    }

    List<Tally> tallies() {
        return List.copyOf(tallies);
    }

    List<CachedChunk> chunks() {
        return List.copyOf(chunks);
    }

    /** True for a column with another role than to be learned from. */
    boolean unused(int column, Roles roles) {
        return roles.unused(names.get(column)).isPresent();
    }

    /** Adds the table's next chunk. */
    void add(Scan scan, long firstRow) {
        chunks.add(scan.chunk().startingAt(firstRow));
        merge(tallies, scan);
    }

    /**
     * Makes each column what all of its cells are, rather than what the head promised.
     *
     * @return the columns that must be read again, as words; their numbers do not tell how they were written
     */
    List<Integer> settle(Roles roles, int target) {
        List<Integer> again = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            CellKind before = kinds.get(column);
            CellKind verdict = verdict(roles, column, column == target);
            kinds.set(column, verdict);
            if (before instanceof CellKind.Numeric && verdict instanceof CellKind.Word) {
                again.add(column);
            } else if (before instanceof CellKind.Word && verdict instanceof CellKind.Numeric(double pivot)) {
                tallies.set(column, toNumbers(column, pivot));
            }
        }
        return again;
    }

    private CellKind verdict(Roles roles, int column, boolean target) {
        String name = names.get(column);
        Tally tally = tallies.get(column);
        if (roles.weight().filter(name::equals).isPresent()) {
            return kinds.get(column);
        }
        boolean classes = target
                && tally instanceof Tally.Vocabulary vocabulary
                && Typing.classes(vocabulary.words(), roles.task());
        return Typing.verdict(
                kinds.get(column), tally, classes || roles.categorical().contains(name));
    }

    private Tally toNumbers(int column, double pivot) {
        Tally.Numbers tally = Tally.Numbers.NONE;
        for (int i = 0; i < chunks.size(); i++) {
            Cells.Codes codes = (Cells.Codes) chunks.get(i).columns().get(column);
            float[] ofWord = new float[codes.words().size()];
            for (int code = 0; code < ofWord.length; code++) {
                ofWord[code] = ChunkScanner.value(codes.words().get(code), pivot);
            }
            float[] values = new float[codes.codes().length];
            long missing = 0;
            for (int row = 0; row < values.length; row++) {
                values[row] = ofWord[codes.codes()[row]];
                missing += codes.codes()[row] == Cells.Codes.MISSING ? 1 : 0;
            }
            chunks.set(i, chunks.get(i).with(column, new Cells.Floats(values)));
            tally = (Tally.Numbers) tally.merge(Tally.Numbers.of(values, missing));
        }
        return tally;
    }

    /** Lets go of the cells of columns that nobody will ask for; returns how many bytes that gives back. */
    long drop(List<Integer> columns) {
        long before = chunks.stream().mapToLong(CachedChunk::bytes).sum();
        chunks.replaceAll(chunk -> {
            CachedChunk left = chunk;
            for (int column : columns) {
                left = left.with(column, new Cells.None());
            }
            return left;
        });
        return before - chunks.stream().mapToLong(CachedChunk::bytes).sum();
    }

    /** Puts the columns of a second reading in the place of the first's. */
    final class Rereading {
        private final List<Integer> columns;
        private final List<Tally> merged = new ArrayList<>();
        private int next;

        Rereading(List<Integer> columns) {
            this.columns = columns;
        }

        /** Reads these columns as words and no other. */
        List<CellKind> kinds() {
            return IntStream.range(0, names.size())
                    .<CellKind>mapToObj(column -> columns.contains(column) ? new CellKind.Word() : new CellKind.Skip())
                    .toList();
        }

        /** Takes the next chunk of the second reading; returns how many bytes more it needs, or fewer. */
        long take(Scan scan) {
            if (next == chunks.size()
                    || scan.chunk().rowCount() != chunks.get(next).rowCount()) {
                throw changed();
            }
            CachedChunk before = chunks.get(next);
            CachedChunk after = before;
            for (int column : columns) {
                after = after.with(column, scan.chunk().columns().get(column));
            }
            chunks.set(next++, after);
            merge(merged, scan);
            return after.bytes() - before.bytes();
        }

        void end() {
            if (next != chunks.size()) {
                throw changed();
            }
            columns.forEach(column -> tallies.set(column, merged.get(column)));
        }

        private static Fault changed() {
            return Fault.data("the table changed while it was read", "start again when nobody writes to it");
        }
    }

    /** The columns that would be numbers but for some cells; those that the user calls words are not among them. */
    List<Table.Mixed> mixed(Roles roles) {
        List<Table.Mixed> mixed = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            if (tallies.get(column) instanceof Tally.Vocabulary vocabulary
                    && !roles.categorical().contains(names.get(column))
                    && vocabulary.words().numbers() > vocabulary.words().count() / 2
                    && vocabulary.words().numbers() < vocabulary.words().count()) {
                Words words = vocabulary.words();
                String example = words.byCount().stream()
                        .filter(word -> Double.isNaN(Numbers.parse(word)))
                        .findFirst()
                        .orElse("");
                mixed.add(
                        new Table.Mixed(names.get(column), words.numbers(), words.count() - words.numbers(), example));
            }
        }
        return mixed;
    }

    /** The cells of number columns that are something else. */
    List<Table.Misfits> misfits() {
        List<Table.Misfits> misfits = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            if (tallies.get(column) instanceof Tally.Numbers numbers && numbers.misfits() > 0) {
                misfits.add(new Table.Misfits(names.get(column), numbers.misfits(), numbers.examples()));
            }
        }
        return misfits;
    }

    private static void merge(List<Tally> merged, Scan scan) {
        if (merged.isEmpty()) {
            merged.addAll(scan.tallies());
        } else {
            for (int column = 0; column < merged.size(); column++) {
                merged.set(column, merged.get(column).merge(scan.tallies().get(column)));
            }
        }
    }
}
