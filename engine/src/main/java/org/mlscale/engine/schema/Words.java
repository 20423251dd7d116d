package org.mlscale.engine.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlscale.engine.chunk.DecimalSign;

/**
 * The different words of a column with their counts. A set: the order in which chunks are merged does not show.
 *
 * <p>Beyond {@link #DIFFERENT_MAX} different words it keeps none and only counts: such a column is text or numbers, not a category.
 */
public final class Words {
    static final int DIFFERENT_MAX = 1 << 20;

    private final DecimalSign decimal;
    private final Map<String, Long> counts = new HashMap<>();
    private long cells;
    private long numbers;
    private double smallest = Double.POSITIVE_INFINITY;
    private DateFits dates = DateFits.NONE;
    private boolean tooMany;

    /** {@code decimal}: how the column's table writes numbers. */
    public Words(DecimalSign decimal) {
        this.decimal = decimal;
    }

    public void add(String word, long count) {
        double number = number(word);
        cells += count;
        if (!Double.isNaN(number)) {
            numbers += count;
            smallest = Math.min(smallest, number);
        }
        dates = dates.plus(word, count);
        keep(word, count);
    }

    void add(Words later) {
        cells += later.cells;
        numbers += later.numbers;
        smallest = Math.min(smallest, later.smallest);
        dates = dates.plus(later.dates);
        if (later.tooMany) {
            tooMany = true;
            counts.clear();
        }
        later.counts.forEach(this::keep);
    }

    private void keep(String word, long count) {
        if (!tooMany) {
            counts.merge(word, count, Long::sum);
            if (counts.size() > DIFFERENT_MAX) {
                tooMany = true;
                counts.clear();
            }
        }
    }

    /** True if there were more different words than anybody would call categories. */
    public boolean tooMany() {
        return tooMany;
    }

    public int different() {
        return counts.size();
    }

    /** How many different words come {@code atLeast} times. */
    long different(long atLeast) {
        return counts.values().stream().filter(count -> count >= atLeast).count();
    }

    /** How many cells hold a word. */
    public long count() {
        return cells;
    }

    public long count(String word) {
        return counts.getOrDefault(word, 0L);
    }

    /** By falling count, then by code points. */
    public List<String> byCount() {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many cells hold a number. */
    public long numbers() {
        return numbers;
    }

    /** How many cells hold a date, by its order. */
    DateFits dates() {
        return dates;
    }

    /** How many cells hold a date in {@code order}. */
    public long dates(DateOrder order) {
        return dates.of(order);
    }

    /** The number that comes most often, the first by code points among equals; the smallest where there are too many different ones. */
    public Optional<Double> usualNumber() {
        if (tooMany) {
            return numbers > 0 ? Optional.of(smallest) : Optional.empty();
        }
        return byCount().stream()
                .map(this::number)
                .filter(number -> !Double.isNaN(number))
                .findFirst();
    }

    /** The number that {@code word} writes; NaN if it is none. */
    double number(String word) {
        return decimal.parse(word);
    }
}
