package org.mlscale.engine.schema;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.Numbers;
import org.mlscale.engine.fault.Fault;

/** Decides what each column is: first from the head of the table, then from all of it. Pure functions; no state. */
public final class Typing {
    /** The share of cells of a number column that may be something else; they become missing. */
    static final double MISFITS_MAX = 0.001;

    /** A target of so few different numbers in the head is read as words, so that it may turn out to be classes. */
    private static final int CLASS_NUMBERS_MAX = 20;

    /** More classes than this are a mistake. */
    private static final int CLASSES_MAX = 1000;

    /** Up to so many keys a word has an input each; the words of a column with more are embedded. */
    static final int ONE_HOT_MAX = 256;

    /** So many words have a vector, over all columns: their params are summed and moved in every step, whichever words are in its rows. */
    public static final int VECTORS_MAX = 1 << 16;

    /** A word that comes less often is not a key, nor has a vector. */
    private static final long RARE = 3;

    private static final long FEW_ROWS = 500;

    private Typing() {}

    /** What the head tells. A column that is empty there is read as words: nothing is lost, numbers are found later. */
    public static List<CellKind> provisional(
            List<String> names, List<String[]> sample, Roles roles, int targetIndex, MissingTokens missing) {
        return IntStream.range(0, names.size())
                .mapToObj(column -> {
                    double[] numbers = numbers(sample, column, missing);
                    if (column == targetIndex) {
                        return provisionalTarget(numbers, roles.task());
                    }
                    return roles.unused(names.get(column))
                            .<CellKind>map(
                                    why -> why == Column.Why.WEIGHT ? new CellKind.Numeric(0) : new CellKind.Skip())
                            .orElseGet(() -> roles.categorical().contains(names.get(column))
                                    ? new CellKind.Word()
                                    : kind(numbers));
                })
                .toList();
    }

    private static CellKind provisionalTarget(double[] numbers, Roles.Task task) {
        boolean many = Arrays.stream(numbers).distinct().count() > CLASS_NUMBERS_MAX;
        return task == Roles.Task.CLASSIFICATION || !many ? new CellKind.Word() : kind(numbers);
    }

    /** The sample's cells that are not missing; NaN where one is no number. */
    private static double[] numbers(List<String[]> sample, int column, MissingTokens missing) {
        return sample.stream()
                .map(row -> row[column])
                .filter(cell -> !missing.holds(cell))
                .mapToDouble(Numbers::parse)
                .toArray();
    }

    /** A number if all but a few are; its pivot is the median. */
    private static CellKind kind(double[] numbers) {
        double[] sorted = Arrays.stream(numbers)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
        boolean mostly = sorted.length > 0 && sorted.length >= 0.99 * numbers.length;
        return mostly ? new CellKind.Numeric(sorted[sorted.length / 2]) : new CellKind.Word();
    }

    /** What all cells tell of an input column, or of a target that may be a number. */
    public static CellKind verdict(CellKind provisional, Tally tally, boolean categorical) {
        return switch (tally) {
            case Tally.Skipped _ -> provisional;
            case Tally.Numbers numbers ->
                numbers.misfits() <= MISFITS_MAX * numbers.present() ? provisional : new CellKind.Word();
            case Tally.Vocabulary vocabulary -> {
                Words words = vocabulary.words();
                boolean number =
                        !categorical && words.numbers() > 0 && words.numbers() >= (1 - MISFITS_MAX) * words.count();
                yield number ? new CellKind.Numeric(words.usualNumber().orElseThrow()) : provisional;
            }
        };
    }

    /** True if the target's words are classes rather than numbers that happen to be read as words. */
    public static boolean classes(Words words, Roles.Task task) {
        return switch (task) {
            case CLASSIFICATION -> true;
            case REGRESSION -> false;
            case AUTO -> {
                Labels labels = Labels.of(words);
                yield !labels.numbers() || labels.labels().size() == 2 || countUp(labels.labels());
            }
        };
    }

    /** True for 0, 1, 2, … or 1, 2, 3, … without a gap: codes, not a quantity. */
    private static boolean countUp(List<String> numbers) {
        double first = numbers.isEmpty() ? -1 : Numbers.parse(numbers.getFirst());
        return (first == 0 || first == 1)
                && numbers.size() <= CLASS_NUMBERS_MAX
                && IntStream.range(0, numbers.size()).allMatch(i -> Numbers.parse(numbers.get(i)) == first + i);
    }

    /**
     * Which words of a column with many are keys.
     *
     * @param wordsMax not more words than that have a vector
     * @param rowsMin rows that a word must come in to be a key, with a vector or with an input of its own
     */
    public record Vectors(int wordsMax, long rowsMin) {
        /** For a column of few words. */
        public static final Vectors NONE = new Vectors(0, 0);
    }

    /** True for a column of words that are too many to have an input each. */
    public static boolean manyWords(Tally tally) {
        return tally instanceof Tally.Vocabulary vocabulary
                && vocabulary.words().different(RARE) > ONE_HOT_MAX;
    }

