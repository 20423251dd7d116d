package org.mlscale.engine.chunk;

import java.util.Optional;

/**
 * How a table is written down: what separates and what quotes its cells, whether it begins with the names of its columns, and how it writes
 * fractions.
 *
 * @param quote the quoting character; inside quotes it is doubled
 */
public record Dialect(char separator, Optional<Character> quote, boolean header, DecimalSign decimal) {
    public Dialect {
        if (quote.filter(q -> q == separator).isPresent()) {
            throw new IllegalArgumentException("separator and quote are both '%c'".formatted(separator));
        }
    }

    public Dialect withHeader(boolean present) {
        return new Dialect(separator, quote, present, decimal);
    }

    Dialect withDecimal(DecimalSign sign) {
        return new Dialect(separator, quote, header, sign);
    }

    /** The separator as people name it. */
    public String separatorName() {
        return switch (separator) {
            case '\t' -> "tab";
            case ' ' -> "blank";
            default -> "\"" + separator + "\"";
        };
    }

    /** What the user said of the dialect; the rest is detected. */
    public record Wishes(
            Optional<Character> separator,
            Optional<Optional<Character>> quote,
            Optional<Boolean> header,
            Optional<DecimalSign> decimal) {
        public static final Wishes NONE =
                new Wishes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Wishes withHeader(boolean present) {
            return new Wishes(separator, quote, Optional.of(present), decimal);
        }

        public Wishes withDecimal(DecimalSign sign) {
            return new Wishes(separator, quote, header, Optional.of(sign));
        }
    }
}
