package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;

class RampsTest {
    private static Ramps of(int bins, double... sorted) {
        return Ramps.of(sorted, 0, bins, 0.3);
    }

    /** Cells of one of six kinds, ascending: all different, skewed, whole numbers, one number mostly, two numbers mostly, far apart. */
    private static double[] drawn(SplittableRandom random, int count) {
        int kind = random.nextInt(6);
        return IntStream.range(0, count)
                .mapToDouble(_ -> switch (kind) {
                    case 0 -> random.nextGaussian();
                    case 1 -> Math.exp(5 * random.nextGaussian());
                    case 2 -> random.nextInt(1, 80);
                    case 3 -> random.nextInt(10) == 0 ? random.nextDouble() : 0;
                    case 4 -> random.nextInt(3) == 0 ? Math.rint(random.nextGaussian() * 20) : random.nextInt(2);
                    default -> 1e38 * random.nextGaussian();
                })
                .sorted()
                .toArray();
    }

    /** The ramp by its definition, without gain and mean. */
    private static double ramp(List<Double> knots, int t, double x) {
        return Math.clamp((x - knots.get(t)) / (knots.get(t + 1) - knots.get(t)), 0, 1);
    }

    @Test
    void of_drawnCells_hasTheMeansOfItsDefinition() {
        Seeds.some(300).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            double[] sorted = drawn(random, random.nextInt(1, 400));
            int missing = random.nextInt(3) * random.nextInt(100);
            Ramps ramps = Ramps.of(sorted, missing, random.nextInt(2, 33), 0.3);
            for (int t = 0; t < ramps.count(); t++) {
                int ramp = t;
                double sum = Arrays.stream(sorted)
                        .map(x -> ramp(ramps.knots(), ramp, x))
                        .sum();
                assertEquals(
                        sum / (sorted.length + missing),
                        ramps.means().get(t),
                        1e-12,
                        "ramp %d, %s".formatted(t, Seeds.repeat(getClass(), seed)));
            }
        });
    }

    @Test
    void of_drawnCells_hasAsManyRampsAsItMayAndAKnotForEveryHeavyValue() {
        Seeds.some(300).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            double[] sorted = drawn(random, random.nextInt(1, 400));
            int bins = random.nextInt(2, 33);
            Ramps ramps = Ramps.of(sorted, 0, bins, 0.3);
            String where = Seeds.repeat(getClass(), seed);
            List<Double> distinct =
                    Arrays.stream(sorted).map(x -> x + 0.0).distinct().boxed().toList();
            if (distinct.size() < 3) {
                assertSame(Ramps.NONE, ramps, where);
                return;
            }
            assertEquals(Math.min(bins, distinct.size() - 1), ramps.count(), where);
            assertTrue(distinct.containsAll(ramps.knots()), where);
            assertEquals(distinct.getFirst(), ramps.knots().getFirst(), where);
            assertEquals(distinct.getLast(), ramps.knots().getLast(), where);
            for (double value : distinct) {
                long count = Arrays.stream(sorted).filter(x -> x == value).count();
                assertTrue(
                        count * bins <= sorted.length || ramps.knots().contains(value),
                        () -> "%d of %d cells are %s, %s".formatted(count, sorted.length, value, where));
            }
        });
    }

    @Test
    void of_threeValues_isWorkedOutByHand() {
        assertEquals(
                new Ramps(List.of(0.0, 1.0, 3.0), List.of(0.5, 0.25), 0.3),
                Ramps.of(new double[] {0, 1, 3}, 1, 2, 0.3),
                "of 4 cells one is missing");
        assertEquals(
                new Ramps(List.of(0.0, 2.0, 3.0), List.of(0.625, 0.25), 0.3),
                of(2, 0, 1, 2, 3),
                "1 is half way up the first ramp, and no knot");
    }

    @Test
    void of_evenlySpreadCells_hasKnotsAtTheQuantiles() {
        double[] sorted = IntStream.rangeClosed(0, 100).asDoubleStream().toArray();
        assertEquals(List.of(0.0, 25.0, 50.0, 75.0, 100.0), of(4, sorted).knots());
    }

    @Test
    void of_oneValueMostly_hasAKnotThereAndQuantilesOfTheOthers() {
        double[] sorted = DoubleStream.concat(
                        DoubleStream.generate(() -> 0).limit(90),
                        IntStream.rangeClosed(1, 10).asDoubleStream())
                .toArray();
        assertEquals(List.of(0.0, 1.0, 4.0, 7.0, 10.0), of(4, sorted).knots());
    }

    /** 0 and 1 are heavy; of the other 34 cells 25 are 2, so two of three quantiles coincide and a value of the tail is taken instead. */
    @Test
    void of_quantilesThatCoincide_givesTheirRoomToTheTail() {
        double[] sorted = IntStream.range(0, 100)
                .mapToDouble(i -> i < 40 ? 0 : i < 66 ? 1 : i < 91 ? 2 : i - 88)
                .toArray();
        assertEquals(List.of(0.0, 1.0, 2.0, 7.0, 11.0), of(4, sorted).knots());
    }

    @Test
    void of_fewerThanThreeValues_isNone() {
        assertSame(Ramps.NONE, of(32));
        assertSame(Ramps.NONE, Ramps.of(new double[0], 7, 32, 0.3));
        assertSame(Ramps.NONE, of(32, 5));
        assertSame(Ramps.NONE, of(32, 5, 5, 5));
        assertSame(Ramps.NONE, of(32, 5, 5, 6));
        assertEquals(0, Ramps.NONE.count());
    }

    @Test
    void of_bothZeros_areOneValue() {
        assertEquals(List.of(0.0, 1.0, 2.0), of(8, -0.0, 0, 1, 2).knots());
        assertSame(Ramps.NONE, of(8, -0.0, 0, 1));
        assertEquals(
                List.of(-1.0, 0.0, 3.0), of(2, -1, -0.0, -0.0, 0, 0, 0, 2, 3).knots());
    }

    @Test
    void of_greatestFloats_hasFiniteMeans() {
        Ramps ramps = of(2, -Float.MAX_VALUE, -1, 0, 1, Float.MAX_VALUE);
        assertEquals(2, ramps.count());
        ramps.means().forEach(mean -> assertTrue(mean > 0 && mean < 1, ramps::toString));
    }

    @Test
    void new_listsChangedLater_areNotItsOwn() {
        List<Double> knots = Arrays.asList(1.0, 2.0, 3.0);
        Ramps ramps = new Ramps(knots, List.of(0.0, 1.0), 1);
        knots.set(0, 9.0);
        assertEquals(List.of(1.0, 2.0, 3.0), ramps.knots());
    }

    @Test
    void new_whatIsNoRowOfRamps_isRefused() {
        assertRefused("2 knots, 1 means", List.of(1.0, 2.0), List.of(0.5), 1);
        assertRefused("3 knots, 3 means", List.of(1.0, 2.0, 3.0), List.of(0.5, 0.5, 0.5), 1);
        assertRefused("0 knots, 1 means", List.of(), List.of(0.5), 1);
        assertRefused("knots do not ascend: [1.0, 2.0, 2.0]", List.of(1.0, 2.0, 2.0), List.of(0.5, 0.5), 1);
        assertRefused("knots do not ascend: [1.0, NaN, 2.0]", List.of(1.0, Double.NaN, 2.0), List.of(0.5, 0.5), 1);
        assertRefused("the mean of a ramp is 1.5", List.of(1.0, 2.0, 3.0), List.of(0.5, 1.5), 1);
        assertRefused("the mean of a ramp is NaN", List.of(1.0, 2.0, 3.0), List.of(Double.NaN, 0.5), 1);
        assertRefused("ramps with gain 0.0", List.of(1.0, 2.0, 3.0), List.of(0.5, 0.5), 0);
        assertRefused("ramps with gain NaN", List.of(1.0, 2.0, 3.0), List.of(0.5, 0.5), Double.NaN);
    }

    private static void assertRefused(String message, List<Double> knots, List<Double> means, double gain) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new Ramps(knots, means, gain))
                        .getMessage());
    }
}
