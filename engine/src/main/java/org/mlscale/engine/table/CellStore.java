package org.mlscale.engine.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mlscale.engine.fault.Fault;

/**
 * Keeps the chunks of a table: in memory while there is room, then in a file. Which is which changes nothing of what comes of the table.
 *
 * <p>One thread; what it keeps may be read by many. Nothing can be read any more when it is closed.
 */
public final class CellStore implements AutoCloseable {
    /** Of the budget is for cells once there is a file: what is read again from it needs memory too. */
    private static final double HELD_SHARE = 0.5;

    private final MemoryBudget budget;
    private final Supplier<CellFile> opened;
    private final long cellsMax;
    private Optional<CellFile> file = Optional.empty();
    private double share = 1;

    /** {@code directory} is asked for when memory is used up, and never if it is not. */
    public CellStore(MemoryBudget budget, Supplier<Path> directory) {
        this(budget, () -> CellFile.in(directory.get()), budget.bytes());
    }

    /** {@code cellsMax}: of the budget for cells. */
    CellStore(MemoryBudget budget, Supplier<CellFile> opened, long cellsMax) {
        this.budget = budget;
        this.opened = opened;
        this.cellsMax = cellsMax;
    }

    public MemoryBudget budget() {
        return budget;
    }

    /** Where what memory has no room for is, if there is such. */
    public Optional<Path> directory() {
        return file.map(CellFile::directory);
    }

    /** Bytes in the file. */
    public long fileBytes() {
        return file.map(CellFile::size).orElse(0L);
    }

    /** {@code read} of {@code total} bytes of the input have made what is kept; 0 of 0 if that is not known. */
    void at(long read, long total) {
        share = read > 0 && total > read ? (double) read / total : 1;
    }

    /** {@code chunk}, which is in memory, where there is room for it. */
    CachedChunk keep(CachedChunk chunk) {
        return chunk.cells() instanceof InMemory in && !fits(in.bytes()) ? toFile(chunk, in) : chunk;
    }

    /** {@code chunk}, which was kept, with other cells in one column. */
    CachedChunk with(CachedChunk chunk, int column, Cells cells) {
        return switch (chunk.cells()) {
            case InFile in -> {
                InFile one = cellFile().append(new InMemory(List.of(cells), List.of()), share);
                yield chunk.with(in.with(column, one));
            }
            case InMemory in -> {
                InMemory changed = in.with(column, cells);
                if (fits(changed.bytes() - in.bytes())) {
                    yield chunk.with(changed);
                }
                budget.giveBack(in.bytes());
                yield toFile(chunk, changed);
            }
        };
    }

    /** {@code chunk}, which was kept, without what it has more than {@code less}. */
    CachedChunk shrink(CachedChunk chunk, ChunkCells less) {
        budget.giveBack(chunk.bytes() - less.bytes());
        return chunk.with(less);
    }

    /** {@code chunk}, which was kept, in the file. */
    CachedChunk moved(CachedChunk chunk) {
        if (!(chunk.cells() instanceof InMemory in)) {
            return chunk;
        }
        budget.giveBack(in.bytes());
        return toFile(chunk, in);
    }

    /** True if there is a file and more in memory than may be then. */
    boolean crowded() {
        return budget.reserved() > cellsLimit() && file.isPresent();
    }

    /** Takes memory for what cannot be in the file. */
    void reserve(long bytes) {
        budget.reserve(bytes);
    }

    /**
     * To be called when there is room where there can be.
     *
     * @throws Fault RESOURCES if what cannot be in the file does not fit into memory
     */
    void check() {
        budget.check(share);
    }

    private boolean fits(long bytes) {
        return budget.tryReserve(bytes, cellsLimit());
    }

    private long cellsLimit() {
        return file.isPresent() ? (long) (cellsMax * HELD_SHARE) : cellsMax;
    }

    private CachedChunk toFile(CachedChunk chunk, InMemory cells) {
        CachedChunk filed = chunk.with(cellFile().append(cells, share));
        reserve(filed.bytes());
        return filed;
    }

    private CellFile cellFile() {
        if (file.isEmpty()) {
            file = Optional.of(opened.get());
        }
        return file.get();
    }

    @Override
    public void close() {
        file.ifPresent(CellFile::close);
    }
}
