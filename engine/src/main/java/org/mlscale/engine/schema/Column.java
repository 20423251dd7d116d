package org.mlscale.engine.schema;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What one input column of the table is to the net, as data. */
public sealed interface Column {
    String name();

    /** How many inputs of the net it feeds. */
    int inputCount();

    /**
     * A number, fed as {@code z / √(1 + (z/3)²)} with {@code z = (x − center) / scale}, then as its ramps. A missing cell is fed as the center and as no ramp, and as
     * a 1 of its own if training saw some. The root bounds what one cell that is far off can do: ±3.
     *
     * @param pivot what is subtracted in double before a cell becomes float32: epoch seconds keep their seconds
     * @param center median
     * @param scale spread of the middle half, as wide as the standard deviation of normal numbers; above 0
     * @param min smallest cell of training
     * @param max largest cell of training
     * @param missing cells of training without a number
     */
    record Numeric(
            String name, double pivot, double center, double scale, double min, double max, Ramps ramps, long missing)
            implements Column {
        public Numeric {
            if (!(scale > 0)) {
                throw new IllegalArgumentException("column \"%s\" has scale %s".formatted(name, scale));
            }
        }

        /** Without ramps. */
        public Numeric(String name, double pivot, double center, double scale, double min, double max, long missing) {
            this(name, pivot, center, scale, min, max, Ramps.NONE, missing);
        }

        @Override
        public int inputCount() {
            return 1 + ramps.count() + (missing > 0 ? 1 : 0);
        }
    }

    /**
     * A word out of a vocabulary. Of few keys, it is fed as one 0/1 input a key, or if there are two keys as one input that is -1 for the first and 1 for the
     * second; then one for words that are not a key, and one for missing cells, each only if
     * training saw such cells: an input that was never 1 has learned nothing.
     *
     * <p>Of many, it is embedded: fed as one input, the word's code, in whose place the net puts a vector that it learns. The code of a key is its place among the
     * keys; then come {@link #otherCode} and {@link #missingCode}, whether or not training saw such cells.
     *
     * @param keys by falling count in training, then by code points
     * @param other cells of training with a word that is not a key
     * @param missing cells of training without a word
     */
    record Category(String name, List<String> keys, long other, long missing, boolean embedded) implements Column {
        public Category {
            keys = List.copyOf(keys);
        }

        private static final Set<Set<String>> YES_NO = Set.of(
                Set.of("yes", "no"), Set.of("y", "n"), Set.of("true", "false"), Set.of("t", "f"), Set.of("on", "off"));

        /** An input a key. */
        public Category(String name, List<String> keys, long other, long missing) {
            this(name, keys, other, missing, false);
        }

        /** Inputs for the keys alone. */
        public int keyInputs() {
            return keys.size() == 2 ? 1 : keys.size();
        }

        @Override
        public int inputCount() {
            return embedded ? 1 : keyInputs() + (other > 0 ? 1 : 0) + (missing > 0 ? 1 : 0);
        }

        /** The code of all words that are not a key. */
        public int otherCode() {
            return keys.size();
        }

        /** The code of a missing cell, the last one. */
        public int missingCode() {
            return keys.size() + 1;
        }

        /** How many codes there are. */
        public int codeCount() {
            return keys.size() + 2;
        }

        /** True for yes and no, and other words for them. */
        public boolean yesNo() {
            return other == 0
                    && keys.size() == 2
                    && YES_NO.contains(keys.stream()
                            .map(key -> key.toLowerCase(Locale.ROOT))
                            .collect(Collectors.toSet()));
        }
    }

    /**
     * A date, fed as some numbers that follow from it, each as a column of that number is; then as a 1 if it is missing, if training saw such cells.
     *
     * @param parts at least one, in the order of {@link Unit}; what was the same in all of training is not among them
     * @param first earliest in training, in seconds since 1970
     * @param last latest
     * @param missing cells of training without a date
     */
    record Date(String name, DateOrder order, List<Part> parts, long first, long last, long missing) implements Column {
        /** {@code number}: how it is fed; it has no missing cells of its own. */
        public record Part(Unit unit, Numeric number) {
            /** Of dates in seconds since 1970, less the number's pivot; NaN where there is none, and so no part of it is missing. */
            public float[] of(long[] times) {
                float[] cells = new float[times.length];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = (float) (unit.of(times[i]) - number.pivot());
                }
                return cells;
            }
        }

        public Date {
            parts = List.copyOf(parts);
            if (parts.isEmpty()
                    || !ordered(parts)
                    || first > last
                    || parts.stream().anyMatch(part -> part.number().missing() > 0)) {
                throw new IllegalArgumentException("column \"%s\" has the parts %s".formatted(name, parts));
            }
        }

        /** The same with its numbers fed otherwise. */
        public Date with(List<Part> fed) {
            return new Date(name, order, fed, first, last, missing);
        }

        private static boolean ordered(List<Part> parts) {
            return IntStream.range(1, parts.size())
                    .allMatch(
                            i -> parts.get(i - 1).unit().compareTo(parts.get(i).unit()) < 0);
        }

        @Override
        public int inputCount() {
            return parts.stream().mapToInt(part -> part.number().inputCount()).sum() + (missing > 0 ? 1 : 0);
        }
    }

    /** A column that is in the table and not fed to the net. */
    record Unused(String name, Why why) implements Column {
        @Override
        public int inputCount() {
            return 0;
        }
    }

    /** Why a column is not used. */
    enum Why {
        ID("an id: kept in predictions"),
        IGNORED("--ignore"),
        WEIGHT("the rows' weights"),
        EMPTY("no cell has a value"),
        CONSTANT("all cells are alike"),
        WITHIN_AN_HOUR("dates within one hour"),
        COUNTS("counts the rows: an id; --numeric takes it for a number"),
        NAMED_ID("named like an id and hardly ever twice the same; --numeric takes it for a number"),
        ALL_DIFFERENT("words that hardly ever come twice"),
        TELLS_NOTHING("many words, none of which tells of the target what its rows' noise does not hide");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }
}
