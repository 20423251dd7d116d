package org.mlscale.engine.chunk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fault.Shell;

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
     * @throws Fault DATA if the input is empty, two columns have one name, or a second line of names follows
     */
    public static TableHead of(Input input, Dialect.Wishes wishes) {
        Source source = input.sources().getFirst();
        String text = text(source);
        Dialect dialect = detect(text, wishes);
        List<String[]> rows = Rows.first(text, dialect, SAMPLE_ROWS + 1);
        if (text.isBlank() || rows.isEmpty()) {
            throw Fault.data(
                    "the file is empty",
                    Location.of(source.name()),
                    "check the file: ls -l " + Shell.word(source.name()));
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
        if (dialect.header() && SecondHeader.isIn(sample, dialect.decimal())) {
            throw SecondHeader.fault(source.name(), firstLine(source, text, dialect, sample.getFirst()));
        }
        return new TableHead(dialect, names, sample);
    }

    /** Where the first row of the sample stands. */
    private static long firstLine(Source source, String text, Dialect dialect, String[] row) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Chunk chunk = Chunk.of(source.name(), bytes);
        List<Long> lines = new ArrayList<>();
        Rows.read(chunk, dialect, row.length, read -> {
            if (read instanceof Row.Good(long line, String[] cells) && Arrays.equals(cells, row)) {
                lines.add(line);
            }
        });
        return lines.getFirst();
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
        return Utf8.text(Chunk.of(source.name(), bytes));
    }

    private static Dialect detect(String text, Dialect.Wishes wishes) {
        Optional<Character> quote = wishes.quote().orElse(Optional.of('"'));
        char separator = wishes.separator().orElseGet(() -> separator(text, quote));
        Dialect plain = plain(separator, quote);
        Dialect dialect = plain.withDecimal(wishes.decimal().orElseGet(() -> decimal(text, plain)));
        boolean header =
                wishes.header().orElseGet(() -> hasHeader(Rows.first(text, dialect, DETECT_ROWS), dialect.decimal()));
        return dialect.withHeader(header);
    }

    /** The decimal sign that the numbers have. Where the comma separates, a cell with one was quoted, and is as likely to hold thousands. */
    private static DecimalSign decimal(String text, Dialect dialect) {
        return dialect.separator() == ','
                ? DecimalSign.POINT
                : votes(text, dialect).winner();
    }

    private static DecimalVotes votes(String text, Dialect dialect) {
        List<String[]> rows = Rows.first(text, dialect, SAMPLE_ROWS + 1);
        int columns = rows.isEmpty() ? 0 : rows.getFirst().length;
        List<String[]> whole = rows.stream()
                .skip(rows.size() > 1 ? 1 : 0) // the header, if there is one
                .filter(row -> row.length == columns)
                .toList();
        return DecimalVotes.of(whole, IntStream.range(0, columns).toArray());
    }

    private static Dialect plain(char separator, Optional<Character> quote) {
        return new Dialect(separator, quote, true, DecimalSign.POINT);
    }

    /**
     * The separator that gives the most records of one width, the widest among equals. Commas that another one, which fits as well, shows to be
     * decimal signs do not separate.
     */
    private static char separator(String text, Optional<Character> quote) {
        record Fit(char separator, double share, int width) {}
        List<Fit> fits = SEPARATORS.stream()
                .filter(separator -> quote.filter(separator::equals).isEmpty())
                .map(separator -> {
                    List<String[]> rows = Rows.first(text, plain(separator, quote), DETECT_ROWS);
                    int width = rows.isEmpty() ? 1 : rows.getFirst().length;
                    long alike =
                            rows.stream().filter(row -> row.length == width).count();
                    return new Fit(separator, width == 1 ? 0 : (double) alike / rows.size(), width);
                })
                .filter(fit -> fit.share() > 0)
                .toList();
        Fit best = fits.stream()
                .max(Comparator.comparingDouble(Fit::share).thenComparingInt(Fit::width))
                .orElse(new Fit(',', 0, 1));
        return fits.stream()
                .filter(fit -> best.separator() == ',' && fit.separator() != ',' && fit.share() >= best.share())
                .filter(fit -> DecimalVotes.allCommas(Rows.first(text, plain(fit.separator(), quote), DETECT_ROWS)))
                .findFirst()
                .orElse(best)
                .separator();
    }

    /**
     * True if the first record is no data: none of its cells is a number, and it stands above numbers; or its cells are different words, above
     * words that it does not share. Two columns of one name above numbers are a header too, to be refused as one.
     */
    private static boolean hasHeader(List<String[]> rows, DecimalSign decimal) {
        if (rows.isEmpty()) {
            return false;
        }
        String[] first = rows.getFirst();
        boolean named = Arrays.stream(first).noneMatch(cell -> !Double.isNaN(decimal.parse(cell)))
                && Arrays.stream(first).filter(String::isEmpty).count() <= 1;
        if (!named || rows.size() == 1) {
            return named;
        }
        List<String[]> below =
                rows.stream().skip(1).filter(row -> row.length == first.length).toList();
        boolean aboveNumbers = IntStream.range(0, first.length)
                .anyMatch(column -> below.stream().anyMatch(row -> !Double.isNaN(decimal.parse(row[column]))));
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
