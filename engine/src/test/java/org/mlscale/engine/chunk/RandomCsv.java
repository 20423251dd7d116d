package org.mlscale.engine.chunk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A random table as text, by the grammar of CSV with all that makes it hard, or such a text with a few of its bytes changed. A function of the seed.
 *
 * @param names of the columns; the header has them if the dialect says that there is one
 * @param records the cells that must be read, blank lines and header left out; nothing if bytes were changed
 * @param features what is in it
 */
public record RandomCsv(
        Dialect dialect, List<String> names, byte[] text, Optional<List<List<String>>> records, Set<Feature> features) {
    /** What a text may have. */
    public enum Feature {
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
        QUOTE_INSIDE,
        LONG_CELL,
        NUMBER,
        DATE,
        MISSING,
        WORD,
        BEYOND_ASCII,
        FLIPPED,
        INSERTED,
        DELETED,
        DUPLICATED
    }

    private static final List<Feature> MUTATIONS =
            List.of(Feature.FLIPPED, Feature.INSERTED, Feature.DELETED, Feature.DUPLICATED);
    private static final Map<String, Integer> HISTOGRAM = new TreeMap<>();

    public RandomCsv {
        names = List.copyOf(names);
        count("size of %,9d bytes and more".formatted(Integer.highestOneBit(text.length)));
        features.forEach(feature -> count(feature.name()));
    }

    private static synchronized void count(String what) {
        HISTOGRAM.merge(what, 1, Integer::sum);
    }

    /** How many of the texts made so far have what. */
    static synchronized String histogram() {
        return HISTOGRAM.entrySet().stream()
                .map(entry -> "%,9d %s".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining("\n"));
    }

    /** A well-formed table of fewer than {@code recordsMax} records; some of them may be ragged. */
    public static RandomCsv table(SplittableRandom random, int recordsMax) {
        return new Writer(random).table(random.nextInt(recordsMax));
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
                default -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            };
        }
        return new RandomCsv(dialect, names, bytes, Optional.empty(), changed);
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
            'x'
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

    /** Writes one table. */
    private static final class Writer {
        private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
        private static final List<Optional<Character>> QUOTES =
                List.of(Optional.of('"'), Optional.of('"'), Optional.of('\''), Optional.empty());
        private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
        private static final List<String> PADDINGS = List.of(" ", "  ", "\t", "\f", "\u000b", "\u001c", " \t ");
        private static final List<String> WIDE_PADDINGS = List.of("\u3000", "\u2003 ", "\u2028", "\u1680", "\u205f");

        private final SplittableRandom random;
        private final RandomCells contents;
        private final Dialect dialect;
        private final List<String> lineEnds;
        private final List<RandomCells.Kind> columns;
        private final Set<Feature> features = EnumSet.noneOf(Feature.class);
        private final StringBuilder text = new StringBuilder();
        private final List<List<String>> records = new ArrayList<>();

        Writer(SplittableRandom random) {
            this.random = random;
            char separator = pick(SEPARATORS);
            DecimalSign decimal = separator != ',' && random.nextInt(3) == 0 ? DecimalSign.COMMA : DecimalSign.POINT;
            this.dialect = new Dialect(separator, pick(QUOTES), random.nextBoolean(), decimal);
            this.contents = new RandomCells(random, decimal);
            this.lineEnds = random.nextInt(4) == 0 ? LINE_ENDS : List.of(pick(LINE_ENDS));
            int count = 1 + random.nextInt(1 << random.nextInt(1, 6));
            this.columns = IntStream.range(0, count)
                    .mapToObj(_ -> pick(List.of(RandomCells.Kind.values())))
                    .toList();
        }

        RandomCsv table(int recordCount) {
            List<String> names = IntStream.range(0, columns.size())
                    .mapToObj(i ->
                            i % 3 == 2 && dialect.quote().isPresent() ? "name" + dialect.separator() + i : "n " + i)
                    .toList();
            if (dialect.header()) {
                has(Feature.HEADER);
                for (int blanks = random.nextInt(8) / 6; blanks > 0; blanks--) {
                    end("", pick(lineEnds));
                }
                String header = names.stream()
                        .map(name -> name.startsWith("name") ? quoted(name) : name)
                        .collect(Collectors.joining(separator()));
                end(header, recordCount == 0 && random.nextBoolean() ? "" : pick(lineEnds));
            }
            for (int i = 0; i < recordCount; i++) {
                record(i == recordCount - 1 && random.nextBoolean());
            }
            if (columns.size() > 1) {
                records.removeIf(List.of("")::equals);
            }
            describe();
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return new RandomCsv(dialect, names, bytes, Optional.of(List.copyOf(records)), features);
        }

        private void describe() {
            has(lineEnds.size() > 1, Feature.MIXED_LINE_ENDS);
            has(lineEnds.equals(List.of("\n")), Feature.LINE_FEED);
            has(lineEnds.equals(List.of("\r")), Feature.CARRIAGE_RETURN);
            has(lineEnds.equals(List.of("\r\n")), Feature.BOTH);
            has(records.isEmpty(), Feature.NO_RECORD);
            has(columns.size() == 1, Feature.ONE_COLUMN);
            has(columns.size() > 16, Feature.MANY_COLUMNS);
            has(dialect.quote().isEmpty(), Feature.NO_QUOTE);
            has(dialect.decimal() == DecimalSign.COMMA, Feature.DECIMAL_COMMA);
            has(text.chars().anyMatch(c -> c > 0x7f), Feature.BEYOND_ASCII);
        }

        /** {@code open}: the last one, which does not end with its line. */
        private void record(boolean open) {
            String lineEnd = open ? "" : pick(lineEnds);
            if (random.nextInt(12) == 0 && !open) {
                boolean empty = random.nextBoolean();
                has(empty ? Feature.BLANK_LINE : Feature.LINE_OF_BLANKS);
                end(empty ? "" : dialect.separator() == '\t' ? "   " : " \t ", lineEnd);
                records.add(List.of(""));
                return;
            }
            List<RandomCells.Kind> kinds = new ArrayList<>(columns);
            if (random.nextInt(15) == 0) {
                has(Feature.RAGGED);
                if (random.nextBoolean()) {
                    kinds.add(RandomCells.Kind.WORD);
                } else {
                    kinds.removeLast();
                }
            }
            List<String> cells = new ArrayList<>();
            List<String> written = new ArrayList<>();
            for (RandomCells.Kind kind : kinds) {
                written.add(cell(kind, cells));
            }
            if (random.nextInt(25) == 0) {
                has(Feature.TRAILING_SEPARATOR);
                cells.add("");
                written.add("");
            }
            String whole = String.join(separator(), written);
            if (whole.isEmpty() && (open || kinds.isEmpty())) {
                return; // not even a blank line
            }
            has(open, Feature.NO_FINAL_LINE_END);
            end(whole, lineEnd);
            records.add(List.copyOf(cells));
        }

        private void end(String record, String lineEnd) {
            boolean wouldJoin = record.isEmpty() && lineEnd.startsWith("\n") && !text.isEmpty();
            text.append(record).append(wouldJoin && text.charAt(text.length() - 1) == '\r' ? "\r" : lineEnd);
        }

        /** Returns what is written and adds what is to be read. */
        private String cell(RandomCells.Kind kind, List<String> cells) {
            String content = contents.cell(kind);
            has(content.isEmpty(), Feature.EMPTY_CELL);
            has(content.length() > 200, Feature.LONG_CELL);
            has(Feature.valueOf(kind.name()));
            if (dialect.quote().isPresent() && random.nextInt(4) == 0) {
                return quotedCell(content, cells);
            }
            String plain = plain(content);
            if (random.nextInt(12) == 0 && !plain.isEmpty()) {
                has(Feature.QUOTE_INSIDE);
                plain += dialect.quote().orElse('"') + "x";
            }
            cells.add(plain);
            return padding() + plain + padding();
        }

        /** {@code content} without what only quotes can hold. */
        private String plain(String content) {
            return content.replace(separator(), "").strip();
        }

        private String quotedCell(String content, List<String> cells) {
            has(Feature.QUOTED);
            StringBuilder inside = new StringBuilder(content);
            if (random.nextInt(3) == 0) {
                has(Feature.QUOTED_SEPARATOR);
                insert(inside, separator());
            }
            if (random.nextInt(4) == 0) {
                has(Feature.QUOTED_LINE_END);
                insert(inside, pick(LINE_ENDS));
            }
            if (random.nextInt(3) == 0) {
                has(Feature.DOUBLED_QUOTE);
                insert(inside, String.valueOf(dialect.quote().orElseThrow()));
            }
            String after = "";
            if (random.nextInt(8) == 0) {
                has(Feature.DATA_AFTER_QUOTE);
                after = pick(List.of("x", " ", "  y", "5"));
            }
            cells.add(inside + after);
            return padding() + quoted(inside.toString()) + after;
        }

        private void insert(StringBuilder into, String what) {
            into.insert(into.offsetByCodePoints(0, random.nextInt(into.codePointCount(0, into.length()) + 1)), what);
        }

        private String quoted(String content) {
            String quote = String.valueOf(dialect.quote().orElseThrow());
            return quote + content.replace(quote, quote + quote) + quote;
        }

        private String padding() {
            if (random.nextInt(8) > 0) {
                return "";
            }
            boolean wide = random.nextInt(3) == 0;
            has(wide ? Feature.WIDE_PADDING : Feature.PADDING);
            return pick(wide ? WIDE_PADDINGS : PADDINGS).replace(separator(), "");
        }

        private String separator() {
            return String.valueOf(dialect.separator());
        }

        private void has(Feature feature) {
            features.add(feature);
        }

        private void has(boolean it, Feature feature) {
            if (it) {
                features.add(feature);
            }
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }
    }
}
