package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.engine.schema.Moments;
import org.mlscale.engine.schema.Target;

class TargetBendTest {
    private static final int ROWS = 20_000;
    private static final double PIVOT = 64;

    /** A kind of numbers, each from the generator. */
    private record Kind(String name, ToDoubleFunction<Random> number) {
        float[] cells(long seed) {
            Random random = new Random(seed);
            float[] cells = new float[ROWS];
            for (int i = 0; i < ROWS; i++) {
                cells[i] = (float) (number.applyAsDouble(random) - PIVOT);
            }
            return cells;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(false, new Kind("normal", Random::nextGaussian)),
                Arguments.of(false, new Kind("uniform", Random::nextDouble)),
                Arguments.of(false, new Kind("exponential", random -> -Math.log(1 - random.nextDouble()))),
                Arguments.of(false, new Kind("log-normal of 0.5", random -> Math.exp(0.5 * random.nextGaussian()))),
                Arguments.of(true, new Kind("log-normal of 1.5", random -> Math.exp(1.5 * random.nextGaussian()))),
                Arguments.of(true, new Kind("log-normal of 3", random -> Math.exp(3 * random.nextGaussian()))),
                Arguments.of(true, new Kind("far from zero", random -> 1e4 + Math.exp(2 * random.nextGaussian()))),
                Arguments.of(
                        true,
                        new Kind(
                                "mostly zero",
                                random -> random.nextInt(5) > 0 ? 0 : Math.exp(2 * random.nextGaussian()))),
                Arguments.of(false, new Kind("one in twenty", random -> random.nextInt(20) > 0 ? 0 : 1)),
                Arguments.of(
                        false,
                        new Kind("both sides", random -> random.nextGaussian() / Math.abs(random.nextGaussian()))),
                Arguments.of(false, new Kind("far down", random -> -Math.exp(2 * random.nextGaussian()))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bent_kindOfNumbers_isALogarithmIfFewRowsRule(boolean logarithm, Kind kind) {
        for (long seed = 0; seed < 3; seed++) {
            Target.Numeric straight = straight(kind.cells(seed));
            Target.Numeric bent = (Target.Numeric) bent(straight, chunks(kind.cells(seed), 3));
            assertEquals(logarithm, bent.bend() instanceof Target.Bend.Log, "seed " + seed);
            if (!logarithm) {
                assertSame(straight, bent);
            }
        }
    }

    @Test
    void bent_logarithm_isStandardisedAndInUnitsOfTheMedian() {
        float[] cells = new Kind("", random -> 7 + Math.exp(2 + 2 * random.nextGaussian())).cells(1);
        Target.Numeric bent = (Target.Numeric) bent(straight(cells), chunks(cells, 3));
        Target.Bend.Log log = assertInstanceOf(Target.Bend.Log.class, bent.bend());
        assertEquals(7, log.from(), 0.1);
        assertEquals(Math.exp(2), log.unit(), 0.5);
        float[] learned = cells.clone();
        for (int i = 0; i < learned.length; i++) {
            learned[i] = bent.encode(cells[i]);
        }
        Moments moments = Moments.of(learned);
        assertEquals(0, moments.mean(), 1e-6);
        assertEquals(1, moments.deviation(), 1e-6);
    }

    /** Where chunks end is nothing that a model may depend on, nor are rows without the number. */
    @Test
    void bent_anyChunks_givesTheSame() {
        float[] cells = new Kind("", random -> Math.exp(2 * random.nextGaussian())).cells(2);
        Target.Numeric whole = (Target.Numeric) bent(straight(cells), chunks(cells, 1));
        float[] holes = Arrays.copyOf(cells, ROWS + 500);
        Arrays.fill(holes, ROWS, ROWS + 500, Float.NaN);
        Target.Numeric parts = (Target.Numeric) bent(straight(cells), chunks(holes, 7));
        assertEquals(whole.bend(), parts.bend());
        assertEquals(whole.mean(), parts.mean(), 1e-12);
        assertEquals(whole.scale(), parts.scale(), 1e-12);
    }

    @Test
    void bent_oneFarOutAmongFew_isALogarithm() {
        float[] cells = new float[100];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = i % 10;
        }
        cells[40] = 1e6f;
        Target.Numeric bent = (Target.Numeric) bent(straight(cells), chunks(cells, 1));
        assertEquals(new Target.Bend.Log(PIVOT, 5), bent.bend());
    }

    @Test
    void bent_classes_stay() {
        Target classes = new Target.Classes("y", List.of("no", "yes"), List.of(1L, 1L));
        assertSame(classes, bent(classes, List.of()));
    }

    private static Target bent(Target target, List<Cells> chunks) {
        long rows = chunks.stream()
                .mapToLong(chunk -> ((Cells.Floats) chunk).values().length)
                .sum();
        List<List<Cells>> columns = chunks.stream().map(List::of).toList();
        return TargetBend.bent(List.of(target), List.of(0), columns, rows).getFirst();
    }

    private static Target.Numeric straight(float[] cells) {
        Moments moments = Moments.of(cells);
        return new Target.Numeric(
                "y", PIVOT, PIVOT + moments.mean(), moments.deviation(), PIVOT + moments.min(), PIVOT + moments.max());
    }

    private static List<Cells> chunks(float[] cells, int count) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .<Cells>map(i -> new Cells.Floats(
                        Arrays.copyOfRange(cells, cells.length * i / count, cells.length * (i + 1) / count)))
                .toList();
    }
}
