package org.mlscale.engine.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.PlainText;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.table.ChunkScanner.Scanned;

/**
 * Reads cells that nothing has room for again from the table's text, by the scanner that read them first: the same bits. It follows what the draft makes of the columns and
 * stays as it is when the table is frozen. What rows are alike was decided as they were read first, and is read so again.
 *
 * <p>Any thread may read; the draft's changes what is read, while nobody does.
 */
final class TextCells {
    private final ChunkScanner first;
    private final Map<String, Source> sources;
    private final Map<String, Optional<PlainText>> texts = new ConcurrentHashMap<>();
    private final Queue<byte[]> spares = new ConcurrentLinkedQueue<>(); // of readers
    private volatile List<Scanned> columns;

    /** {@code first} is what reads {@code sources} first. */
    TextCells(List<Source> sources, ChunkScanner first) {
        this.first = first;
        this.sources = sources.stream().collect(Collectors.toMap(Source::name, Function.identity()));
        this.columns = first.columns();
    }

    /** From now on columns are read as {@code kinds}. */
    void become(List<CellKind> kinds) {
        List<Scanned> before = columns;
        columns = IntStream.range(0, before.size())
                .mapToObj(column -> new Scanned(before.get(column).place(), kinds.get(column)))
                .toList();
    }

    /** From now on the columns that are {@code dropped} are not read. */
    void drop(IntPredicate dropped) {
        columns = only(dropped.negate());
    }

    int columnCount() {
        return columns.size();
    }

    /** True if {@code file} can be read again from anywhere: it is neither packed nor transcoded. */
    boolean has(String file) {
        return text(file).isPresent();
    }

    private Optional<PlainText> text(String file) {
        return texts.computeIfAbsent(
                file, name -> Optional.ofNullable(sources.get(name)).flatMap(Source::plain));
    }

    /** All columns of the records at {@code place}; {@link Cells.None} of those that are not {@code wanted}. */
    List<Cells> columns(ChunkCut place, int sum, IntPredicate wanted) {
        return read(place, sum, scanner(only(wanted), List.of(), List.of()), ChunkScan::cells);
    }

    /** Number {@code which} of the hashes of its rows: 0 of whole rows, then of the columns that may group rows. */
    char[] buckets(ChunkCut place, int sum, int which) {
        if (which == 0) {
            return read(place, sum, scanner(first.columns(), first.hashed(), List.of()), ChunkScan::buckets);
        }
        List<Integer> grouped = List.of(first.grouped().get(which - 1));
        ChunkScanner scanner = scanner(only(_ -> false), List.of(), grouped);
        return read(place, sum, scanner, scan -> scan.grouped().getFirst().buckets());
    }

    private List<Scanned> only(IntPredicate wanted) {
        List<Scanned> all = columns;
        return IntStream.range(0, all.size())
                .mapToObj(column -> wanted.test(column)
                        ? all.get(column)
                        : new Scanned(all.get(column).place(), new CellKind.Skip()))
                .toList();
    }

    private ChunkScanner scanner(List<Scanned> read, List<Integer> hashed, List<Integer> grouped) {
        return new ChunkScanner(first.dialect(), first.cellCount(), read, hashed, grouped, List.of(), first.missing());
    }

    private <T> T read(ChunkCut place, int sum, ChunkScanner scanner, Function<ChunkScan, T> result) {
        byte[] spare = spares.poll();
        int bytes = PlainText.bufferBytes(place);
        byte[] buffer = spare != null && spare.length >= bytes ? spare : new byte[bytes];
        try {
            PlainText text = text(place.file()).orElseThrow();
            return result.apply(new ChunkScan(scanner, text.read(place, sum, buffer)).read());
        } finally {
            spares.add(buffer);
        }
    }
}
