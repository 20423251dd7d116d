package org.mlscale.engine.schema;

import java.util.Set;
import java.util.TreeSet;

/** The cells that mean "no value", letter by letter; the empty cell always does. */
public record MissingTokens(Set<String> tokens) {
    /** What pandas, R, SQL, spreadsheets and the UCI repository write. */
    public static final MissingTokens USUAL = new MissingTokens(Set.of(
            "",
            "NA",
            "N/A",
            "n/a",
            "#N/A",
            "#N/A N/A",
            "#NA",
            "<NA>",
            "NaN",
            "nan",
            "-NaN",
            "-nan",
            "NULL",
            "null",
            "None",
            "\\N",
            "?",
            "-"));

    public MissingTokens {
        TreeSet<String> all = new TreeSet<>(tokens);
        all.add("");
        tokens = java.util.Collections.unmodifiableSortedSet(all);
    }

    public boolean holds(String cell) {
        return cell.isEmpty() || tokens.contains(cell);
    }
}
