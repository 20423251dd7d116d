package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.Dates;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Typing;
import org.mlscale.engine.schema.Verdict;
import org.mlscale.engine.schema.Words;

/** A table while it is read: its chunks, how each column is read, and what its cells were so far. One thread. */
final class TableDraft {
    private final List<String> names;
    private final List<CellKind> promised;
    private final List<CellKind> kinds;
    private final DecimalSign decimal;
    private final List<Tally> tallies = new ArrayList<>();
    private final CellStore store;
    private final List<CachedChunk> chunks = new ArrayList<>();
    private int heldEnd; // none from here on is in memory

    /** {@code kinds}: what the head of the table promises; {@code store} keeps the chunks. */
    TableDraft(List<String> names, List<CellKind> kinds, DecimalSign decimal, CellStore store) {
        this.store = store;
        this.names = names;
        this.promised = List.copyOf(kinds);
        this.decimal = decimal;
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

    int rowCount(int chunk) {
        return chunks.get(chunk).rowCount();
    }

    /** The cells of one column, chunk by chunk; those that lie in the file are read whenever they are asked for. */
    List<Cells> cells(int column) {
        return Lazily.map(chunks(), chunk -> chunk.columns().get(column));
    }

    /** True for a column with another role than to be learned from. */
    boolean unused(int column, Roles roles) {
        return roles.unused(names.get(column)).isPresent();
    }

    /** Adds the table's next chunk. */
    void add(Pieces pieces, long firstRow) {
        long row = firstRow;
        for (CachedChunk piece : pieces.chunks()) {
            CachedChunk kept = store.keep(piece.startingAt(row));
            chunks.add(kept);
            heldEnd = kept.inMemory() ? chunks.size() : heldEnd;
            row += piece.rowCount();
        }
        merge(tallies, pieces.scan().tallies());
        makeRoom();
    }

    /** Moves the last chunks that are in memory to the file, if there is one and memory is needed for what is read again from it. */
    void makeRoom() {
        while (heldEnd > 0 && store.crowded()) {
            heldEnd--;
            chunks.set(heldEnd, store.moved(chunks.get(heldEnd)));
        }
        store.check();
    }

    private void set(int chunk, int column, Cells cells) {
        chunks.set(chunk, store.with(chunks.get(chunk), column, cells));
        makeRoom();
    }

    /**
     * Makes each column what all of its cells are, rather than what the head promised.
     *
     * @return the columns that must be read again, as {@link #kinds} has them now: neither numbers nor dates tell how they were written
     */
    List<Integer> settle(Roles roles, List<Integer> targets) {
        List<Integer> again = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            CellKind before = kinds.get(column);
            CellKind verdict = verdict(roles, column, targets.contains(column));
            kinds.set(column, verdict);
            if (before instanceof CellKind.Word) {
                recode(column, verdict);
            } else if (!verdict.equals(before)) {
                again.add(column);
            }
        }
        return again;
    }

    /** Settles the columns that were read again: words may be dates, or numbers where the head promised dates. */
    private void settleAgain(Roles roles, boolean target, int column) {
        CellKind verdict = verdict(roles, column, target);
        boolean refused = promised.get(column) instanceof CellKind.Numeric && verdict instanceof CellKind.Numeric;
        if (kinds.get(column) instanceof CellKind.Word && !refused) {
            kinds.set(column, verdict);
            recode(column, verdict);
        }
    }

    private void recode(int column, CellKind verdict) {
        switch (verdict) {
            case CellKind.Numeric(double pivot) ->
                recode(column, chunk -> Recoded.numbers(chunk, column, pivot, decimal));
            case CellKind.Time(DateOrder order) -> recode(column, chunk -> Recoded.times(chunk, column, order));
            case CellKind.Word _, CellKind.Skip _ -> {}
        }
    }

    private CellKind verdict(Roles roles, int column, boolean target) {
        String name = names.get(column);
        Tally tally = tallies.get(column);
        if (roles.weight().filter(name::equals).isPresent()) {
            return kinds.get(column);
        }
        if (!target) {
            return Verdict.input(name, roles, kinds.get(column), tally);
        }
        boolean classes =
                tally instanceof Tally.Vocabulary vocabulary && Typing.classes(vocabulary.words(), roles.task());
        return Verdict.target(name, classes, kinds.get(column), tally);
    }

