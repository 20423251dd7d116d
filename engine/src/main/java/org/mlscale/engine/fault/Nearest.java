package org.mlscale.engine.fault;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The candidate with the fewest edits, case and outer blanks not counted, if at most a third of the name is wrong and not all of it. */
    public static Optional<String> to(String name, Collection<String> candidates) {
        String wanted = plain(name);
        return candidates.stream()
                .filter(candidate -> near(wanted, plain(candidate)))
                .min(Comparator.comparingInt(candidate -> edits(wanted, plain(candidate))));
    }

    private static boolean near(String wanted, String candidate) {
        int length = Math.max(wanted.length(), candidate.length());
        int edits = edits(wanted, candidate);
        return edits <= Math.max(1, length / 3) && (edits < length || edits == 0);
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** Letters to put in, leave out, replace, or swap with the next; three rows of the table at a time. */
    private static int edits(String from, String to) {
        int[] aboveThat = new int[to.length() + 1];
        int[] above = new int[to.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    row[j] = Math.min(row[j], aboveThat[j - 2] + 1);
                }
            }
            aboveThat = above;
            above = row;
        }
        return above[to.length()];
    }
}
