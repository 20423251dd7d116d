package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
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
    private final TextCells text;
    private final ReadAhead reader;
    private final List<CachedChunk> chunks = new ArrayList<>();
    private final List<Optional<InText>> texts =
            new ArrayList<>(); // where each chunk's cells can be read again, if they can
    private int heldEnd; // none from here on is in memory

    /**
     * @param kinds what the head of the table promises
     * @param store keeps the chunks
     * @param text reads those again that it has no room for
     */
    TableDraft(
            List<String> names,
            List<CellKind> kinds,
            DecimalSign decimal,
            CellStore store,
            TextCells text,
            ReadAhead reader) {
        this.store = store;
        this.text = text;
        this.reader = reader;
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

    /** Of what is not in memory. */
    ReadAhead reader() {
        return reader;
    }

    int rowCount(int chunk) {
        return chunks.get(chunk).rowCount();
    }

    /** The cells of one column, chunk by chunk; those that are not in memory are read whenever they are asked for. */
    List<Cells> cells(int column) {
        return map(chunk -> chunk.columns().get(column));
    }

    /** The columns that are {@code wanted}, chunk by chunk, each at its place; read at once and whenever they are asked for. */
    List<List<Cells>> cells(IntPredicate wanted) {
        return map(chunk -> chunk.some(wanted));
    }

    /** Of the chunks as they are when they are asked for: who changes them on the way holds no cells twice. */
    private <R> List<R> map(Function<CachedChunk, R> make) {
        return reader.map(Collections.unmodifiableList(chunks), make);
    }

    /** True for a column with another role than to be learned from. */
    boolean unused(int column, Roles roles) {
        return roles.unused(names.get(column)).isPresent();
    }

    /** Adds the table's next chunk. */
    void add(Pieces pieces, long firstRow) {
        long row = firstRow;
        for (int i = 0; i < pieces.chunks().size(); i++) {
            CachedChunk piece = pieces.chunks().get(i);
            Optional<InText> again = inText(pieces.texts().get(i), piece);
            CachedChunk kept = store.keep(piece.startingAt(row), again);
            chunks.add(kept);
            texts.add(again);
            heldEnd = kept.inMemory() ? chunks.size() : heldEnd;
            row += piece.rowCount();
        }
        merge(tallies, pieces.scan().tallies());
        makeRoom();
    }

    private Optional<InText> inText(Pieces.Text piece, CachedChunk cells) {
        return text.has(piece.place().file())
                ? Optional.of(new InText(text, piece.place(), piece.sum(), cells.bytes()))
                : Optional.empty();
    }

    /** Moves the last chunks out of memory, if some are and memory is needed for what is read again. */
    void makeRoom() {
        makeRoom(0);
    }

    /** The same where {@code bytes} more are to be kept. */
    void makeRoom(long bytes) {
        while (heldEnd > 0 && store.crowded(bytes)) {
            heldEnd--;
            chunks.set(heldEnd, store.moved(chunks.get(heldEnd), texts.get(heldEnd)));
        }
        store.check();
    }

    private void set(int chunk, Map<Integer, Cells> columns) {
        chunks.set(chunk, store.with(chunks.get(chunk), columns, texts.get(chunk)));
        makeRoom();
    }

    /**
     * Makes each column what all of its cells are, rather than what the head promised.
     *
     * @return the columns that must be read again, as {@link #kinds} has them now: neither numbers nor dates tell how they were written
     */
    List<Integer> settle(Roles roles, List<Integer> targets) {
        List<Integer> again = new ArrayList<>();
        List<Integer> words = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            CellKind before = kinds.get(column);
            CellKind verdict = verdict(roles, column, targets.contains(column));
            kinds.set(column, verdict);
            if (!verdict.equals(before)) {
                (before instanceof CellKind.Word ? words : again).add(column);
            }
        }
        recode(words);
        return again;
    }

    /** Settles the columns that were read again: words may be dates, or numbers where the head promised dates. */
    private void settleAgain(Roles roles, List<Integer> targets, List<Integer> columns) {
        List<Integer> words = new ArrayList<>();
        for (int column : columns) {
            CellKind verdict = verdict(roles, column, targets.contains(column));
            boolean refused = promised.get(column) instanceof CellKind.Numeric && verdict instanceof CellKind.Numeric;
            if (kinds.get(column) instanceof CellKind.Word && !verdict.equals(kinds.get(column)) && !refused) {
                kinds.set(column, verdict);
                words.add(column);
            }
        }
        recode(words);
    }

    /** Makes {@code columns} of words what they are by now, all in one pass. */
    private void recode(List<Integer> columns) {
        Map<Integer, Tally> merged = new HashMap<>();
        if (!columns.isEmpty()) {
            BitSet wanted = new BitSet();
            columns.forEach(wanted::set);
            List<List<Cells>> words = cells(wanted::get);
            for (int i = 0; i < chunks.size(); i++) {
                List<Cells> before = words.get(i);
                Map<Integer, Cells> after = new HashMap<>();
                for (int column : columns) {
                    Recoded recoded = recoded(chunks.get(i), column, (Cells.Codes) before.get(column));
                    after.put(column, recoded.cells());
                    merged.merge(column, recoded.tally(), Tally::merge);
                }
                set(i, after);
            }
        }
        merged.forEach(tallies::set);
        text.become(kinds);
    }

    private Recoded recoded(CachedChunk chunk, int column, Cells.Codes words) {
        return switch (kinds.get(column)) {
            case CellKind.Numeric(double pivot) -> Recoded.numbers(chunk, words, pivot, decimal);
            case CellKind.Time(DateOrder order) -> Recoded.times(chunk, words, order);
            case CellKind.Word _, CellKind.Skip _ ->
                throw new IllegalStateException("column %d was words before".formatted(column));
        };
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

    /** Lets go of the cells of columns that nobody will ask for, and of what told which rows belong together. */
    void drop(List<Integer> columns) {
        BitSet dropped = new BitSet();
        columns.forEach(dropped::set);
        text.drop(dropped::get);
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
                Map<Integer, Cells> cells = new HashMap<>();
                columns.forEach(column -> cells.put(column, piece.columns().get(column)));
                set(next, cells);
                next++;
            }
            merge(merged, pieces.scan().tallies());
        }

        /** The columns are what they were read as now. */
        void end(Roles roles, List<Integer> targets) {
            if (next != chunks.size()) {
                throw changed();
            }
            columns.forEach(column -> tallies.set(column, merged.get(column)));
            text.become(TableDraft.this.kinds);
            settleAgain(roles, targets, columns);
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
