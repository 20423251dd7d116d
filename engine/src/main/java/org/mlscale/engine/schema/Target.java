package org.mlscale.engine.schema;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.DecimalSign;

/** What is to be predicted, as data. */
public sealed interface Target {
    String name();

    /**
     * A number, learned as {@code (bend(y) - mean) / scale}.
     *
     * <p>What is predicted lies between the smallest and the largest number of training: where there were no rows, a net is a straight line
     * on the way to nowhere, and a logarithm overflows.
     *
     * @param pivot what is subtracted in double before a cell becomes float32
     * @param mean of the bent numbers of training
     * @param scale standard deviation of the bent numbers of training, above 0
     * @param min smallest number of training
     * @param max largest number of training
     */
    record Numeric(String name, double pivot, double mean, double scale, double min, double max, Bend bend)
            implements Target {
        public Numeric {
            if (!(scale > 0)) {
                throw new IllegalArgumentException("target \"%s\" has scale %s".formatted(name, scale));
            }
        }

        /** A number that is learned as it is. */
        public Numeric(String name, double pivot, double mean, double scale, double min, double max) {
            this(name, pivot, mean, scale, min, max, new Bend.Straight());
        }

        /** What the net learns of a cell, which is past the subtraction of the pivot. NaN stays NaN. */
        public float encode(float cell) {
            return switch (bend) {
                case Bend.Straight _ -> (float) ((cell + (pivot - mean)) / scale);
                case Bend.Log log -> (float) ((log.bent(cell + (pivot - log.from())) - mean) / scale);
            };
        }

        /** The number that the net's output stands for, as it is predicted. */
        public double decode(float output) {
            return Math.clamp(restore(output), min, max);
        }

        /** The number that is learned as {@code learned}, nothing cut off: one that is not the net's may be of no row of training. */
        public double restore(float learned) {
            return origin() + unit() * steps(learned);
        }

        /** {@code output}, or if what it stands for is cut off, what is predicted instead as it would be learned. */
        public float clip(float output) {
            double number = restore(output);
            return number < min || number > max ? encode((float) (Math.clamp(number, min, max) - pivot)) : output;
        }

        /** From where {@link #steps} count. */
        private double origin() {
            return switch (bend) {
                case Bend.Straight _ -> mean;
                case Bend.Log log -> log.from();
            };
        }

        /** What one of {@link #steps} is worth. */
        public double unit() {
            return switch (bend) {
                case Bend.Straight _ -> scale;
                case Bend.Log log -> log.unit();
            };
        }

        /** How far from the origin a learned number lies, in units, nothing cut off: for the straight, the number itself. */
        public double steps(float learned) {
            return switch (bend) {
                case Bend.Straight _ -> learned;
                case Bend.Log _ -> Bend.Log.unbent(mean + scale * learned);
            };
        }

        /** {@link #steps} of the smallest that is predicted. */
        public double stepsMin() {
            return (min - origin()) / unit();
        }

        /** {@link #steps} of the largest that is predicted. */
        public double stepsMax() {
            return (max - origin()) / unit();
        }
    }

    /** How a number is bent before it is standardised, so that squared errors are not those of a few rows. */
    sealed interface Bend {
        /** Not at all. */
        record Straight() implements Bend {}

        /**
         * {@code ln(1 + x / unit)} of the distance {@code x} above {@code from}, and the same below it with the other sign: straight near {@code
         * from}, where a plain logarithm would tell apart what nobody cares for, and open to zeros.
         *
         * @param from where the numbers of training begin
         * @param unit how far above that the usual number lies, above 0
         */
        record Log(double from, double unit) implements Bend {
            public Log {
                if (!(unit > 0)) {
                    throw new IllegalArgumentException("a logarithm in units of " + unit);
                }
            }

            /** Of the distance above {@code from}. */
            public double bent(double distance) {
                return Math.copySign(StrictMath.log1p(Math.abs(distance) / unit), distance);
            }

            /** The distance in units. */
            static double unbent(double bent) {
                return Math.copySign(StrictMath.expm1(Math.abs(bent)), bent);
            }
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
