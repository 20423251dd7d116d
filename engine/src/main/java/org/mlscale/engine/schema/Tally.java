package org.mlscale.engine.schema;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
            case Times times -> times.merge((Times) later);
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
     * @param examples the first different ones of them
     */
    record Numbers(Moments moments, long missing, long misfits, List<Misfit> examples) implements Tally {
        public static final Numbers NONE = new Numbers(Moments.NONE, 0, 0, List.of());

        /** {@code values} is NaN for the cells that are missing, and for those that are no number: {@code examples} are the first of these. */
        public static Numbers of(float[] values, long missing, List<Misfit> examples) {
            Moments moments = Moments.of(values);
            return new Numbers(moments, missing, values.length - moments.count() - missing, examples);
        }

        public Numbers {
            examples = List.copyOf(examples);
        }

        Numbers merge(Numbers later) {
            return new Numbers(
                    moments.merge(later.moments),
                    missing + later.missing,
                    misfits + later.misfits,
                    Tally.first(examples, later.examples));
        }

        long present() {
            return moments.count() + misfits;
        }
    }

    /**
     * Cells read as dates in one order.
     *
     * @param units the moments of each {@link Unit}
     * @param first the earliest, in seconds since 1970
     * @param last the latest
     * @param misfits cells that are neither a date in this order nor missing; they count as missing
     * @param examples the first different ones of them
     * @param fits what the cells would be in each order
     */
    record Times(
            Map<Unit, Moments> units,
            long first,
            long last,
            long missing,
            long misfits,
            List<Misfit> examples,
            DateFits fits)
            implements Tally {
        public static final Times NONE = of(new long[0], 0, List.of(), DateFits.NONE);

        public Times {
            units = Collections.unmodifiableMap(new EnumMap<>(units));
            examples = List.copyOf(examples);
        }

        /** Of cells that are all different. */
        static Times of(long[] seconds, long missing, List<Misfit> examples, DateFits fits) {
            return of(seconds, IntStream.range(0, seconds.length).toArray(), missing, examples, fits);
        }

        /**
         * {@code codes} tells which of the {@code seconds} each cell has; all of them come. {@link Dates#NONE} is that of the cells that are missing, and of those that are no date
         * in this order: {@code examples} are the first of these.
         */
        public static Times of(long[] seconds, int[] codes, long missing, List<Misfit> examples, DateFits fits) {
            Map<Unit, Moments> units = new EnumMap<>(Unit.class);
            for (Unit unit : Unit.values()) {
                units.put(unit, moments(unit, seconds, codes));
            }
            long count = Arrays.stream(codes)
                    .filter(code -> seconds[code] != Dates.NONE)
                    .count();
            return new Times(
                    units,
                    there(seconds).min().orElse(Long.MAX_VALUE),
                    there(seconds).max().orElse(Long.MIN_VALUE),
                    missing,
                    codes.length - count - missing,
                    examples,
                    fits);
        }

        private static Moments moments(Unit unit, long[] seconds, int[] codes) {
            float[] ofCode = new float[seconds.length];
            for (int code = 0; code < ofCode.length; code++) {
                ofCode[code] = unit.of(seconds[code]);
            }
            float[] values = new float[codes.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = ofCode[codes[i]];
            }
            return Moments.of(values);
        }

        private static LongStream there(long[] seconds) {
            return LongStream.of(seconds).filter(second -> second != Dates.NONE);
        }

        Times merge(Times later) {
            Map<Unit, Moments> merged = new EnumMap<>(units);
            later.units.forEach((unit, moments) -> merged.merge(unit, moments, Moments::merge));
            return new Times(
                    merged,
                    Math.min(first, later.first),
                    Math.max(last, later.last),
                    missing + later.missing,
                    misfits + later.misfits,
                    Tally.first(examples, later.examples),
                    fits.plus(later.fits));
        }

        long present() {
            return count() + misfits;
        }

        /** Cells with a date. */
        long count() {
            return moments(Unit.YEAR).count();
        }

        Moments moments(Unit unit) {
            return Objects.requireNonNull(units.get(unit));
        }
    }

    /** The first different ones. */
    private static List<Misfit> first(List<Misfit> earlier, List<Misfit> later) {
        Map<String, Misfit> first = new LinkedHashMap<>();
        Stream.concat(earlier.stream(), later.stream()).forEach(misfit -> first.putIfAbsent(misfit.text(), misfit));
        return first.values().stream().limit(EXAMPLES_MAX).toList();
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
