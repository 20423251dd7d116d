package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.Tables;
import org.mlscale.engine.chunk.Seeds;

class RowSampleTest {
    private static final Table TABLE = Tables.numbers(900, false, 0.2, 3);

    /** All training rows by their hash, the least first. */
    private static long[] byDefinition(int rowsMax, long seed) {
        RowIndex train = TABLE.train();
        return LongStream.range(0, train.rowCount())
                .boxed()
                .sorted(Comparator.comparingLong(row -> Draws.draw(seed, train.chunkOf(row), train.rowInChunk(row))))
                .limit(rowsMax)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
    }

    @Test
    void of_anySizeAndSeed_isTheLeastByHash() {
        Seeds.some(5).forEach(seed -> {
            for (int rowsMax : new int[] {1, 2, 7, 100, 359, 360, 361, 719, 720}) {
                assertArrayEquals(
                        byDefinition(rowsMax, seed),
                        RowSample.of(TABLE, rowsMax, seed),
                        Seeds.repeat(RowSampleTest.class, seed) + ", rows " + rowsMax);
            }
        });
    }

    @Test
    void of_moreThanThereAre_isAll() {
        long rows = TABLE.train().rowCount();
        assertArrayEquals(
                LongStream.range(0, rows).toArray(), RowSample.of(TABLE, 1 << 16, 1), "all " + rows + " rows");
    }

    @Test
    void of_twoSeeds_areTwoSamples() {
        long[] one = RowSample.of(TABLE, 100, 1);
        assertEquals(100, Arrays.stream(one).distinct().count());
        assertFalse(Arrays.equals(one, RowSample.of(TABLE, 100, 2)));
    }
}
