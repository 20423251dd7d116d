package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;

class PermutationTest {
    @Test
    void at_everyPlace_isABijection() {
        Seeds.some(20)
                .forEach(seed -> IntStream.of(1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 63, 64, 65, 100, 1023, 1024, 1025, 4097)
                        .forEach(size -> {
                            Permutation permutation = new Permutation(size, Draws.mix(seed));
                            BitSet seen = new BitSet(size);
                            LongStream.range(0, size).map(permutation::at).forEach(place -> seen.set((int) place));
                            assertEquals(
                                    size,
                                    seen.cardinality(),
                                    () -> "size %d, %s".formatted(size, Seeds.repeat(getClass(), seed)));
                            assertEquals(
                                    size,
                                    seen.length(),
                                    () -> "size %d, %s".formatted(size, Seeds.repeat(getClass(), seed)));
                        }));
    }

    @Test
    void at_largestSizes_staysInside() {
        for (long size : List.of((1L << 32) + 1, 1L << 40, (1L << 50) - 7)) {
            Permutation permutation = new Permutation(size, 9);
            for (long place : List.of(0L, 1L, size / 2, size - 1)) {
                long image = permutation.at(place);
                assertTrue(image >= 0 && image < size, () -> "%d of %d goes to %d".formatted(place, size, image));
            }
        }
    }

    /** Below 64 places four rounds are not even: of 5 places, one came 1.3 times as often as it should. No table is that small. */
    @Test
    void at_manyKeys_shufflesEvenly() {
        int size = 64;
        int keys = 64 * 400;
        int[][] counts = new int[size][size];
        for (int key = 0; key < keys; key++) {
            Permutation permutation = new Permutation(size, Draws.mix(key));
            for (int place = 0; place < size; place++) {
                counts[place][(int) permutation.at(place)]++;
            }
        }
        int least = Arrays.stream(counts).flatMapToInt(Arrays::stream).min().orElseThrow();
        int most = Arrays.stream(counts).flatMapToInt(Arrays::stream).max().orElseThrow();
        assertTrue(
                least > 280 && most < 520,
                () -> "400 expected of each, found %d to %d".formatted(least, most)); // six deviations of 20
    }

    @Test
    void unit_manyDraws_fillTheirRange() {
        double[] units =
                IntStream.range(0, 100_000).mapToDouble(i -> Draws.unit(3, i)).toArray();
        assertEquals(0, Arrays.stream(units).min().orElseThrow(), 1e-4);
        assertEquals(1, Arrays.stream(units).max().orElseThrow(), 1e-4);
        assertEquals(0.5, Arrays.stream(units).average().orElseThrow(), 0.005);
        assertTrue(Arrays.stream(units).max().orElseThrow() < 1);
        double[] signed =
                IntStream.range(0, 100_000).mapToDouble(i -> Draws.signed(3, i)).toArray();
        assertEquals(-1, Arrays.stream(signed).min().orElseThrow(), 1e-4);
        assertEquals(0, Arrays.stream(signed).average().orElseThrow(), 0.01);
        assertTrue(Arrays.stream(signed).max().orElseThrow() < 1);
    }

    @Test
    void draw_coordinatesInAnotherOrder_areAnotherDraw() {
        assertEquals(
                5,
                LongStream.of(Draws.draw(1, 2), Draws.draw(2, 1), Draws.draw(1), Draws.draw(1, 2, 0), Draws.draw())
                        .distinct()
                        .count());
        assertEquals(Draws.draw(1, 2), Draws.draw(1, 2));
    }
}
