package org.mlscale.engine.schema;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.DecimalSign;

/** What is to be predicted, as data. */
public sealed interface Target {
    String name();

    /**
     * A number, learned as {@code (y - mean) / scale}.
     *
     * @param pivot what is subtracted in double before a cell becomes float32
     * @param scale standard deviation in training, above 0
     */
    record Numeric(String name, double pivot, double mean, double scale, double min, double max) implements Target {
        /** The number that the net's output stands for. */
        public double decode(float output) {
            return mean + scale * output;
        }
    }

    /**
     * One of several classes, learned as its index.
     *
     * @param labels as the table writes them, at least two; numbers ascending, else in the order of their code points
     * @param counts rows of each in training
     */
    record Classes(String name, List<String> labels, List<Long> counts) implements Target {
        public Classes {
            labels = List.copyOf(labels);
            counts = List.copyOf(counts);
            if (labels.size() < 2 || labels.size() != counts.size()) {
                throw new IllegalArgumentException("%d labels, %d counts".formatted(labels.size(), counts.size()));
            }
        }

        /** The class that a cell names: letter by letter, or as the same number where all labels are numbers, written with {@code decimal}. */
        public OptionalInt indexOf(String word, DecimalSign decimal) {
            int exact = labels.indexOf(word);
            if (exact >= 0) {
                return OptionalInt.of(exact);
            }
            double number = decimal.parse(word);
            boolean numbers = labels.stream().noneMatch(label -> Double.isNaN(decimal.parse(label)));
            return numbers
                    ? IntStream.range(0, labels.size())
                            .filter(i -> decimal.parse(labels.get(i)) == number)
                            .findFirst()
                    : OptionalInt.empty();
        }

        /** The share of each class in training. */
        public double[] shares() {
            double total = counts.stream().mapToLong(Long::longValue).sum();
            return counts.stream().mapToDouble(count -> count / total).toArray();
        }
    }
}
