package org.mlscale.engine.schema;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.fault.Fault;

/** Decides what each column is: first from the head of the table, then from all of it. Pure functions; no state. */
public final class Typing {
    /** The share of cells of a number column that may be something else; they become missing. */
    static final double MISFITS_MAX = 0.001;

    /** A target of so few different numbers in the head is read as words, so that it may turn out to be classes. */
    private static final int CLASS_NUMBERS_MAX = 20;

    /** Numbers whose median is so many times their range away from 0 are taken past it: nearer, they lose two of 24 bits at most. */
    private static final double FAR = 4;

    /** More classes than this are a mistake. */
    private static final int CLASSES_MAX = 1000;

    /** Words that come again in a smaller share of the cells than this make text, not a category. */
    private static final double KEY_CELLS_MIN = 0.01;

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
            List<String> names,
            List<String[]> sample,
            Roles roles,
            List<Integer> targetIndices,
            MissingTokens missing,
            DecimalSign decimal) {
        return IntStream.range(0, names.size())
                .mapToObj(column -> {
                    List<String> cells = sample.stream()
                            .map(row -> row[column])
                            .filter(cell -> !missing.holds(cell))
                            .toList();
                    double[] numbers =
                            cells.stream().mapToDouble(decimal::parse).toArray();
                    if (targetIndices.contains(column)) {
                        return provisionalTarget(numbers, roles.task());
                    }
                    return roles.unused(names.get(column))
                            .<CellKind>map(
                                    why -> why == Column.Why.WEIGHT ? new CellKind.Numeric(0) : new CellKind.Skip())
                            .orElseGet(() -> provisional(roles.wish(names.get(column)), cells, numbers));
                })
                .toList();
    }

    private static CellKind provisional(Wish wish, List<String> cells, double[] numbers) {
        return switch (wish) {
            case Wish.Words _ -> new CellKind.Word();
            case Wish.Numbers _ -> new CellKind.Numeric(pivot(numbers));
            case Wish.Date(DateOrder order) -> new CellKind.Time(order);
            case Wish.Any(List<DateOrder> orders) ->
                kind(numbers) instanceof CellKind.Numeric number
                        ? number
                        : DateTyping.provisional(cells, orders).orElseGet(CellKind.Word::new);
        };
    }

    private static CellKind provisionalTarget(double[] numbers, Roles.Task task) {
        boolean many = Arrays.stream(numbers).distinct().count() > CLASS_NUMBERS_MAX;
        return task == Roles.Task.CLASSIFICATION || !many ? new CellKind.Word() : kind(numbers);
    }

    /** A number if all but a few of the sample's cells are, NaN being none; its pivot is the median. */
    private static CellKind kind(double[] numbers) {
        long count =
                Arrays.stream(numbers).filter(number -> !Double.isNaN(number)).count();
        return count > 0 && count >= 0.99 * numbers.length ? new CellKind.Numeric(pivot(numbers)) : new CellKind.Word();
    }

    /**
     * What is taken from the numbers of a column before they become float32: their median, if they lie so far from 0 that a float would tell fewer of them apart, as
     * those of one day's epoch seconds do; else 0, which keeps them as they are. NaN is left out.
     */
    private static double pivot(double[] numbers) {
        double[] sorted = Arrays.stream(numbers)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return 0;
        }
        double median = sorted[sorted.length / 2];
        double range = sorted[sorted.length - 1] - sorted[0];
        return Math.abs(median) > FAR * range ? median : 0;
    }

    /** True if the target's words are classes rather than numbers that happen to be read as words. */
    public static boolean classes(Words words, Roles.Task task) {
        return switch (task) {
            case CLASSIFICATION -> true;
            case REGRESSION -> false;
            case AUTO -> {
                Labels labels = Labels.of(words);
                yield !labels.numbers() || labels.labels().size() == 2 || countUp(labels.labels(), words);
            }
        };
    }

    /** True for 0, 1, 2, … or 1, 2, 3, … without a gap: codes, not a quantity. */
    private static boolean countUp(List<String> numbers, Words words) {
        double first = numbers.isEmpty() ? -1 : words.number(numbers.getFirst());
        return (first == 0 || first == 1)
                && numbers.size() <= CLASS_NUMBERS_MAX
                && IntStream.range(0, numbers.size()).allMatch(i -> words.number(numbers.get(i)) == first + i);
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
            case Tally.Times times -> DateTyping.column(name, ((CellKind.Time) kind).order(), times);
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
        return number(name, pivot, moments, tally.missing() + tally.misfits());
    }

    /** {@code moments}: of the numbers past {@code pivot}, not all alike. */
    static Column.Numeric number(String name, double pivot, Moments moments, long missing) {
        return new Column.Numeric(
                name,
                pivot,
                pivot + moments.mean(),
                moments.deviation(),
                sum(pivot, moments.min()),
                sum(pivot, moments.max()),
                missing);
    }

    /** A cell and what was taken from it before it became float32; what is less than the rounding of that is 0. */
    private static double sum(double pivot, double cell) {
        double sum = pivot + cell;
        return Math.abs(sum) < Math.ulp((float) pivot) ? 0 : sum;
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
        if (inKeys < KEY_CELLS_MIN * words.count()) {
            return new Column.Unused(name, Column.Why.ALL_DIFFERENT);
        }
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
            case Tally.Skipped _, Tally.Times _ ->
                throw new IllegalArgumentException("target \"%s\" was not read as one".formatted(name));
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
                        sum(pivot, moments.min()),
                        sum(pivot, moments.max()));
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
        if (words.different() > CLASS_NUMBERS_MAX && 2L * words.different() > words.count()) {
            throw Fault.data(
                    "target \"%s\" has %,d different words in %,d rows: most classes would have one row"
                            .formatted(name, words.different(), words.count()),
                    "--target COL names another column; if they are numbers, write them without separators of"
                            + " thousands");
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
