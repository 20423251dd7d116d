package org.mlscale.engine.chunk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The names of a table's columns: one each, none empty. */
final class ColumnNames {
    private ColumnNames() {}

    /** Names as the header has them. A cell without a name, as pandas writes above an index, becomes {@code column_3}. */
    static List<String> of(String[] header) {
        List<String> names = new ArrayList<>();
        for (String cell : header) {
            names.add(cell.isEmpty() ? numbered(names.size()) : cell);
        }
        return List.copyOf(names);
    }

    static List<String> numbered(int from, int count) {
        return IntStream.range(from, count).mapToObj(ColumnNames::numbered).toList();
    }

    /** The first name that comes twice, if any. */
    static java.util.Optional<String> twice(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream().filter(name -> !seen.add(name)).findFirst();
    }

    private static String numbered(int index) {
        return "column_" + (index + 1);
    }
}
