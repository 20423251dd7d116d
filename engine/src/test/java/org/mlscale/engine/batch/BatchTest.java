package org.mlscale.engine.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BatchTest {
    private static Batch batch(float[] targets, float[] weights) {
        return new Batch(
                new float[] {1, 2, 3, 4, 5, 6}, 2, targets, weights, new long[] {70, 71, 72}, new byte[] {0, 1, 0});
    }

    @Test
    void only_someRows_areABatchOfTheirOwn() {
        Batch whole = batch(new float[] {7, 8, 9}, new float[] {0.5f, 1, 2});
        Batch some = whole.only(row -> whole.folds()[row] == 0);
        assertArrayEquals(new float[] {1, 2, 5, 6}, some.features());
        assertEquals(2, some.featureCount());
        assertArrayEquals(new float[] {7, 9}, some.targets());
        assertArrayEquals(new float[] {0.5f, 2}, some.weights());
        assertArrayEquals(new long[] {70, 72}, some.rowNumbers());
        assertEquals(0, some.folds().length);
        assertEquals(2.5, some.weight());
    }

    @Test
    void only_withoutTargetsAndWeights_hasNone() {
        Batch some = batch(new float[0], new float[0]).only(row -> row > 0);
        assertEquals(0, some.targets().length);
        assertEquals(0, some.weights().length);
        assertEquals(2, some.weight());
    }

    @Test
    void only_noRow_isAnEmptyBatch() {
        Batch none = batch(new float[] {7, 8, 9}, new float[] {0.5f, 1, 2}).only(_ -> false);
        assertEquals(0, none.rowCount());
        assertEquals(0, none.features().length);
        assertEquals(0, none.weight());
    }
}
