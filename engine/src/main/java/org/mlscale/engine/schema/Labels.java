package org.mlscale.engine.schema;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels that the words of a target make, in order, with their counts.
 *
 * <p>Words that are numbers but for a few misfits make one label a number, written as it is written most often: 1 and 1.0 are one class. The
 * misfits are no label; rows that have them have no target.
 */
record Labels(List<String> labels, List<Long> counts, boolean numbers) {
    static Labels of(Words words) {
        boolean numbers = words.count() > 0 && words.numbers() >= (1 - Typing.MISFITS_MAX) * words.count();
        return numbers ? ofNumbers(words) : ofWords(words);
    }

    private static Labels ofWords(Words words) {
        List<String> labels = words.byCount().stream().sorted().toList();
        return new Labels(labels, labels.stream().map(words::count).toList(), false);
    }

    /** One pass: what is read as words here may turn out to be a million different numbers. */
    private static Labels ofNumbers(Words words) {
        SortedMap<Double, String> commonest = new TreeMap<>();
        SortedMap<Double, Long> counts = new TreeMap<>();
        for (String word : words.byCount()) {
            double number = words.number(word) + 0.0; // -0 is 0
            if (!Double.isNaN(number)) {
                commonest.putIfAbsent(number, word);
                counts.merge(number, words.count(word), Long::sum);
            }
        }
        return new Labels(List.copyOf(commonest.values()), List.copyOf(counts.values()), true);
    }
}
