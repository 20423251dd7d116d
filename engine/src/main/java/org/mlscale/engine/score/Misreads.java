package org.mlscale.engine.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.Table;

/** Counts, column by column, the cells that are not of their column's type and were read as missing. */
final class Misreads {
    private Misreads() {}

    static List<Table.Misfits> of(Schema schema, ChunkScanner.Scan scan) {
        List<String> names = schema.names();
        return IntStream.range(0, names.size())
                .mapToObj(i -> Table.Misfits.of(names.get(i), scan.tallies().get(i)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Those of a part of the table and of the part after it; the examples are the first ones. */
    static List<Table.Misfits> merge(List<Table.Misfits> earlier, List<Table.Misfits> later) {
        List<Table.Misfits> merged = new ArrayList<>(earlier);
        for (Table.Misfits more : later) {
            int place = merged.stream().map(Table.Misfits::column).toList().indexOf(more.column());
            if (place < 0) {
                merged.add(more);
            } else {
                Table.Misfits before = merged.get(place);
                merged.set(
                        place,
                        new Table.Misfits(
                                more.column(), more.type(), before.count() + more.count(), before.examples()));
            }
        }
        return merged;
    }
}
