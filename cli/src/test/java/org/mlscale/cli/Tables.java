package org.mlscale.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.mlscale.engine.table.Draws;

/** Small made-up tables; the target follows from age and income by a rule, so that there is something to learn. */
final class Tables {
    static final int ROWS = 300;

    private Tables() {}

    /** {@code id,age,plan,income,price}. */
    static String regression() {
        return table("price", row -> String.format(Locale.ROOT, "%.2f", sum(row)));
    }

    /** {@code id,age,plan,income,left}. */
    static String yesNo() {
        return table("left", row -> sum(row) > 150 ? "yes" : "no");
    }

    /** {@code id,age,plan,income,species}. */
    static String classes() {
        return table("species", row -> sum(row) > 170 ? "high" : sum(row) > 130 ? "mid" : "low");
    }

    private static String table(String target, IntFunction<String> answer) {
        StringBuilder csv = new StringBuilder("id,age,plan,income,%s\n".formatted(target));
        for (int row = 0; row < ROWS; row++) {
            csv.append("c%03d,%d,%s,%.2f,%s\n"
                    .formatted(
                            row,
                            age(row),
                            List.of("basic", "family", "pro").get(row % 3),
                            income(row),
                            answer.apply(row)));
        }
        return csv.toString();
    }

    private static double sum(int row) {
        return 2 * age(row) + income(row);
    }

    private static int age(int row) {
        return 18 + (int) (60 * Draws.unit(1, row));
    }

    private static double income(int row) {
        return 10 + 90 * Draws.unit(2, row);
    }
}
