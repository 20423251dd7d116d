package org.mlscale.engine.table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.mlscale.engine.schema.Roles;

/** A table as text with all that pass 0 has to settle: columns whose head misleads, missing cells, misfits, ragged rows, weights, doubles. */
public final class MixedTable {
    public static final Roles ROLES =
            new Roles(List.of("y"), Roles.Task.AUTO, Set.of("id"), Set.of("junk"), Set.of(), Optional.of("w"));

    private MixedTable() {}

    public static String text(SplittableRandom random, int rowCount) {
        StringBuilder text = new StringBuilder("id,time,late words,late numbers,colour,w,junk,text,y\n");
        String last = "";
        for (int row = 0; row < rowCount; row++) {
            boolean late = row > 1200;
            boolean twice = random.nextInt(10) == 0 && !last.isEmpty();
            String rest = twice
                    ? last
                    : String.join(
                            ",",
                            random.nextInt(2000) == 0
                                    ? "soon"
                                    : Long.toString(1_600_000_000L + random.nextInt(100_000)),
                            late && random.nextInt(4) == 0
                                    ? "word" + random.nextInt(5)
                                    : Integer.toString(random.nextInt(9)),
                            late && random.nextInt(5) > 0
                                    ? String.format(Locale.ROOT, "%.3f", random.nextGaussian())
                                    : "NA",
                            random.nextInt(9) == 0 ? "?" : "\"c\n" + (int) Math.sqrt(random.nextInt(30)) + "\"",
                            switch (random.nextInt(40)) {
                                case 0 -> "-1";
                                case 1 -> "";
                                case 2 -> "0";
                                default -> Integer.toString(1 + random.nextInt(3));
                            },
                            "junk",
                            "text " + random.nextInt(),
                            random.nextInt(30) == 0 ? "" : random.nextBoolean() ? "yes" : "no");
            last = twice ? "" : rest;
            text.append(row).append(',').append(rest).append(random.nextInt(300) == 0 ? ",more\n" : "\n");
        }
        return text.toString();
    }
}
