package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Nearest;
import org.mlscale.engine.schema.Schema;

/**
 * The names that columns of another table have in the model, as a user types them: {@code OLD=NEW}. A name is taken as it stands; one that
 * is not there is taken without the blanks around it, as an unquoted cell of the header is. A name may hold an {@code =}: the pair is cut
 * where both names are known, else at the last one.
 */
public final class ColumnRenames {
    private static final int NAMES_MAX = 30;

    private record Pair(String from, String to) {}

    private ColumnRenames() {}

    /**
     * {@code head} with the model's names for the columns that {@code renames} name.
     *
     * @throws Fault USAGE if the table has no such column, the model has none, or two columns would have one name
     */
    public static TableHead apply(List<String> renames, TableHead head, Schema schema) {
        if (renames.isEmpty()) {
            return head;
        }
        if (!head.dialect().header()) {
            throw Fault.usage(
                    "--rename: the table has no header, so its columns are taken by their place", "leave --rename out");
        }
        List<String> names = new ArrayList<>(head.columnNames());
        Set<String> from = new HashSet<>();
        for (String text : renames) {
            Pair pair = pair(text, head.columnNames(), schema.names());
            int place = find(pair.from(), head.columnNames());
            if (place < 0) {
                throw unknown("the table", pair.from(), head.columnNames());
            }
            int to = find(pair.to(), schema.names());
            if (to < 0) {
                throw unknown("the model", pair.to(), schema.names());
            }
            if (!from.add(head.columnNames().get(place))) {
                throw Fault.usage(
                        "--rename gives column \"%s\" two names"
                                .formatted(head.columnNames().get(place)),
                        "name it once");
            }
            names.set(place, schema.names().get(to));
        }
        Set<String> seen = new HashSet<>();
        names.stream().filter(name -> !seen.add(name)).findFirst().ifPresent(name -> {
            throw Fault.usage(
                    "--rename makes two columns of the table \"%s\"".formatted(name),
                    "leave one of them out of --rename, or out of the table");
        });
        return new TableHead(head.dialect(), names, head.sample());
    }

    /** Place of {@code name}; below 0 if there is none. */
    private static int find(String name, List<String> names) {
        int exact = names.indexOf(name);
        return exact >= 0 ? exact : names.indexOf(name.strip());
    }

    private static Pair pair(String text, List<String> there, List<String> wanted) {
        List<Pair> cuts = IntStream.range(0, text.length())
                .filter(i -> text.charAt(i) == '=')
                .mapToObj(i -> new Pair(text.substring(0, i), text.substring(i + 1)))
                .toList();
        if (cuts.isEmpty()) {
            throw Fault.usage("--rename \"%s\" is not OLD=NEW".formatted(text), "--rename \"OLD=%s\"".formatted(text));
        }
        return cuts.stream()
                .filter(pair -> find(pair.from(), there) >= 0 && find(pair.to(), wanted) >= 0)
                .findFirst()
                .orElse(cuts.getLast());
    }

    private static Fault unknown(String whose, String name, List<String> names) {
        Optional<String> near = Nearest.to(name, names);
        return Fault.usage(
                "--rename: %s has no column \"%s\"".formatted(whose, name),
                near.map(found -> "did you mean \"%s\"?".formatted(found))
                        .orElse("its columns are: "
                                + String.join(
                                        ", ", names.stream().limit(NAMES_MAX).toList())));
    }
}
