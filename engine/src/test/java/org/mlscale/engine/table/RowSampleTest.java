package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.Seeds;

class RowSampleTest {
    private record Place(int chunk, int row) {}

    /** Chunks of these many rows; cells of column 1 are the rows' numbers. */
    private static List<CachedChunk> chunks(int... rowCounts) {
        List<CachedChunk> chunks = new ArrayList<>();
        int first = 0;
        for (int rowCount : rowCounts) {
            float[] numbers = new float[rowCount];
            for (int row = 0; row < rowCount; row++) {
                numbers[row] = first + row;
            }
            chunks.add(new CachedChunk(
                    new ChunkCut("t.csv", 0, 0),
                    first,
                    List.of(new Cells.None(), new Cells.Floats(numbers)),
                    new char[rowCount]));
            first += rowCount;
        }
        return chunks;
    }

    private static int[] drawnCounts(SplittableRandom random) {
        return random.ints(random.nextInt(1, 9), 0, 90).toArray();
    }

    /** The cells of the sampled rows. */
    private static float[] numbers(List<CachedChunk> chunks, long seed, int rowsMax) {
        return new SampledCells(chunks, RowSample.of(chunks, seed, rowsMax), Freezing.NOTHING_AHEAD).numbers(1);
    }

    private static List<Place> places(RowSample sample) {
        return IntStream.range(0, sample.rows().size())
                .boxed()
                .flatMap(chunk -> IntStream.of(sample.rows().get(chunk)).mapToObj(row -> new Place(chunk, row)))
                .toList();
    }

    private static Stream<Place> all(int[] counts) {
        return IntStream.range(0, counts.length)
                .boxed()
                .flatMap(chunk -> IntStream.range(0, counts[chunk]).mapToObj(row -> new Place(chunk, row)));
    }

    /** The {@code count} places of least hash, in table order. */
    private static List<Place> least(Stream<Place> places, long seed, int count) {
        return places.sorted(Comparator.comparing(place -> Draws.draw(seed, place.chunk(), place.row()) >>> 1))
                .limit(count)
                .sorted(Comparator.comparing(Place::chunk).thenComparing(Place::row))
                .toList();
    }

    @Test
    void of_moreRowsThanWanted_areThoseOfLeastHashInTableOrder() {
        Seeds.some(200).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int[] counts = drawnCounts(random);
            int rowsMax = random.nextInt(1, 60);
            RowSample sample = RowSample.of(chunks(counts), seed, rowsMax);
            assertEquals(least(all(counts), seed, rowsMax), places(sample), Seeds.repeat(getClass(), seed));
            assertEquals(Math.min(rowsMax, IntStream.of(counts).sum()), sample.rowCount());
        });
    }

    @Test
    void of_partsOfATable_holdTheSampleOfTheWhole() {
        Seeds.some(50).forEach(seed -> {
            int[] counts = drawnCounts(new SplittableRandom(seed));
            int[] even = IntStream.range(0, counts.length)
                    .map(i -> i % 2 == 0 ? counts[i] : 0)
                    .toArray();
            int[] odd = IntStream.range(0, counts.length)
                    .map(i -> i % 2 == 1 ? counts[i] : 0)
                    .toArray();
            Stream<Place> parts =
                    Stream.of(even, odd).flatMap(part -> places(RowSample.of(chunks(part), seed, 20)).stream());
            assertEquals(
                    places(RowSample.of(chunks(counts), seed, 20)),
                    least(parts, seed, 20),
                    Seeds.repeat(getClass(), seed));
        });
    }

    @Test
    void of_noMoreRowsThanWanted_areAll() {
        for (int rowsMax : new int[] {10, 11, 1000}) {
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, numbers(chunks(3, 0, 7), 1, rowsMax));
        }
        assertEquals(0, RowSample.of(chunks(0, 0), 1, 5).rowCount());
        assertEquals(0, numbers(List.of(), 1, 5).length);
    }

    @Test
    void numbers_ofASample_areTheCellsOfItsRows() {
        int[] counts = {5, 40, 7};
        List<CachedChunk> chunks = chunks(counts);
        float[] cells = numbers(chunks, 3, 12);
        List<Place> expected = least(all(counts), 3, 12);
        assertEquals(12, cells.length);
        for (int i = 0; i < 12; i++) {
            Place place = expected.get(i);
            assertEquals(chunks.get(place.chunk()).firstRow() + place.row(), (long) cells[i]);
        }
    }

    /** Of 200 rows 50 are taken, 2000 times: each row about 500 times, give or take five deviations of 19.4. */
    @Test
    void of_manySeeds_takesEveryRowEquallyOften() {
        List<CachedChunk> chunks = chunks(120, 80);
        int[] taken = new int[200];
        for (long seed = 1; seed <= 2000; seed++) {
            for (float row : numbers(chunks, seed, 50)) {
                taken[(int) row]++;
            }
        }
        for (int row = 0; row < taken.length; row++) {
            assertTrue(Math.abs(taken[row] - 500) < 97, "row %d was taken %d times".formatted(row, taken[row]));
        }
    }

    @Test
    void of_otherSeed_takesOtherRows() {
        List<CachedChunk> chunks = chunks(120, 80);
        assertNotEquals(places(RowSample.of(chunks, 1, 50)), places(RowSample.of(chunks, 2, 50)));
    }
}
