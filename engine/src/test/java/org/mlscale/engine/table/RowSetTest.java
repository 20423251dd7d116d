package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;

class RowSetTest {
    @Test
    void of_anyRows_ranksAndSelectsAsTheirList() {
        Seeds.some(300).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int rowCount = random.nextInt(1 + random.nextInt(1000));
            int oneIn = 1 + random.nextInt(80);
            boolean most = random.nextBoolean();
            BitSet bits = new BitSet();
            IntStream.range(0, rowCount)
                    .filter(_ -> most != (random.nextInt(oneIn) == 0))
                    .forEach(bits::set);
            int[] list = bits.stream().toArray();
            String where = Seeds.repeat(getClass(), seed);
            RowSet rows = RowSet.of(bits, rowCount);
            assertEquals(list.length, rows.count(), where);
            assertArrayEquals(list, rows.stream().toArray(), where);
            assertArrayEquals(
                    list, IntStream.range(0, list.length).map(rows::select).toArray(), where);
            for (int row = 0; row < rowCount; row++) {
                assertEquals(bits.get(row), rows.has(row), where);
                assertEquals(bits.get(0, row).cardinality(), rows.rank(row), where);
            }
            assertArrayEquals(
                    IntStream.of(list).filter(row -> row % 3 == 0).toArray(),
                    rows.only(row -> row % 3 == 0, rowCount).stream().toArray(),
                    where);
        });
    }

    @Test
    void of_anyShare_isTheSmallestOfThreeForms() {
        assertInstanceOf(RowSet.Gaps.class, every(1, true));
        assertInstanceOf(RowSet.Gaps.class, every(100, false));
        assertInstanceOf(RowSet.Bits.class, every(10, false));
        assertInstanceOf(RowSet.Bits.class, every(10, true));
        assertInstanceOf(RowSet.Listed.class, every(100, true));
        assertInstanceOf(RowSet.Listed.class, every(1, false));
        for (RowSet rows : new RowSet[] {every(100, true), every(100, false), every(10, true)}) {
            assertTrue(rows.bytes() < 4096 / 8 * 2, () -> rows.bytes() + " bytes");
        }
    }

    private static RowSet every(int nth, boolean in) {
        BitSet bits = new BitSet();
        IntStream.range(0, 4096).filter(row -> (row % nth == 0) == in).forEach(bits::set);
        return RowSet.of(bits, 4096);
    }
}
