package org.mlscale.engine.chunk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.RandomCsv.Feature;

/** Writes one random table, and what must be read of it. */
final class RandomTable {
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

    RandomTable(SplittableRandom random) {
        this.random = random;
        char separator = pick(SEPARATORS);
        DecimalSign decimal = separator != ',' && random.nextInt(3) == 0 ? DecimalSign.COMMA : DecimalSign.POINT;
        this.dialect = new Dialect(separator, pick(QUOTES), random.nextBoolean(), decimal);
        this.contents = new RandomCells(random, decimal, features);
        this.lineEnds = random.nextInt(4) == 0 ? LINE_ENDS : List.of(pick(LINE_ENDS));
        int count = 1 + random.nextInt(1 << random.nextInt(1, 6));
        this.columns = IntStream.range(0, count)
                .mapToObj(_ -> pick(List.of(RandomCells.Kind.values())))
                .toList();
    }

    RandomCsv table(int recordCount) {
        List<String> names = IntStream.range(0, columns.size())
                .mapToObj(i -> i % 3 == 2 && dialect.quote().isPresent() ? "name" + dialect.separator() + i : "n " + i)
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
        if (random.nextInt(16) == 0) {
            has(Feature.BYTE_ORDER_MARK);
            text.insert(0, '\uFEFF');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return new RandomCsv(dialect, names, bytes, Optional.of(List.copyOf(records)), features);
    }

    RandomCsv noise() {
        has(Feature.NOISE);
        String quote = String.valueOf(dialect.quote().orElse('"'));
        List<String> alphabet = List.of(
                quote, quote, quote, "\n", "\r", "\r\n", "a", " ", separator(), separator(), blanks(), contents.word());
        for (int left = 1 + random.nextInt(24); left > 0; left--) {
            text.append(pick(alphabet));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        List<String> names = ColumnNames.numbered(0, 1 + random.nextInt(3));
        return new RandomCsv(dialect.withHeader(false), names, bytes, Optional.empty(), features);
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
        String blanks = "";
        if (random.nextInt(8) == 0) {
            has(Feature.DATA_AFTER_QUOTE);
            after = pick(List.of("x", " x ", "  y", "5"));
        } else if (random.nextInt(8) == 0) {
            has(Feature.BLANKS_AFTER_QUOTE);
            blanks = blanks();
        }
        cells.add(inside + after);
        return padding() + quoted(inside.toString()) + after + blanks;
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
        return blanks();
    }

    private String blanks() {
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
