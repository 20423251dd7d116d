package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import org.mlscale.engine.chunk.Chunk;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.PlainText;
import org.mlscale.engine.table.ChunkScanner.Scan;

/**
 * A chunk that was read, cut into what is kept, read from a file and shuffled as one.
 *
 * @param chunks in memory, the first of them at row 0
 * @param texts where the records of each stand
 */
record Pieces(Scan scan, List<CachedChunk> chunks, List<Text> texts) {
    /** Records in a file's text, and the sum by which {@link PlainText} knows them again. */
    record Text(ChunkCut place, int sum) {}

    /**
     * Cells of a piece, about, in bytes: small, as each lane has several at hand, and large enough that a disk reads it about as fast as its neighbours.
     */
    private static final int BYTES = 1 << 17;

    private static final int ROWS_MIN = 16;
    private static final int ROWS_MAX = 1 << 13;

    /** {@code scan} is what {@code chunk} held. */
    static Pieces of(Scan scan, Chunk chunk) {
        List<char[]> groups = scan.groups().stream().map(Groups.Part::buckets).toList();
        List<CachedChunk> chunks =
                scan.chunk().pieces(rowsMax(scan.chunk().columns().size()), groups);
        return new Pieces(scan, chunks, texts(scan.starts(), chunks.size(), chunk));
    }

    /** Of {@code count} pieces; records behind the last that cannot be read are the last's. */
    private static List<Text> texts(List<Integer> starts, int count, Chunk chunk) {
        List<Text> texts = new ArrayList<>();
        for (int piece = 0; piece < count; piece++) {
            int from = starts.get(piece);
            int to = piece + 1 < count ? starts.get(piece + 1) : chunk.length();
            long before = chunk.cut().start();
            texts.add(new Text(
                    new ChunkCut(chunk.file(), before + from, before + to), PlainText.sum(chunk.bytes(), from, to)));
        }
        return texts;
    }

    /** Rows of a piece of a table with so many columns: never the machine's matter, as the order of the rows hangs on it. */
    static int rowsMax(int columnCount) {
        return Math.clamp(Integer.highestOneBit(BYTES / (Float.BYTES * columnCount)), ROWS_MIN, ROWS_MAX);
    }
}
