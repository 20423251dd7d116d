package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.DecimalVotes;
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
    private static final int NEAREST_MAX = 5;
    private static final int NAMES_MAX = 30;

    /** What mends a table: the flags of score and evaluate, or an editor. */
    private record Advice(String rename, String decimal) {
        static final Advice FLAGS = new Advice("--rename \"%s=%s\"", "--decimal %s");
        static final Advice FILE = new Advice(
                "rename column \"%s\" to \"%s\" in the header", "write both tables with one sign: %s, or the other");
    }

    private ColumnMatch() {}

    /**
     * A scanner for a file with {@code head}, which gives chunks in the shape of the training table.
     *
     * @param labels whether the target and the rows' weights are read too
     * @param kept names of columns whose text is wanted
     * @throws Fault DATA naming every column that is not there, with the nearest name, or if the table has the other decimal sign
     */
    public static ChunkScanner scanner(Schema schema, TableHead head, String file, boolean labels, List<String> kept) {
        return scanner(schema, head, file, labels, kept, Advice.FLAGS);
    }

    /** The same for a hold-out file of training, where columns cannot be renamed by a flag. */
    static ChunkScanner scanner(Schema schema, TableHead head, String file) {
        return scanner(schema, head, file, true, List.of(), Advice.FILE);
    }

    private static ChunkScanner scanner(
            Schema schema, TableHead head, String file, boolean labels, List<String> kept, Advice advice) {
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
            throw missing(absent, there, wanted, file, advice);
        }
        List<Scanned> columns = IntStream.range(0, wanted.size())
                .mapToObj(i -> new Scanned(places.getOrDefault(wanted.get(i), 0), kinds.get(i)))
                .toList();
        checkSign(head, columns, file, advice);
        List<Integer> keptPlaces = kept.stream().map(places::get).toList();
        return new ChunkScanner(
                head.dialect(), there.size(), columns, List.of(), List.of(), keptPlaces, schema.missing());
    }

    private static String some(List<String> names) {
        return String.join(", ", names.stream().limit(NAMES_MAX).toList());
    }

    /** A column of numbers with the other sign would be read as one without any. */
    private static void checkSign(TableHead head, List<Scanned> columns, String file, Advice advice) {
        DecimalSign sign = head.dialect().decimal();
        int[] numbers = columns.stream()
                .filter(column -> column.kind() instanceof CellKind.Numeric)
                .mapToInt(Scanned::place)
                .toArray();
        if (DecimalVotes.of(head.sample(), numbers).isFor(sign.other())) {
            throw Fault.data(
                    "the numbers of this table have a decimal %s, those of the training table a decimal %s"
                            .formatted(sign.other().word(), sign.word()),
                    Location.of(file),
                    advice.decimal().formatted(sign.other().text()));
        }
    }

    /** Columns without names are taken by their place; a table of new rows may lack the target, which then has no place. */
    public static List<String> names(Schema schema, TableHead head) {
        int count = head.columnNames().size();
        if (!head.dialect().header() && count == schema.columns().size()) {
            return schema.columns().stream().map(Column::name).toList();
        }
        return !head.dialect().header() && count == schema.names().size() ? schema.names() : head.columnNames();
    }

    private static Fault missing(
            List<String> absent, List<String> there, List<String> wanted, String file, Advice advice) {
        List<String> spare = new ArrayList<>(
                there.stream().filter(name -> !wanted.contains(name)).toList());
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
        List<String> renames = new ArrayList<>();
        for (String name : absent.stream().limit(NEAREST_MAX).toList()) {
            Nearest.to(name, spare).ifPresent(near -> {
                renames.add(advice.rename().formatted(near, name));
                spare.remove(near);
            });
        }
        String hint = renames.isEmpty() ? "the table has the columns " + some(there) : String.join(" ", renames);
        return Fault.data(what, new Location(file, 1), hint);
    }
}
