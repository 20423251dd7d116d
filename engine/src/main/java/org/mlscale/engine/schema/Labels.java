package org.mlscale.engine.schema;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mlscale.engine.chunk.Numbers;

/**
 * The labels that the words of a target make, in order, with their counts.
 *
 * <p>Words that are numbers but for a few misfits make one label a number, written as it is written most often: 1 and 1.0 are one class. The
 * misfits are no label; rows that have them have no target.
 */
record Labels(List<String> labels, List<Long> counts, boolean numbers) {
    static Labels of(Words words) {
        boolean numbers = words.count() > 0 && words.numbers() >= (1 - Typing.MISFITS_MAX) * words.count();
        List<String> labels =
                numbers ? ofNumbers(words) : words.byCount().stream().sorted().toList();
        List<Long> counts = labels.stream()
                .map(label -> numbers ? countOf(words, Numbers.parse(label)) : words.count(label))
                .toList();
        return new Labels(labels, counts, numbers);
    }

    private static List<String> ofNumbers(Words words) {
        Map<Double, String> commonest = new TreeMap<>();
        for (String word : words.byCount()) {
            double number = Numbers.parse(word);
            if (!Double.isNaN(number)) {
                commonest.putIfAbsent(number + 0.0, word); // -0 is 0
            }
        }
        return List.copyOf(commonest.values());
    }

    private static long countOf(Words words, double number) {
        return words.byCount().stream()
                .filter(word -> Numbers.parse(word) == number)
                .mapToLong(words::count)
                .sum();
    }
}
