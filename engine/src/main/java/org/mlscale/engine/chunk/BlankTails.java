package org.mlscale.engine.chunk;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blanks between a closing quote and the end of its cell, as in {@code "yes" ,5}. To a person they are padding; Commons CSV, which is told to take other text there for a
 * part of the cell, takes them for one too. Here they are taken away again.
 */
final class BlankTails {
    private final String text;
    private final Dialect dialect;
    private Optional<Matcher> cells =
            Optional.empty(); // made for the first that may need it, of which most chunks have none

    /** Of the records of {@code text}. */
    BlankTails(String text, Dialect dialect) {
        this.text = text;
        this.dialect = dialect;
    }

    /** A cell with what ends it; its group is what stands behind a closing quote. */
    private static Pattern cell(char separator, char quote) {
        String s = "\\x{%x}".formatted((int) separator);
        String q = "\\x{%x}".formatted((int) quote);
        String cell = "[\\p{javaWhitespace}&&[^S\\r"
                + "\\n"
                + "]]*+(?:Q[^Q]*+(?:QQ[^Q]*+)*+Q([^S\\r"
                + "\\n"
                + "]*+)|[^S\\r"
                + "\\n"
                + "]*+)(?:S|\\r"
                + "\\n"
                + "?|\\n"
                + "|\\z)";
        return Pattern.compile(cell.replace("S", s).replace("Q", q));
    }

    /** {@code record}, which Commons CSV found at {@code start}, without them. */
    String[] without(String[] record, int start) {
        if (dialect.quote().isPresent() && endsInBlank(record)) {
            Matcher cell = cells.orElseGet(
                    () -> cell(dialect.separator(), dialect.quote().get()).matcher(text));
            cells = Optional.of(cell.region(start, text.length()));
            for (int i = 0; i < record.length && cell.lookingAt(); i++) {
                String tail = cell.group(1);
                if (tail != null && tail.isBlank()) {
                    record[i] = record[i].substring(0, record[i].length() - tail.length());
                }
                cell.region(cell.end(), text.length());
            }
        }
        return record;
    }

    /** Only a cell with quotes can. */
    private static boolean endsInBlank(String[] record) {
        for (String cell : record) {
            if (!cell.isEmpty() && Character.isWhitespace(cell.charAt(cell.length() - 1))) {
                return true;
            }
        }
        return false;
    }
}
