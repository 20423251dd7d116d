package org.mlscale.engine.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mlscale.engine.fault.Fault;

/**
 * Keeps the chunks of a table: in memory while there is room, then in a file while the disk has some, then nowhere, if they can be read again from the table's text. Which is
 * which changes nothing of what comes of the table.
 *
 * <p>One thread; what it keeps may be read by many. Nothing can be read any more when it is closed.
 */
public final class CellStore implements AutoCloseable {
    /** Of the budget is for cells once some are elsewhere: what is read again needs memory too. */
    private static final double HELD_SHARE = 0.5;

    private final MemoryBudget budget;
    private final Supplier<CellFile> opened;
    private final long cellsMax;
    private Optional<CellFile> file = Optional.empty();
    private double share = 1;
    private boolean spilled; // some cells are not in memory
    private boolean diskIsFull; // or there is none
    private Optional<Fault> noDirectory = Optional.empty();
    private long rereadBytes;

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

    /** Bytes of memory that a thread takes, about, while it reads cells again from the text; 0 if none are. */
    public long rereadBytes() {
        return rereadBytes;
    }

    /** {@code read} of {@code total} bytes of the input have made what is kept; 0 of 0 if that is not known. */
    void at(long read, long total) {
        share = read > 0 && total > read ? (double) read / total : 1;
    }

    /** {@code chunk}, which is in memory, where there is room for it; {@code text} is where its cells can be read again, if they can. */
    CachedChunk keep(CachedChunk chunk, Optional<InText> text) {
        return chunk.cells() instanceof InMemory in && !fits(in.bytes()) ? spilled(chunk, in, text) : chunk;
    }

    /** {@code chunk}, which is in memory, where there is room for it; nothing if there is none. */
    Optional<CachedChunk> tryKeep(CachedChunk chunk) {
        if (!(chunk.cells() instanceof InMemory in) || fits(in.bytes())) {
            return Optional.of(chunk);
        }
        return inFile(chunk, in).or(() -> inLastMemory(chunk, in));
    }

    /** Gives back the memory of {@code chunk}, which was kept and is not wanted any more. */
    void forget(CachedChunk chunk) {
        budget.giveBack(chunk.bytes());
    }

    /** {@code chunk}, which was kept, with other cells in some columns, by their places. Of one in the text, the text tells what they are. */
    CachedChunk with(CachedChunk chunk, Map<Integer, Cells> columns, Optional<InText> text) {
        return switch (chunk.cells()) {
            case InText _ -> chunk;
            case InFile in -> {
                CachedChunk changed = chunk;
                for (Map.Entry<Integer, Cells> column : columns.entrySet()) {
                    Optional<InFile> one = append(new InMemory(List.of(column.getValue()), List.of()));
                    if (one.isEmpty()) {
                        budget.giveBack(in.bytes());
                        yield inText(chunk, text.orElseThrow(this::noRoom));
                    }
                    changed = changed.with(((InFile) changed.cells()).with(column.getKey(), one.get()));
                }
                yield changed;
            }
            case InMemory in -> {
                InMemory changed = in.with(columns);
                if (fits(changed.bytes() - in.bytes())) {
                    yield chunk.with(changed);
                }
                budget.giveBack(in.bytes());
                yield spilled(chunk, changed, text);
            }
        };
    }

    /** {@code chunk}, which was kept, without what it has more than {@code less}. */
    CachedChunk shrink(CachedChunk chunk, ChunkCells less) {
        budget.giveBack(chunk.bytes() - less.bytes());
        return chunk.with(less);
    }

    /** {@code chunk}, which was kept, out of memory. */
    CachedChunk moved(CachedChunk chunk, Optional<InText> text) {
        if (!(chunk.cells() instanceof InMemory in)) {
            return chunk;
        }
        budget.giveBack(in.bytes());
        return spilled(chunk, in, text);
    }

    /** True if {@code bytes} more would be too much of memory for cells, now that some of them are elsewhere. */
    boolean crowded(long bytes) {
        return spilled && budget.reserved() + bytes > cellsLimit();
    }

    /** True if the disk has no room for more cells. */
    public boolean diskIsFull() {
        return diskIsFull;
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
        return spilled ? (long) (cellsMax * HELD_SHARE) : cellsMax;
    }

    /**
     * {@code chunk}, with {@code cells} for which memory has no room: in the file, else in the text.
     *
     * @throws Fault RESOURCES if neither has them and memory for cells is used up
     */
    private CachedChunk spilled(CachedChunk chunk, InMemory cells, Optional<InText> text) {
        return inFile(chunk, cells)
                .or(() -> text.map(there -> inText(chunk, there)))
                .or(() -> inLastMemory(chunk, cells))
                .orElseThrow(this::noRoom);
    }

    private Fault noRoom() {
        return noDirectory.orElseGet(() -> file.orElseThrow().noRoom(share));
    }

    private Optional<CachedChunk> inFile(CachedChunk chunk, InMemory cells) {
        spilled = true;
        Optional<CachedChunk> kept = append(cells).map(chunk::with);
        kept.ifPresent(filed -> reserve(filed.bytes()));
        return kept;
    }

    /** In the share that is for what is read again. */
    private Optional<CachedChunk> inLastMemory(CachedChunk chunk, InMemory cells) {
        return budget.tryReserve(cells.bytes(), cellsMax) ? Optional.of(chunk.with(cells)) : Optional.empty();
    }

    private CachedChunk inText(CachedChunk chunk, InText text) {
        rereadBytes = Math.max(rereadBytes, text.readingBytes());
        CachedChunk kept = chunk.with(text);
        reserve(kept.bytes());
        return kept;
    }

    /** {@code cells} in the file; nothing if the disk has no room for them, or there is none. */
    private Optional<InFile> append(InMemory cells) {
        if (diskIsFull) {
            return Optional.empty();
        }
        try {
            if (file.isEmpty()) {
                file = Optional.of(opened.get());
            }
        } catch (Fault nowhere) {
            noDirectory = Optional.of(nowhere);
        }
        Optional<InFile> filed = file.flatMap(open -> open.tryAppend(cells));
        diskIsFull = filed.isEmpty();
        return filed;
    }

    @Override
    public void close() {
        file.ifPresent(CellFile::close);
    }
}
