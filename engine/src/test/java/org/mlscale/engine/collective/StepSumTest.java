package org.mlscale.engine.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StepSumTest {
    private static StepSum sum(float first, float second, double loss, double weight, long rows, long rowHash) {
        StepSum sum = new StepSum(2);
        sum.gradient()[0] = first;
        sum.gradient()[1] = second;
        sum.count(loss, weight, rows, rowHash);
        return sum;
    }

    @Test
    void add_twoSums_addsEveryField() {
        StepSum sum = sum(1, 2, 3.5, 4.5, 5, Long.MAX_VALUE);
        sum.raise(StepSum.STOP);
        StepSum later = sum(10, 20, 30, 40, 50, 1);
        later.raise(StepSum.REBALANCE);
        sum.add(later);
        assertArrayEquals(new float[] {11, 22}, sum.gradient());
        assertEquals(33.5, sum.loss());
        assertEquals(44.5, sum.weight());
        assertEquals(55, sum.rows());
        assertEquals(Long.MIN_VALUE, sum.rowHash(), "the hash wraps");
        assertTrue(sum.asks(StepSum.STOP) && sum.asks(StepSum.REBALANCE), "a flag raised by one is seen in the sum");
        assertFalse(later.asks(StepSum.STOP), "the sum that was added is left as it was");
    }

    @Test
    void add_flagsOfBoth_areOredNotAdded() {
        StepSum sum = new StepSum(0);
        sum.raise(StepSum.STOP);
        StepSum later = new StepSum(0);
        later.raise(StepSum.STOP);
        sum.add(later);
        assertTrue(sum.asks(StepSum.STOP));
        assertFalse(sum.asks(StepSum.REBALANCE), "1 + 1 is not 2 here");
    }

    @Test
    void clear_usedSum_isLikeNew() {
        StepSum sum = sum(1, 2, 3, 4, 5, 6);
        sum.raise(StepSum.STOP | StepSum.REBALANCE);
        sum.clear();
        assertArrayEquals(new float[2], sum.gradient());
        assertEquals(0, sum.loss());
        assertEquals(0, sum.weight());
        assertEquals(0, sum.rows());
        assertEquals(0, sum.rowHash());
        assertFalse(sum.asks(StepSum.STOP) || sum.asks(StepSum.REBALANCE));
    }
}
