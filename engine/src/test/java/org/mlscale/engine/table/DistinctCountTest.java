package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;

class DistinctCountTest {
    private static DistinctCount of(LongStream hashes) {
        DistinctCount count = new DistinctCount();
        hashes.forEach(count::add);
        return count;
    }

    @Test
    void count_upToWhatIsKept_isExact() {
        DistinctCount full =
                of(LongStream.range(0, 3 * DistinctCount.KEPT_MAX).map(i -> Draws.mix(i % DistinctCount.KEPT_MAX)));
        assertEquals(DistinctCount.KEPT_MAX, full.count());
        assertTrue(full.exact());
        full.add(Draws.mix(-1));
        assertFalse(full.exact());
    }

    @Test
    void count_million_isWithinTwoPercent() {
        Seeds.some(3).forEach(seed -> {
            DistinctCount count = of(LongStream.range(0, 1_000_000).map(i -> Draws.draw(seed, i)));
            assertEquals(1_000_000.0, (double) count.count(), 20_000.0, () -> Seeds.repeat(getClass(), seed));
        });
    }

    @Test
    void merge_anyParts_sameCountAsTheWhole() {
        Seeds.some(3).forEach(seed -> {
            long rows = 200_000;
            DistinctCount whole = of(LongStream.range(0, rows).map(i -> Draws.draw(seed, i / 2)));
            DistinctCount merged = new DistinctCount();
            for (long from : new long[] {150_000, 0, 70_000}) {
                long to = from == 0 ? 70_000 : from == 70_000 ? 150_000 : rows;
                merged.merge(of(LongStream.range(from, to).map(i -> Draws.draw(seed, i / 2))));
            }
            assertEquals(whole.count(), merged.count(), () -> Seeds.repeat(getClass(), seed));
        });
    }
}
