package org.mlscale.cli;

import java.util.List;
import java.util.Locale;
import org.mlscale.cli.console.Text;
import org.mlscale.engine.table.CachedChunk;
import org.mlscale.engine.table.CellStore;
import org.mlscale.engine.table.Table;

/** What the plan says of cells that memory has no room for. */
final class CellsText {
    private CellsText() {}

    /** {@code , 8.4 GB lie in /tmp, 12 % of the rows are read again from big.csv in each epoch}, as far as there are such. */
    static String elsewhere(Table table, CellStore store) {
        String filed = store.directory()
                .filter(_ -> store.fileBytes() > 0)
                .map(directory -> ", %s lie in %s".formatted(Text.bytes(store.fileBytes()), directory))
                .orElse("");
        return filed + inText(table);
    }

    private static String inText(Table table) {
        List<CachedChunk> again =
                table.chunks().stream().filter(CachedChunk::inText).toList();
        if (again.isEmpty()) {
            return "";
        }
        List<String> files =
                again.stream().map(chunk -> chunk.cut().file()).distinct().toList();
        double share = (double) rows(again) / rows(table.chunks());
        return String.format(
                Locale.ROOT,
                ", %.0f %% of the rows are read again from %s in each epoch, as the disk has no room for %s more",
                Math.max(1, 100 * share),
                files.size() == 1 ? files.getFirst() : Text.count(files.size(), "file"),
                Text.bytes(again.stream().mapToLong(CachedChunk::loadedBytes).sum()));
    }

    private static long rows(List<CachedChunk> chunks) {
        return chunks.stream().mapToLong(CachedChunk::rowCount).sum();
    }
}
