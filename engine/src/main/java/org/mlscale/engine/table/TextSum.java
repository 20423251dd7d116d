package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.mlscale.engine.chunk.Chunk;

/**
 * What tells the text of one file of a table from another text, taken in passing while it is read.
 *
 * @param file as the user named it
 * @param bytes of its records: unpacked, transcoded, header lines left out
 * @param hash of those bytes in their order; the cuts between chunks count too, which are a function of the text
 */
public record TextSum(String file, long bytes, long hash) {
    /** One chunk's. Thread-safe. */
    static TextSum of(Chunk chunk) {
        CRC32C crc = new CRC32C();
        crc.update(chunk.bytes(), 0, chunk.length());
        return new TextSum(chunk.file(), chunk.length(), crc.getValue());
    }

    /** Sums of chunks, in table order → sums of files. */
    static List<TextSum> joined(List<TextSum> chunks) {
        List<TextSum> files = new ArrayList<>();
        for (TextSum chunk : chunks) {
            if (files.isEmpty() || !files.getLast().file.equals(chunk.file)) {
                files.add(new TextSum(chunk.file, 0, 0));
            }
            TextSum before = files.removeLast();
            files.add(new TextSum(chunk.file, before.bytes + chunk.bytes, Draws.mix(before.hash ^ chunk.hash)));
        }
        return files;
    }
}