    /** The input column that {@code tally}, of all cells, makes. */
    public static Column column(String name, CellKind kind, Tally tally, long rowCount, Vectors vectors) {
        return switch (tally) {
            case Tally.Skipped _ -> throw new IllegalArgumentException("column \"%s\" was not read".formatted(name));
            case Tally.Numbers numbers -> numeric(name, ((CellKind.Numeric) kind).pivot(), numbers);
            case Tally.Vocabulary vocabulary -> category(name, vocabulary, rowCount, vectors);
        };
    }

    /** The same without vectors. */
    static Column column(String name, CellKind kind, Tally tally, long rowCount) {
        return column(name, kind, tally, rowCount, Vectors.NONE);
    }

    private static Column numeric(String name, double pivot, Tally.Numbers tally) {
        Moments moments = tally.moments();
        if (moments.count() == 0) {
            return new Column.Unused(name, Column.Why.EMPTY);
        }
        if (!(moments.deviation() > 0)) {
            return new Column.Unused(name, Column.Why.CONSTANT);
        }
        return new Column.Numeric(
                name,
                pivot,
                pivot + moments.mean(),
                moments.deviation(),
                pivot + moments.min(),
                pivot + moments.max(),
                tally.missing() + tally.misfits());
    }

    private static Column category(String name, Tally.Vocabulary tally, long rowCount, Vectors vectors) {
        Words words = tally.words();
        if (!words.tooMany() && words.different() == 0) {
            return new Column.Unused(name, Column.Why.EMPTY);
        }
        if (words.different() == 1 && tally.missing() == 0) {
            return new Column.Unused(name, Column.Why.CONSTANT);
        }
        List<String> byCount = words.byCount();
        long rowsMin = Math.max(rowCount < FEW_ROWS ? 2 : RARE, vectors.rowsMin());
        List<String> withVector = keys(byCount, words, rowsMin, vectors.wordsMax());
        boolean embedded = withVector.size() > ONE_HOT_MAX;
        List<String> keys = embedded ? withVector : keys(byCount, words, rowsMin, ONE_HOT_MAX);
        if (keys.isEmpty()) {
            return new Column.Unused(name, manyWords(tally) ? Column.Why.TELLS_NOTHING : Column.Why.ALL_DIFFERENT);
        }
        long inKeys = keys.stream().mapToLong(words::count).sum();
        return new Column.Category(name, keys, words.count() - inKeys, tally.missing(), embedded);
    }

    private static List<String> keys(List<String> byCount, Words words, long rareBelow, int keysMax) {
        return byCount.stream()
                .limit(keysMax)
                .takeWhile(word -> words.count(word) >= rareBelow)
                .toList();
    }

    /**
     * The target that {@code tally}, of all rows, makes.
     *
     * @throws Fault DATA if there is nothing to learn from it, or it is no number where one was asked for
     */
    public static Target target(String name, CellKind kind, Tally tally, Roles.Task task) {
        return switch (tally) {
            case Tally.Skipped _ -> throw new IllegalArgumentException("target \"%s\" was not read".formatted(name));
            case Tally.Numbers numbers -> {
                Moments moments = numbers.moments();
                if (moments.count() == 0) {
                    throw Fault.data(
                            "target \"%s\" has no value in any row".formatted(name),
                            "--target COL names another column");
                }
                if (!(moments.deviation() > 0)) {
                    throw Fault.data(
                            "target \"%s\" is the same number in all rows".formatted(name),
                            "--target COL names another column");
                }
                double pivot = ((CellKind.Numeric) kind).pivot();
                yield new Target.Numeric(
                        name,
                        pivot,
                        pivot + moments.mean(),
                        moments.deviation(),
                        pivot + moments.min(),
                        pivot + moments.max());
            }
            case Tally.Vocabulary vocabulary -> classes(name, vocabulary.words(), task);
        };
    }

    private static Target classes(String name, Words words, Roles.Task task) {
        if (task == Roles.Task.REGRESSION && words.count() > words.numbers()) {
            throw Fault.data(
                    "target \"%s\" is not a number: %,d of %,d cells are words"
                            .formatted(name, words.count() - words.numbers(), words.count()),
                    "--task classification, or --missing WORDS if they stand for missing cells");
        }
        if (words.tooMany() || words.different() > CLASSES_MAX) {
            throw Fault.data(
                    "target \"%s\" has more than %,d different words: too many for classes"
                            .formatted(name, CLASSES_MAX),
                    "--target COL names another column, --task regression reads it as a number");
        }
        if (words.different() == 0) {
            throw Fault.data(
                    "target \"%s\" has no value in any row".formatted(name), "--target COL names another column");
        }
        Labels labels = Labels.of(words);
        if (labels.labels().size() == 1) {
            throw Fault.data(
                    "target \"%s\" is \"%s\" in all rows: there is nothing to tell apart"
                            .formatted(name, labels.labels().getFirst()),
                    "--target COL names another column");
        }
        return new Target.Classes(name, labels.labels(), labels.counts());
    }
}
