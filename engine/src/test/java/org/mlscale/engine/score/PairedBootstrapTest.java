package org.mlscale.engine.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.metrics.ClassJudge;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Judge;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.metrics.NumberJudge;
import org.mlscale.engine.metrics.Yardstick;

class PairedBootstrapTest {
    private static NumberJudge judge(double unit) {
        return new NumberJudge(List.of(Yardstick.standardised("y", unit)));
    }

    private static Side side(Judge judge, float[] outputs, float[] targets) {
        Addends addends = new Addends(targets.length);
        float[] weights = new float[targets.length];
        Arrays.fill(weights, 1);
        for (int row = 0; row < targets.length; row++) {
            judge.add(addends, new float[] {outputs[row]}, new float[] {targets[row]}, new float[0]);
            addends.endRow();
        }
        return new Side(
                judge,
                addends,
                judge instanceof ClassJudge ? Optional.of(new Ranking(outputs, targets, weights)) : Optional.empty());
    }

    private static List<Comparison.Interval> intervals(Side ours, Side theirs, int threads) {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            return new PairedBootstrap(ours, theirs).intervals(executor);
        }
    }

    private static float[] gaussians(Random random, int count, double mean, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return values;
    }

    /** The difference of two mean errors is a mean: its interval is mean ± 1.96 deviations / √rows. */
    @Test
    void intervals_meanError_areThoseOfTheNormalDistribution() {
        Seeds.some(3).forEach(seed -> {
            Random random = new Random(seed);
            int rows = 2000;
            float[] ours = gaussians(random, rows, 0, 1);
            float[] theirs = gaussians(random, rows, 0, 1.1);
            double mean = 0;
            double square = 0;
            for (int i = 0; i < rows; i++) {
                double difference = Math.abs(ours[i]) - Math.abs(theirs[i]);
                mean += difference / rows;
                square += difference * difference / rows;
            }
            double half = 1.96 * Math.sqrt((square - mean * mean) / rows);
            NumberJudge judge = judge(1);
            float[] targets = new float[rows];
            Comparison.Interval mae = intervals(side(judge, ours, targets), side(judge, theirs, targets), 2)
                    .get(1);
            String where = Seeds.repeat(PairedBootstrapTest.class, seed);
            assertEquals(mean - half, mae.low(), 0.15 * half, where);
            assertEquals(mean + half, mae.high(), 0.15 * half, where);
        });
    }

    @Test
    void intervals_anyNumberOfThreads_areTheSame() {
        Random random = new Random(1);
        float[] targets = gaussians(random, 300, 0, 1);
        NumberJudge judge = judge(2);
        Side ours = side(judge, gaussians(random, 300, 0, 1), targets);
        Side theirs = side(judge, gaussians(random, 300, 0, 1), targets);
        assertEquals(intervals(ours, theirs, 1), intervals(ours, theirs, 5));
    }

    @Test
    void intervals_twiceTheSame_areNothing() {
        Random random = new Random(1);
        float[] targets = gaussians(random, 50, 0, 1);
        Side side = side(judge(1), gaussians(random, 50, 0, 1), targets);
        for (Comparison.Interval interval : intervals(side, side, 1)) {
            assertEquals(new Comparison.Interval(0, 0), interval);
        }
    }

    /** One row alone has no r2: what most resamples do not tell is unknown. */
    @Test
    void intervals_figuresWithoutAValue_areUnknown() {
        Side side = side(judge(1), new float[] {1}, new float[] {2});
        List<Comparison.Interval> intervals = intervals(side, side, 1);
        assertEquals(new Comparison.Interval(0, 0), intervals.getFirst());
        assertTrue(Double.isNaN(intervals.getLast().low())
                && Double.isNaN(intervals.getLast().high()));
    }

    @Test
    void resamples_moreRows_areFewer() {
        assertEquals(2000, PairedBootstrap.resamples(1));
        assertEquals(2000, PairedBootstrap.resamples(50_000));
        assertEquals(762, PairedBootstrap.resamples(Versus.ROWS_MAX));
    }

    /** Over all pairs, and over all rows that are not below a row of the second class. */
    @Test
    void ranking_rowsTakenSoManyTimes_areCountedExactly() {
        Seeds.some(10).forEach(seed -> {
            Random random = new Random(seed);
            int rows = 60;
            float[] outputs = new float[rows];
            float[] targets = new float[rows];
            float[] weights = new float[rows];
            int[] times = new int[rows];
            for (int i = 0; i < rows; i++) {
                outputs[i] = random.nextInt(20) / 20f;
                targets[i] = random.nextInt(2);
                weights[i] = 1 + random.nextInt(3);
                times[i] = random.nextInt(4);
            }
            double above = 0;
            double pairs = 0;
            double precision = 0;
            double yes = 0;
            for (int i = 0; i < rows; i++) {
                double here = targets[i] * weights[i] * times[i];
                double reached = 0;
                double right = 0;
                for (int j = 0; j < rows; j++) {
                    double there = weights[j] * times[j];
                    double no = (1 - targets[j]) * there;
                    pairs += here * no;
                    above += here * no * (outputs[i] > outputs[j] ? 1 : outputs[i] == outputs[j] ? 0.5 : 0);
                    reached += outputs[j] >= outputs[i] ? there : 0;
                    right += outputs[j] >= outputs[i] ? targets[j] * there : 0;
                }
                yes += here;
                precision += here == 0 ? 0 : here * right / reached;
            }
            ClassJudge judge = new ClassJudge(2);
            List<Figure> figures =
                    new Ranking(outputs, targets, weights).exact(judge.figures(new double[judge.width()]), times);
            String where = Seeds.repeat(PairedBootstrapTest.class, seed);
            assertEquals(above / pairs, Measure.AUC.in(figures).orElseThrow().value(), 1e-12, where);
            assertEquals(
                    precision / yes,
                    Measure.AVERAGE_PRECISION.in(figures).orElseThrow().value(),
                    1e-12,
                    where);
        });
    }

    /** 2,000 rows and room for 300: one in eight, whichever file they come from first. */
    @Test
    void pairedRows_moreThanThereIsRoomFor_areAnEvenSample() {
        PairedRows rows = new PairedRows(300);
        for (int i = 0; i < 2000; i++) {
            rows.add(new PairedRow("id" + i, true, 0, 1, new float[1]));
        }
        assertEquals(8, rows.oneIn());
        assertEquals(250.0, rows.all().size(), 50.0);
        for (int i = 1000; i < 3000; i++) {
            rows.join("id" + i, new Rival.Answer(true, 0, new float[1], 0));
        }
        for (PairedRow row : rows.all()) {
            assertEquals(Integer.parseInt(row.key.substring(2)) >= 1000, row.found, row.key);
        }
        assertTrue(rows.spare() > 75 && rows.spare() < 175, "of the 1,000 that are not here: " + rows.spare());
    }
}
