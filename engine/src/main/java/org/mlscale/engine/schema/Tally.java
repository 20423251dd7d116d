package org.mlscale.engine.schema;

import java.util.ArrayList;
import java.util.List;
import org.mlscale.engine.fault.Location;

/** What the cells of one column were. Parts of a table merge in chunk order. */
public sealed interface Tally {
    int EXAMPLES_MAX = 3;

    /** Cells without a value. */
    long missing();

    /** This part of the table and the one after it. A vocabulary grows in place: its first part is the merger's. */
    default Tally merge(Tally later) {
        return switch (this) {
            case Numbers numbers -> numbers.merge((Numbers) later);
            case Vocabulary vocabulary -> vocabulary.merge((Vocabulary) later);
            case Skipped skipped -> skipped;
        };
    }

    /** Nothing was read. */
    record Skipped() implements Tally {
        @Override
        public long missing() {
            return 0;
        }
    }

    /**
     * Cells read as numbers.
     *
     * @param moments of the numbers past their pivot
     * @param misfits cells that are neither a number nor missing; they count as missing
     * @param examples the first of them
     */
    record Numbers(Moments moments, long missing, long misfits, List<Misfit> examples) implements Tally {
        public static final Numbers NONE = new Numbers(Moments.NONE, 0, 0, List.of());

        /** Of cells read as words: {@code values} is NaN for those that are missing, and for those that are no number. */
        public static Numbers of(float[] values, long missing) {
            Moments moments = Moments.of(values);
            return new Numbers(moments, missing, values.length - moments.count() - missing, List.of());
        }

        public Numbers {
            examples = List.copyOf(examples);
        }

        Numbers merge(Numbers later) {
            List<Misfit> first = new ArrayList<>(examples);
            later.examples.stream().limit(EXAMPLES_MAX - first.size()).forEach(first::add);
            return new Numbers(moments.merge(later.moments), missing + later.missing, misfits + later.misfits, first);
        }

        long present() {
            return moments.count() + misfits;
        }
    }

    /** Cells read as words. */
    record Vocabulary(Words words, long missing) implements Tally {
        Vocabulary merge(Vocabulary later) {
            words.add(later.words);
            return new Vocabulary(words, missing + later.missing);
        }
    }

    /** A cell that is not of its column's type. */
    record Misfit(Location location, String text) {}
}
