package org.mlscale.engine.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/**
 * Where the cells of a chunk lie in the file.
 *
 * @param places where the block of each column begins
 * @param lengths bytes of each; 0 for a column that is not read
 * @param buckets where the hashes are
 */
record InFile(CellFile file, long[] places, int[] lengths, long[] buckets) implements ChunkCells {
    /** Of this, and of the chunk. */
    private static final int OBJECTS = 160;

    /** What is between the columns is read too, if it is no more than they are. */
    private static final int SPREAD_MAX = 2;

    /** Parses the block that begins at {@code at}. */
    private interface Parser<T> {
        T parse(ByteBuffer bytes, int at) throws CellBlock.Damaged;
    }

    @Override
    public int columnCount() {
        return places.length;
    }

    @Override
    public Cells column(int column, CachedChunk chunk) {
        return lengths[column] == 0 ? new Cells.None() : read(places[column], lengths[column], CellBlock::cells, chunk);
    }

    @Override
    public char[] buckets(int which, CachedChunk chunk) {
        int length = CellBlock.HEAD + Character.BYTES * chunk.rowCount();
        return read(buckets[which], length, CellBlock::buckets, chunk);
    }

    /** Reads what lies side by side at once: a thousand columns of a few rows are not a thousand reads. */
    @Override
    public List<Cells> columns(CachedChunk chunk) {
        long from = read().mapToLong(column -> places[column]).min().orElse(0);
        long end = read().mapToLong(column -> places[column] + lengths[column])
                .max()
                .orElse(0);
        if (end - from > Math.min(SPREAD_MAX * cellBytes(), Integer.MAX_VALUE)) {
            return IntStream.range(0, places.length)
                    .mapToObj(column -> column(column, chunk))
                    .toList();
        }
        return read(
                from,
                (int) (end - from),
                (bytes, _) -> {
                    List<Cells> cells = new ArrayList<>(places.length);
                    for (int column = 0; column < places.length; column++) {
                        cells.add(
                                lengths[column] == 0
                                        ? new Cells.None()
                                        : CellBlock.cells(bytes, (int) (places[column] - from)));
                    }
                    return cells;
                },
                chunk);
    }

    private IntStream read() {
        return IntStream.range(0, places.length).filter(column -> lengths[column] > 0);
    }

    private <T> T read(long place, int length, Parser<T> parser, CachedChunk chunk) {
        try {
            ByteBuffer bytes = file.read(place, length);
            try {
                return parser.parse(bytes, 0);
            } finally {
                file.giveBack(bytes);
            }
        } catch (IOException failed) {
            throw Fault.resources(
                            "%s cannot be read again from %s, where the cells lie that memory has no room for: %s"
                                    .formatted(chunk.who(), file.directory(), Reason.of(failed)),
                            "start again; --tmp DIR names another disk")
                    .because(failed);
        } catch (CellBlock.Damaged damaged) {
            throw Fault.resources(
                            "%s came back damaged from %s, where the cells lie that memory has no room for"
                                    .formatted(chunk.who(), file.directory()),
                            "start again; if it comes again, --tmp DIR names another disk")
                    .because(damaged);
        }
    }

    InFile with(int column, InFile one) {
        long[] otherPlaces = places.clone();
        int[] otherLengths = lengths.clone();
        otherPlaces[column] = one.places[0];
        otherLengths[column] = one.lengths[0];
        return new InFile(file, otherPlaces, otherLengths, buckets);
    }

    @Override
    public InFile withoutGroups() {
        return new InFile(file, places, lengths, Arrays.copyOf(buckets, 1));
    }

    @Override
    public InFile without(List<Integer> dropped) {
        int[] left = lengths.clone();
        dropped.forEach(column -> left[column] = 0);
        return new InFile(file, places, left, buckets);
    }

    @Override
    public long bytes() {
        return OBJECTS + (long) (Long.BYTES + Integer.BYTES) * places.length + (long) Long.BYTES * buckets.length;
    }

    /** Bytes of the cells. */
    long cellBytes() {
        return IntStream.of(lengths).asLongStream().sum();
    }
}
