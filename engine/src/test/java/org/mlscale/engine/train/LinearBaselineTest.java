package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.Tables;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.metrics.Metrics;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.PlainNetwork;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.table.Table;

class LinearBaselineTest {
    private static LinearBaseline fit(Table table, Net like, int threads) {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            LinearBaseline.Bench bench = new LinearBaseline.Bench(
                    table, new Feed(table), Recipe.judge(table.schema()), PlainNetwork::new, executor);
            return LinearBaseline.of(bench, like, 42);
        }
    }

    private static double figure(LinearBaseline linear, Measure measure) {
        return measure.in(linear.metrics().figures()).orElseThrow().value();
    }

    /** Ridge regression by its normal equations, solved by elimination, judged on the same rows. */
    private static double rmseByDefinition(Table table) {
        Batch rows = new Feed(table)
                .training(LongStream.range(0, table.train().rowCount()).toArray());
        int width = rows.featureCount() + 1;
        double[][] normal = new double[width][width + 1];
        for (int row = 0; row < rows.rowCount(); row++) {
            double weight = rows.weights().length == 0 ? 1 : rows.weights()[row];
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    normal[i][j] += 2 * weight * input(rows, row, i) * input(rows, row, j);
                }
                normal[i][width] += 2 * weight * input(rows, row, i) * rows.targets()[row];
            }
        }
        for (int i = 0; i < width - 1; i++) {
            normal[i][i] += 1;
        }
        for (int i = 0; i < width; i++) { // Gauss and Jordan
            for (int k = 0; k < width; k++) {
                double times = k == i ? 0 : normal[k][i] / normal[i][i];
                for (int j = i; j <= width; j++) {
                    normal[k][j] -= times * normal[i][j];
                }
            }
        }
        float[] params = new float[width];
        for (int i = 0; i < width; i++) {
            params[i] = (float) (normal[i][width] / normal[i][i]);
        }
        Batch held = new Feed(table)
                .holdout(LongStream.range(0, table.holdout().rowCount()).toArray());
        float[] outputs = new PlainNetwork(Net.mlp(width - 1, List.of(), 1, Head.NUMBER)).predict(params, held);
        Metrics metrics = Metrics.of(Recipe.judge(table.schema()), outputs, held.targets(), held.weights());
        return Measure.RMSE.in(metrics.figures()).orElseThrow().value();
    }

    private static double input(Batch rows, int row, int input) {
        return input == rows.featureCount() ? 1 : rows.features()[row * rows.featureCount() + input];
    }

    @Test
    void of_numbers_isRidgeRegression() {
        for (boolean weighted : new boolean[] {false, true}) {
            Table table = Tables.numbers(400, weighted, 0.2, 5);
            LinearBaseline linear = fit(table, Runs.NETWORK.net(), 1);
            assertEquals(table.train().rowCount(), linear.rows());
            assertEquals(table.holdout().rowCount(), linear.metrics().rows());
            double rmse = rmseByDefinition(table);
            assertEquals(rmse, figure(linear, Measure.RMSE), 1e-3 * rmse, "weighted " + weighted);
        }
    }

    @Test
    void of_anyNumberOfThreads_hasTheSameBits() {
        Table table = Tables.numbers(3000, false, 0.2, 6);
        List<Figure> one = fit(table, Runs.NETWORK.net(), 1).metrics().figures();
        for (int threads : List.of(2, 3, 7)) {
            assertEquals(one, fit(table, Runs.NETWORK.net(), threads).metrics().figures(), threads + " threads");
        }
    }

    /** Two classes that a line parts, three that lines part, words that tell all: a linear model has them. */
    @Test
    void of_classesThatLinesPart_findsThem() {
        for (int classCount : List.of(2, 3)) {
            Random random = new Random(classCount);
            StringBuilder csv = new StringBuilder("a,b,y\n");
            for (int row = 0; row < 600; row++) {
                double a = random.nextGaussian();
                String word = "w" + random.nextInt(3);
                int label = classCount == 2 ? (a > 0.3 ? 1 : 0) : word.charAt(1) - '0';
                csv.append("%.4f,%s,class%d\n".formatted(a, word, label));
            }
            Table table = Tables.freeze(csv.toString(), Roles.Task.CLASSIFICATION, 0.2);
            Net like = classCount == 2
                    ? Net.mlp(table.schema().featureCount(), List.of(4), 1, Head.YES_NO)
                    : Net.mlp(table.schema().featureCount(), List.of(4), 3, Head.CLASSES);
            LinearBaseline linear = fit(table, like, 2);
            double accuracy = figure(linear, Measure.ACCURACY);
            assertTrue(accuracy > 0.97, classCount + " classes: " + accuracy);
        }
    }
}
