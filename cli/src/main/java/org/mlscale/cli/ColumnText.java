package org.mlscale.cli;

import java.util.List;
import java.util.stream.Stream;
import org.mlscale.cli.console.Text;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Dates;

/** What was decided of a column: the same words for train and inspect. */
final class ColumnText {
    private static final int WORDS_MAX = 8;

    private ColumnText() {}

    static String of(Column column) {
        return switch (column) {
            case Column.Numeric numeric ->
                "number   %s to %s, median %s, spread %s%s"
                        .formatted(
                                Text.number(numeric.min()),
                                Text.number(numeric.max()),
                                Text.number(numeric.center()),
                                Text.number(numeric.scale()),
                                missing(numeric.missing()));
            case Column.Category category ->
                "%s%s%s%s%s"
                        .formatted(
                                category.yesNo() ? "yes/no   " : "words    ",
                                some(category.keys()),
                                category.embedded() ? ", embedded" : "",
                                category.other() == 0 ? "" : "; rarer words in " + Text.count(category.other(), "cell"),
                                missing(category.missing()));
            case Column.Date date -> "date     %s%s".formatted(date(date), missing(date.missing()));
            case Column.Unused unused -> "not used " + unused.why().text();
        };
    }

    /** {@code 2019-01-02 to 2023-12-31, day first: year, month, weekday}. */
    static String date(Column.Date date) {
        return "%s to %s, %s: %s"
                .formatted(
                        Dates.day(date.first()),
                        Dates.day(date.last()),
                        date.order().text(),
                        String.join(
                                ", ",
                                date.parts().stream()
                                        .map(part -> part.unit().text())
                                        .toList()));
    }

    private static String missing(long cells) {
        return cells == 0 ? "" : "; " + Text.count(cells, "cell") + " missing";
    }

    /** The first of {@code words}, and how many there are. */
    static String some(List<String> words) {
        Stream<String> first = words.stream().limit(WORDS_MAX);
        return String.join(", ", first.toList())
                + (words.size() > WORDS_MAX ? ", … (%d in all)".formatted(words.size()) : "");
    }
}
