package org.mlscale.engine.chunk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;

/**
 * What the beginning of a table tells: its dialect, the names of its columns, and its first records.
 *
 * @param sample the first records, at most a thousand, header not included, each with as many cells as there are columns
 */
public record TableHead(Dialect dialect, List<String> columnNames, List<String[]> sample) {
    private static final int BYTES_MIN = 1 << 18;
    private static final int BYTES_MAX = 1 << 26;
    private static final int LINES_MIN = 20;
    private static final int SAMPLE_ROWS = 1000;
    private static final int DETECT_ROWS = 100;
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    public TableHead {
        columnNames = List.copyOf(columnNames);
        sample = List.copyOf(sample);
    }

    /**
     * Looks at the head of the first source; what {@code wishes} leaves open is detected.
     *
     * @throws Fault DATA if the input is empty or two columns have one name
     */
    public static TableHead of(Input input, Dialect.Wishes wishes) {
        Source source = input.sources().getFirst();
        String text = text(source);
        Dialect dialect = detect(text, wishes);
        List<String[]> rows = Rows.first(text, dialect, SAMPLE_ROWS + 1);
        if (text.isBlank() || rows.isEmpty()) {
            throw Fault.data("the file is empty", Location.of(source.name()), "check the file: ls -l " + source.name());
        }
        List<String> names =
                dialect.header() ? ColumnNames.of(rows.getFirst()) : ColumnNames.numbered(0, rows.getFirst().length);
        ColumnNames.twice(names).ifPresent(name -> {
            throw Fault.data(
                    "two columns are named \"%s\"".formatted(name),
                    new Location(source.name(), 1),
                    "give each column its own name in the header");
        });
        List<String[]> sample = rows.stream()
                .skip(dialect.header() ? 1 : 0)
                .filter(row -> row.length == names.size())
                .toList();
        return new TableHead(dialect, names, sample);
    }

    /** Whole lines from the beginning: 256 KiB, or as much as it takes for some lines of a table with very many columns. */
    private static String text(Source source) {
        for (int length = BYTES_MIN; ; length *= 4) {
            byte[] head = source.head(length);
            boolean whole = head.length < length;
            List<Integer> ends = IntStream.range(0, head.length)
                    .filter(i -> head[i] == '\n' || head[i] == '\r')
                    .boxed()
                    .toList();
            if (whole || ends.size() >= LINES_MIN || length >= BYTES_MAX) {
                int end = whole || ends.isEmpty() ? head.length : ends.getLast() + 1;
                return checked(source, Arrays.copyOf(head, end));
            }
        }
    }

    private static String checked(Source source, byte[] bytes) {
        String text = Rows.text(new Chunk(0, new ChunkCut(source.name(), 0, bytes.length, 1), bytes));
        if (text.indexOf('\0') >= 0) {
            throw Fault.data(
                    "this is not a table of text: it holds NUL bytes",
                    Location.of(source.name()),
                    "name a CSV file; for UTF-16 without a byte order mark: --encoding utf-16le");
        }
        return text;
    }

    private static Dialect detect(String text, Dialect.Wishes wishes) {
        Optional<Character> quote = wishes.quote().orElse(Optional.of('"'));
        char separator = wishes.separator().orElseGet(() -> separator(text, quote));
        Dialect dialect = new Dialect(separator, quote, true);
        boolean header = wishes.header().orElseGet(() -> hasHeader(Rows.first(text, dialect, DETECT_ROWS)));
        return dialect.withHeader(header);
    }

    /** The separator that gives the most records of one width, the widest among equals. */
    private static char separator(String text, Optional<Character> quote) {
        record Fit(char separator, double share, int width) {}
        return SEPARATORS.stream()
                .filter(separator -> quote.filter(separator::equals).isEmpty())
                .map(separator -> {
                    List<String[]> rows = Rows.first(text, new Dialect(separator, quote, true), DETECT_ROWS);
                    int width = rows.isEmpty() ? 1 : rows.getFirst().length;
                    long alike =
                            rows.stream().filter(row -> row.length == width).count();
                    return new Fit(separator, width == 1 ? 0 : (double) alike / rows.size(), width);
                })
                .max(Comparator.comparingDouble(Fit::share).thenComparingInt(Fit::width))
                .filter(fit -> fit.share() > 0)
                .map(Fit::separator)
                .orElse(',');
    }

    /**
     * True if the first record is no data: none of its cells is a number, and it stands above numbers; or its cells are different words, above
     * words that it does not share. Two columns of one name above numbers are a header too, to be refused as one.
     */
    private static boolean hasHeader(List<String[]> rows) {
        if (rows.isEmpty()) {
            return false;
        }
        String[] first = rows.getFirst();
        boolean named = Arrays.stream(first).noneMatch(cell -> !Double.isNaN(Numbers.parse(cell)))
                && Arrays.stream(first).filter(String::isEmpty).count() <= 1;
        if (!named || rows.size() == 1) {
            return named;
        }
        List<String[]> below =
                rows.stream().skip(1).filter(row -> row.length == first.length).toList();
        boolean aboveNumbers = IntStream.range(0, first.length)
                .anyMatch(column -> below.stream().anyMatch(row -> !Double.isNaN(Numbers.parse(row[column]))));
        boolean different = new HashSet<>(ColumnNames.of(first)).size() == first.length;
        return aboveNumbers
                || (different
                        && IntStream.range(0, first.length)
                                .allMatch(column -> !values(below, column).contains(first[column])));
    }

    private static Set<String> values(List<String[]> rows, int column) {
        Set<String> values = new HashSet<>();
        rows.forEach(row -> values.add(row[column]));
        return values;
    }
}
