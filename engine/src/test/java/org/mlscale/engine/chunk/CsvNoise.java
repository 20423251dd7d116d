package org.mlscale.engine.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Random tables as text, with all that makes CSV hard; and plain noise of the characters that mean something. */
record CsvNoise(Dialect dialect, int columnCount, String text) {
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
    private static final List<Optional<Character>> QUOTES =
            List.of(Optional.of('"'), Optional.of('"'), Optional.of('\''), Optional.empty());
    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
    private static final List<String> WORDS =
            List.of("a", "Bc", "1", "-2.5e3", "", "", "é", "漢字", "😀", "NA", "x y", "#", "\\", "z\u00a0");
    private static final List<String> SPACES = List.of(" ", "  ", "\t", "\f", "\u000b", "\u3000", "\u2003");

    /** A table of so many records, all of one width but a few. */
    static CsvNoise table(SplittableRandom random, int recordCount) {
        Dialect dialect =
                new Dialect(pick(random, SEPARATORS), pick(random, QUOTES), random.nextBoolean(), DecimalSign.POINT);
        int columnCount = 1 + random.nextInt(4);
        boolean mixed = random.nextInt(4) == 0;
        String usual = pick(random, LINE_ENDS);
        StringBuilder text = new StringBuilder();
        if (dialect.header()) {
            text.append(header(dialect, columnCount)).append(usual);
        }
        for (int i = 0; i < recordCount; i++) {
            String lineEnd = mixed ? pick(random, LINE_ENDS) : usual;
            text.append(record(random, dialect, columnCount));
            if (i < recordCount - 1 || random.nextBoolean()) {
                text.append(lineEnd);
            }
        }
        return new CsvNoise(dialect, columnCount, text.toString());
    }

    /** A few characters that all mean something, in any order. */
    static CsvNoise noise(SplittableRandom random) {
        Dialect dialect = new Dialect(pick(random, SEPARATORS), pick(random, QUOTES), false, DecimalSign.POINT);
        String quote = dialect.quote().map(String::valueOf).orElse("\"");
        List<String> alphabet = new ArrayList<>(List.of(quote, quote, quote, "\n", "\r", "\r\n", "a", " "));
        alphabet.addAll(List.of(
                String.valueOf(dialect.separator()),
                String.valueOf(dialect.separator()),
                pick(random, SPACES),
                pick(random, WORDS)));
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(24);
        for (int i = 0; i < length; i++) {
            text.append(pick(random, alphabet));
        }
        return new CsvNoise(dialect, 1 + random.nextInt(3), text.toString());
    }

    static List<String> names(int columnCount) {
        return java.util.stream.IntStream.range(0, columnCount)
                .mapToObj(i -> "name " + i)
                .toList();
    }

    private static String header(Dialect dialect, int columnCount) {
        return String.join(String.valueOf(dialect.separator()), names(columnCount));
    }

    private static String record(SplittableRandom random, Dialect dialect, int columnCount) {
        if (random.nextInt(12) == 0) {
            return random.nextBoolean() ? "" : "  ";
        }
        int count = random.nextInt(15) == 0 ? columnCount + random.nextInt(3) - 1 : columnCount;
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cells.add(padding(random, dialect) + cell(random, dialect) + padding(random, dialect));
        }
        return String.join(String.valueOf(dialect.separator()), cells);
    }

    private static String padding(SplittableRandom random, Dialect dialect) {
        String spaces = random.nextInt(5) == 0 ? pick(random, SPACES) : "";
        return spaces.equals(String.valueOf(dialect.separator())) ? "" : spaces;
    }

    private static String cell(SplittableRandom random, Dialect dialect) {
        String word = pick(random, WORDS);
        if (dialect.quote().isEmpty()) {
            return random.nextInt(4) == 0 ? word + "\"" : word;
        }
        String quote = String.valueOf(dialect.quote().get());
        return switch (random.nextInt(9)) {
            case 0 -> quote + word + quote;
            case 1 -> quote + word + quote + quote + pick(random, WORDS) + quote;
            case 2 -> quote + word + dialect.separator() + pick(random, WORDS) + quote;
            case 3 -> quote + word + pick(random, LINE_ENDS) + pick(random, WORDS) + quote;
            case 4 ->
                quote + pick(random, LINE_ENDS) + quote + quote + dialect.separator() + pick(random, LINE_ENDS) + quote;
            case 5 -> quote + word + quote + "after" + pick(random, WORDS);
            case 6 -> "5" + quote + " pipe";
            default -> word;
        };
    }

    private static <T> T pick(SplittableRandom random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
