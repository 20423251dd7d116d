package org.mlscale.cli;

import org.mlscale.cli.console.Text;
import org.mlscale.engine.table.Table;

/** Cells that are not what their column is: the same words for train and score. */
final class Misread {
    private Misread() {}

    static String text(Table.Misfits misfits) {
        String first = misfits.examples().stream()
                .findFirst()
                .map(example -> ": \"%s\" at %s".formatted(example.text(), example.location()))
                .orElse("");
        return "%s of %s not a %s, read as missing%s"
                .formatted(Text.count(misfits.count(), "cell"), misfits.column(), type(misfits.type()), first);
    }

    static String type(Table.Type type) {
        return switch (type) {
            case NUMBER -> "number";
            case DATE -> "date";
        };
    }
}
