package org.mlscale.engine.chunk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A random table as text, by the grammar of CSV with all that makes it hard, or such a text with a few of its bytes changed. A function of the seed.
 *
 * @param names of the columns; the header has them if the dialect says that there is one
 * @param records the cells that must be read, blank lines and header left out; nothing if it is noise, or bytes were changed
 * @param features what is in it
 */
public record RandomCsv(
        Dialect dialect, List<String> names, byte[] text, Optional<List<List<String>>> records, Set<Feature> features) {
    /** What a text may have. */
    public enum Feature {
        BYTE_ORDER_MARK,
        HEADER,
        NO_RECORD,
        ONE_COLUMN,
        MANY_COLUMNS,
        NO_QUOTE,
        DECIMAL_COMMA,
        LINE_FEED,
        CARRIAGE_RETURN,
        BOTH,
        MIXED_LINE_ENDS,
        NO_FINAL_LINE_END,
        BLANK_LINE,
        LINE_OF_BLANKS,
        PADDING,
        WIDE_PADDING,
        RAGGED,
        TRAILING_SEPARATOR,
        EMPTY_CELL,
        QUOTED,
        QUOTED_SEPARATOR,
        QUOTED_LINE_END,
        DOUBLED_QUOTE,
        DATA_AFTER_QUOTE,
        BLANKS_AFTER_QUOTE,
        QUOTE_INSIDE,
        LONG_CELL,
        ZEROS_IN_FRONT,
        NO_WHOLE_PART,
        NO_FRACTION,
        MANY_DIGITS,
        MANY_DECIMALS,
        EXPONENT,
        LARGE_EXPONENT,
        SMALL_NUMBER,
        THOUSANDS_IN_GROUPS,
        ANY_DOUBLE,
        TWO_DECIMALS,
        WHOLE_NUMBER,
        NEARLY_A_NUMBER,
        DATE,
        MISSING,
        WORD,
        BEYOND_ASCII,
        FLIPPED,
        INSERTED,
        DELETED,
        DUPLICATED,
        LEFT_OPEN,
        NOISE
    }

    private static final List<Feature> MUTATIONS =
            List.of(Feature.FLIPPED, Feature.INSERTED, Feature.DELETED, Feature.DUPLICATED, Feature.LEFT_OPEN);

    public RandomCsv {
        names = List.copyOf(names);
    }

    /** A well-formed table of fewer than {@code recordsMax} records; some of them may be ragged. */
    public static RandomCsv table(SplittableRandom random, int recordsMax) {
        return new RandomTable(random).table(random.nextInt(recordsMax));
    }

    /** A few characters that all mean something, in any order; it may end inside quotes. */
    public static RandomCsv noise(SplittableRandom random) {
        return new RandomTable(random).noise();
    }

    /** A text of unknown origin. If it is to have a header, its first line is that. */
    public static RandomCsv found(Dialect dialect, int columnCount, byte[] text) {
        RandomCsv numbered = new RandomCsv(
                dialect, ColumnNames.numbered(0, columnCount), text, Optional.empty(), EnumSet.noneOf(Feature.class));
        List<String> names = dialect.header() ? CsvOracle.header(numbered) : numbered.names();
        return names.isEmpty() ? numbered : new RandomCsv(dialect, names, text, Optional.empty(), numbered.features());
    }

    /** This text with one to four bytes, or runs of them, changed anywhere: it may be no UTF-8, no table, anything. */
    public RandomCsv mutated(SplittableRandom random) {
        Set<Feature> changed = EnumSet.copyOf(features);
        byte[] bytes = text;
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(bytes.length + 1);
            int end = Math.min(bytes.length, at + 1 + random.nextInt(8));
            Feature how = MUTATIONS.get(random.nextInt(MUTATIONS.size()));
            changed.add(how);
            bytes = switch (how) {
                case FLIPPED -> spliced(bytes, at, Math.min(bytes.length, at + 1), flipped(random, bytes, at));
                case INSERTED -> spliced(bytes, at, at, new byte[] {telling(random)});
                case DELETED -> spliced(bytes, at, end, new byte[0]);
                case LEFT_OPEN -> spliced(bytes, bytes.length, bytes.length, open());
                default -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            };
        }
        return new RandomCsv(dialect, names, bytes, Optional.empty(), changed);
    }

    /** A line with a quoted cell that does not end. */
    private byte[] open() {
        return "\n%c open".formatted(dialect.quote().orElse('"')).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] flipped(SplittableRandom random, byte[] bytes, int at) {
        return at == bytes.length ? new byte[0] : new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))};
    }

    /** Mostly a byte that means something. */
    private byte telling(SplittableRandom random) {
        byte[] some = {
            '\n',
            '\r',
            (byte) dialect.separator(),
            (byte) (char) dialect.quote().orElse('"'),
            ' ',
            'x',
            0
        };
        return random.nextInt(4) > 0 ? some[random.nextInt(some.length)] : (byte) random.nextInt(256);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
        byte[] spliced = new byte[bytes.length - (to - from) + instead.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(instead, 0, spliced, from, instead.length);
        System.arraycopy(bytes, to, spliced, from + instead.length, bytes.length - to);
        return spliced;
    }
}
