package org.mlscale.engine.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mlscale.engine.chunk.UnnamedFile;

/** A disk that has room for one file of some bytes until it is nine tenths full. */
public final class SmallDisk implements UnnamedFile.Disk {
    private static final long SIZE = 1L << 40;

    private final long room;
    private final List<CellFile> files = new ArrayList<>();

    private SmallDisk(long room) {
        this.room = room;
    }

    /** A file in {@code directory} that can have {@code room} bytes. */
    static CellFile file(Path directory, long room) {
        SmallDisk disk = new SmallDisk(room);
        CellFile file = CellFile.in(directory, disk, 1);
        disk.files.add(file);
        return file;
    }

    /** A store of tables that has so many bytes of memory for cells, and {@code room} of a disk. */
    public static CellStore store(Path directory, long memory, long room) {
        return new CellStore(new MemoryBudget(1 << 30), () -> file(directory, room), memory);
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public long free() {
        return SIZE / 10 + 1 + room - files.stream().mapToLong(CellFile::size).sum();
    }
}