    private void recode(int column, Function<CachedChunk, Recoded> recoding) {
        Optional<Tally> merged = Optional.empty();
        for (int i = 0; i < chunks.size(); i++) {
            Recoded recoded = recoding.apply(chunks.get(i));
            set(i, column, recoded.cells());
            merged = merged.map(earlier -> earlier.merge(recoded.tally())).or(() -> Optional.of(recoded.tally()));
        }
        merged.ifPresent(tally -> tallies.set(column, tally));
    }

    /** Lets go of the cells of columns that nobody will ask for, and of what told which rows belong together. */
    void drop(List<Integer> columns) {
        chunks.replaceAll(
                chunk -> store.shrink(chunk, chunk.cells().without(columns).withoutGroups()));
    }

    /** Puts the columns of a second reading in the place of the first's. */
    final class Rereading {
        private final List<Integer> columns;
        private final List<Tally> merged = new ArrayList<>();
        private int next;

        Rereading(List<Integer> columns) {
            this.columns = columns;
        }

        /** Reads these columns and no other. */
        List<CellKind> kinds() {
            return IntStream.range(0, names.size())
                    .mapToObj(column -> columns.contains(column) ? kinds.get(column) : new CellKind.Skip())
                    .toList();
        }

        /** Takes the next chunk of the second reading. */
        void take(Pieces pieces) {
            for (CachedChunk piece : pieces.chunks()) {
                if (next == chunks.size()
                        || piece.rowCount() != chunks.get(next).rowCount()) {
                    throw changed();
                }
                for (int column : columns) {
                    set(next, column, piece.columns().get(column));
                }
                next++;
            }
            merge(merged, pieces.scan().tallies());
        }

        /** The columns are what they were read as now. */
        void end(Roles roles, List<Integer> targets) {
            if (next != chunks.size()) {
                throw changed();
            }
            for (int column : columns) {
                tallies.set(column, merged.get(column));
                settleAgain(roles, targets.contains(column), column);
            }
        }

        private static Fault changed() {
            return Fault.data("the table changed while it was read", "start again when nobody writes to it");
        }
    }

    /** The columns that would be numbers or dates but for some cells; those that the user calls words are not among them. */
    List<Table.Mixed> mixed(Roles roles) {
        return IntStream.range(0, names.size())
                .filter(column -> !roles.categorical().contains(names.get(column)))
                .filter(column -> tallies.get(column) instanceof Tally.Vocabulary)
                .mapToObj(column -> mixed(names.get(column), ((Tally.Vocabulary) tallies.get(column)).words()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Table.Mixed> mixed(String name, Words words) {
        if (mostly(words.numbers(), words)) {
            return Optional.of(
                    mixed(name, Table.Type.NUMBER, words.numbers(), words, word -> !Double.isNaN(decimal.parse(word))));
        }
        return Stream.of(DateOrder.values())
                .filter(order -> mostly(words.dates(order), words))
                .findFirst()
                .map(order -> mixed(
                        name,
                        Table.Type.DATE,
                        words.dates(order),
                        words,
                        word -> Dates.parse(word, order) != Dates.NONE));
    }

    private static boolean mostly(long cells, Words words) {
        return cells > words.count() / 2 && cells < words.count();
    }

    private static Table.Mixed mixed(String name, Table.Type type, long fitting, Words words, Predicate<String> fits) {
        String example =
                words.byCount().stream().filter(fits.negate()).findFirst().orElse("");
        return new Table.Mixed(name, type, fitting, words.count() - fitting, example);
    }

    /** The cells of columns of numbers or dates that are something else. */
    List<Table.Misfits> misfits() {
        return IntStream.range(0, names.size())
                .mapToObj(column -> Table.Misfits.of(names.get(column), tallies.get(column)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static void merge(List<Tally> merged, List<Tally> later) {
        if (merged.isEmpty()) {
            merged.addAll(later);
        } else {
            for (int column = 0; column < merged.size(); column++) {
                merged.set(column, merged.get(column).merge(later.get(column)));
            }
        }
    }
}
