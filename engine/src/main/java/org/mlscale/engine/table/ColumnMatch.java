package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.Numbers;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fault.Nearest;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.table.ChunkScanner.Scanned;

/** Finds the columns of a model's schema in another table, by name. */
public final class ColumnMatch {
    private ColumnMatch() {}

    /**
     * A scanner for a file with {@code head}, which gives chunks in the shape of the training table.
     *
     * @param labels whether the target and the rows' weights are read too
     * @param kept names of columns whose text is wanted
     * @throws Fault DATA naming every column that is not there, with the nearest name
     */
    public static ChunkScanner scanner(Schema schema, TableHead head, String file, boolean labels, List<String> kept) {
        List<String> there = names(schema, head);
        Map<String, Integer> places = new HashMap<>(); // a table may have tens of thousands of columns
        there.forEach(name -> places.put(name, places.size()));
        List<String> wanted = schema.names();
        List<CellKind> kinds = schema.kinds(labels);
        List<String> absent = new ArrayList<>(IntStream.range(0, wanted.size())
                .filter(i -> !(kinds.get(i) instanceof CellKind.Skip) && !places.containsKey(wanted.get(i)))
                .mapToObj(wanted::get)
                .toList());
        kept.stream()
                .filter(name -> !places.containsKey(name) && !absent.contains(name))
                .forEach(absent::add);
        if (!absent.isEmpty()) {
            throw missing(absent, there, wanted, file);
        }
        List<Scanned> columns = IntStream.range(0, wanted.size())
                .mapToObj(i -> new Scanned(places.getOrDefault(wanted.get(i), 0), kinds.get(i)))
                .toList();
        List<Integer> keptPlaces = kept.stream().map(places::get).toList();
        return new ChunkScanner(
                head.dialect(), there.size(), columns, List.of(), List.of(), keptPlaces, schema.missing());
    }

    /** Columns without names are taken by their place; a table of new rows may lack the target, which then has no place. */
    public static List<String> names(Schema schema, TableHead head) {
        int count = head.columnNames().size();
        if (!head.dialect().header() && count == schema.columns().size()) {
            return schema.columns().stream().map(Column::name).toList();
        }
        return !head.dialect().header() && count == schema.names().size() ? schema.names() : head.columnNames();
    }

    private static Fault missing(List<String> absent, List<String> there, List<String> wanted, String file) {
        List<String> spare =
                there.stream().filter(name -> !wanted.contains(name)).toList();
        String what = absent.size() == 1
                ? "column \"%s\" is missing".formatted(absent.getFirst())
                : "%d columns are missing: %s"
                        .formatted(
                                absent.size(),
                                String.join(", ", absent.stream().limit(20).toList()));
        boolean nothingFits = wanted.stream().noneMatch(there::contains);
        if (nothingFits && there.stream().anyMatch(name -> !Double.isNaN(Numbers.parse(name)))) {
            return Fault.data(
                    what,
                    new Location(file, 1),
                    "the first line looks like a row: give the table a header line with the names");
        }
        String hint = Nearest.to(absent.getFirst(), spare)
                .map(near -> "rename column \"%s\" to \"%s\" in the header".formatted(near, absent.getFirst()))
                .orElse("the table has the columns "
                        + String.join(", ", there.stream().limit(30).toList()));
        return Fault.data(what, new Location(file, 1), hint);
    }
}
