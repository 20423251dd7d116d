package org.mlscale.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final int ROWS = 300;
    private static final List<Judge> JUDGES =
            List.of(new NumberJudge(List.of(Yardstick.standardised("y", 3))), new ClassJudge(2), new ClassJudge(3));

    /** Rows [from, to) of the made-up ones. */
    private static Metrics part(Judge judge, long seed, int from, int to) {
        Random random = new Random(seed);
        int classCount = judge instanceof ClassJudge classes ? classes.classCount() : 1;
        int columns = classCount == 2 ? 1 : classCount;
        float[] outputs = new float[ROWS * columns];
        float[] targets = new float[ROWS];
        float[] weights = new float[ROWS];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = random.nextFloat();
        }
        for (int row = 0; row < ROWS; row++) {
            targets[row] = classCount == 1 ? (float) random.nextGaussian() : random.nextInt(classCount);
            weights[row] = random.nextFloat();
        }
        return Metrics.of(
                judge,
                Arrays.copyOfRange(outputs, from * columns, to * columns),
                Arrays.copyOfRange(targets, from, to),
                seed % 2 == 0 ? Arrays.copyOfRange(weights, from, to) : new float[0]);
    }

    private static void assertClose(Metrics expected, Metrics actual, String where) {
        assertEquals(expected.rows(), actual.rows(), where);
        assertArrayEquals(Metrics.pack(List.of(expected)), Metrics.pack(List.of(actual)), 1e-10, where);
        assertEquals(expected.loss(), actual.loss(), 1e-12, where);
        List<Figure> figures = expected.figures();
        for (int i = 0; i < figures.size(); i++) {
            Figure figure = figures.get(i);
            Figure same = actual.figures().get(i);
            assertEquals(figure.value(), same.value(), 1e-12 * Math.max(1, Math.abs(figure.value())), where);
            assertEquals(figure.baseline(), same.baseline(), 1e-12, where);
        }
    }

    @Test
    void merge_anyCutsAndGrouping_equalsTheWhole() {
        for (Judge judge : JUDGES) {
            for (long seed = 0; seed < 10; seed++) {
                Metrics whole = part(judge, seed, 0, ROWS);
                Random random = new Random(seed);
                List<Metrics> parts = new ArrayList<>();
                int from = 0;
                while (from < ROWS) {
                    int to = Math.min(ROWS, from + random.nextInt(40)); // some without a row
                    parts.add(part(judge, seed, from, to));
                    from = to;
                }
                String where = "seed %d, %s, %d parts".formatted(seed, judge, parts.size());
                assertClose(whole, Metrics.mergePacked(judge, Metrics.pack(parts)), where);
                while (parts.size() > 1) { // neighbours, at random
                    int at = random.nextInt(parts.size() - 1);
                    parts.set(at, parts.get(at).merge(parts.remove(at + 1)));
                }
                assertClose(whole, parts.getFirst(), where);
            }
        }
    }

    @Test
    void mergePacked_onePart_hasTheSameBits() {
        for (Judge judge : JUDGES) {
            double[] packed = Metrics.pack(List.of(part(judge, 1, 0, ROWS)));
            assertEquals(judge.width() + 1, packed.length);
            assertArrayEquals(packed, Metrics.pack(List.of(Metrics.mergePacked(judge, packed))));
        }
    }

    @Test
    void mergePacked_nothing_isNone() {
        for (Judge judge : JUDGES) {
            assertEquals(0, Metrics.mergePacked(judge, new double[0]).rows());
            assertEquals(
                    0,
                    Metrics.mergePacked(judge, Metrics.pack(List.of(Metrics.none(judge))))
                            .rows());
        }
    }

    @Test
    void merge_twoParts_leavesBothAlone() {
        Metrics first = part(JUDGES.getFirst(), 1, 0, 100);
        double[] before = Metrics.pack(List.of(first));
        assertEquals(300, first.merge(part(JUDGES.getFirst(), 1, 100, ROWS)).rows());
        assertArrayEquals(before, Metrics.pack(List.of(first)));
    }
}
