package org.mlscale.engine.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.chunk.ChunkReader;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.modelfile.ModelCase;
import org.mlscale.engine.table.ColumnMatch;
import org.mlscale.engine.table.Draws;
import org.mlscale.engine.train.Recipe;

class EvaluationTest {
    private static final int ROWS = 2000;
    private static final List<ModelCase.Values> VALUES = ScoreCase.rows(ROWS);

    private static Evaluation.Result run(ModelCase one, String csv, int threads, int chunkBytes) {
        Input input = ScoreCase.input(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
        TableHead head = ScoreCase.head(input);
        Evaluation evaluation = new Evaluation(
                one.model(),
                one.plainNetwork(),
                ColumnMatch.scanner(one.schema(), head, "in.csv", true, List.of()),
                Recipe.judge(one.schema()));
        List<Long> told = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads);
                ChunkReader chunks = new ChunkReader(input, head.dialect(), head.columnNames(), chunkBytes)) {
            Evaluation.Result result = evaluation.run(chunks, executor, threads, told::add);
            assertEquals(told.stream().sorted().toList(), told);
            assertEquals(result.read(), told.getLast());
            return result;
        }
    }

    private static double weight(int row) {
        return 1 + row % 3;
    }

    private static double price(int row) {
        return 5_000 + Math.round(1e7 * Draws.unit(47, row)) / 100.0;
    }

    private static double worth(int row) {
        return Math.round(Math.exp(14 * Draws.unit(59, row)) * 100) / 100.0;
    }

    private static String answer(ModelCase one, int row) {
        int draw = (int) (3 * Draws.unit(53, row));
        return switch (one) {
            case PRICE -> Double.toString(price(row));
            case HARVEST -> price(row) + "," + worth(row);
            case LEAVES -> draw == 0 ? "yes" : "\"no, \"\"not yet\"\"\"";
            case SPECIES -> List.of("setosa", "versicolor", "ärmlich").get(draw);
        };
    }

    private static List<String> lines(ModelCase one, int rows) {
        List<String> lines = ScoreCase.lines(VALUES.subList(0, rows));
        return IntStream.range(0, rows)
                .mapToObj(row -> "%s,%s,%s\n".formatted(lines.get(row).strip(), weight(row), answer(one, row)))
                .toList();
    }

    private static String table(ModelCase one, List<String> lines) {
        String answers = one == ModelCase.HARVEST ? "answer,worth" : "answer";
        return ScoreCase.HEADER.strip() + ",importance," + answers + "\n" + String.join("", lines);
    }

    @Test
    void run_number_equalsFiguresByHand() {
        double weights = 0;
        double absolute = 0;
        double squared = 0;
        double sum = 0;
        double sumSquared = 0;
        for (int row = 0; row < ROWS; row++) {
            float output = ModelCase.PRICE.plainNetwork()
                    .predict(ModelCase.PRICE.model().params(), VALUES.get(row).batch())[0];
            double error = 120_000.5 + 31_000.25 * output - price(row);
            weights += weight(row);
            absolute += weight(row) * Math.abs(error);
            squared += weight(row) * error * error;
            sum += weight(row) * price(row);
            sumSquared += weight(row) * price(row) * price(row);
        }
        double variance = sumSquared / weights - sum / weights * sum / weights;
        List<Figure> figures = run(ModelCase.PRICE, table(ModelCase.PRICE, lines(ModelCase.PRICE, ROWS)), 2, 4096)
                .metrics()
                .figures();
        assertFigure("rmse", Math.sqrt(squared / weights), Math.sqrt(variance), figures.get(0));
        assertFigure("mae", absolute / weights, Double.NaN, figures.get(1));
        assertFigure("r2", 1 - squared / weights / variance, 0, figures.get(2));
    }

    /** By hand: each as its own, in units of the table; the logarithm as what it is the logarithm of. */
    @Test
    void run_severalNumbers_equalFiguresByHand() {
        double weights = 0;
        double[] absolute = new double[2];
        double[] squared = new double[2];
        double[] sum = new double[2];
        double[] sumSquared = new double[2];
        for (int row = 0; row < ROWS; row++) {
            String[] predictions = ScoreCase.expected(ModelCase.HARVEST, VALUES.get(row), false, 0.5f)
                    .split(",", -1);
            double[] actual = {worth(row), price(row)};
            weights += weight(row);
            for (int i = 0; i < 2; i++) {
                double error = Double.parseDouble(predictions[i]) - actual[i];
                absolute[i] += weight(row) * Math.abs(error);
                squared[i] += weight(row) * error * error;
                sum[i] += weight(row) * actual[i];
                sumSquared[i] += weight(row) * actual[i] * actual[i];
            }
        }
        List<Figure> figures = run(ModelCase.HARVEST, table(ModelCase.HARVEST, lines(ModelCase.HARVEST, ROWS)), 2, 4096)
                .metrics()
                .figures();
        double explained = 0;
        for (int i = 0; i < 2; i++) {
            String name = List.of("worth", "answer").get(i);
            double variance = sumSquared[i] / weights - sum[i] / weights * sum[i] / weights;
            double r2 = 1 - squared[i] / weights / variance;
            assertFigure("rmse_" + name, Math.sqrt(squared[i] / weights), Math.sqrt(variance), figures.get(1 + 3 * i));
            assertFigure("mae_" + name, absolute[i] / weights, Double.NaN, figures.get(2 + 3 * i));
            assertFigure("r2_" + name, r2, 0, figures.get(3 + 3 * i));
            explained += r2 / 2;
        }
        assertFigure("r2", explained, 0, figures.get(0));
        assertEquals(7, figures.size());
    }

    @Test
    void run_yesNo_equalsFiguresByHand() {
        double weights = 0;
        double right = 0;
        double no = 0;
        double loss = 0;
        double pairs = 0;
        double won = 0;
        List<float[]> rows = new ArrayList<>(); // probability, answer, weight
        for (int row = 0; row < ROWS; row++) {
            float yes = ModelCase.LEAVES.plainNetwork()
                    .predict(ModelCase.LEAVES.model().params(), VALUES.get(row).batch())[0];
            boolean actual = answer(ModelCase.LEAVES, row).equals("yes");
            weights += weight(row);
            right += (yes >= 0.5f) == actual ? weight(row) : 0;
            no += actual ? 0 : weight(row);
            loss -= weight(row) * Math.log(actual ? yes : 1 - yes);
            rows.add(new float[] {yes, actual ? 1 : 0, (float) weight(row)});
        }
        for (float[] positive : rows) {
            for (float[] negative : rows) {
                if (positive[1] == 1 && negative[1] == 0) {
                    double weight = positive[2] * negative[2];
                    pairs += weight;
                    won += positive[0] > negative[0] ? weight : positive[0] == negative[0] ? weight / 2 : 0;
                }
            }
        }
        List<Figure> figures = run(ModelCase.LEAVES, table(ModelCase.LEAVES, lines(ModelCase.LEAVES, ROWS)), 2, 4096)
                .metrics()
                .figures();
        double yes = weights - no;
        assertFigure("accuracy", right / weights, Math.max(no, yes) / weights, figures.get(0));
        double guessLoss = -(no * Math.log(no / weights) + yes * Math.log(yes / weights)) / weights;
        assertFigure("log_loss", loss / weights, guessLoss, figures.get(1));
        assertEquals("auc", figures.get(2).name());
        assertEquals(
                won / pairs,
                figures.get(2).value(),
                2e-3); // its histogram takes pairs 1/128 apart in log-odds for ties
    }

    @Test
    void run_classes_equalsFiguresByHand() {
        double weights = 0;
        double[] actually = new double[3];
        double[] predicted = new double[3];
        double[] hits = new double[3];
        double loss = 0;
        for (int row = 0; row < ROWS; row++) {
            float[] outputs = ModelCase.SPECIES
                    .plainNetwork()
                    .predict(ModelCase.SPECIES.model().params(), VALUES.get(row).batch());
            int actual = List.of("setosa", "versicolor", "ärmlich").indexOf(answer(ModelCase.SPECIES, row));
            int best = IntStream.range(0, 3).reduce(0, (a, b) -> outputs[b] > outputs[a] ? b : a);
            weights += weight(row);
            actually[actual] += weight(row);
            predicted[best] += weight(row);
            hits[actual] += best == actual ? weight(row) : 0;
            loss -= weight(row) * Math.log(outputs[actual]);
        }
        double f1 = IntStream.range(0, 3)
                .mapToDouble(i -> 2 * hits[i] / (actually[i] + predicted[i]))
                .average()
                .orElseThrow();
        List<Figure> figures = run(ModelCase.SPECIES, table(ModelCase.SPECIES, lines(ModelCase.SPECIES, ROWS)), 2, 4096)
                .metrics()
                .figures();
        double all = weights;
        double[] shares = Arrays.stream(actually).map(weight -> weight / all).toArray();
        double commonest = Arrays.stream(shares).max().orElseThrow();
        assertFigure("accuracy", (hits[0] + hits[1] + hits[2]) / weights, commonest, figures.get(0));
        double guessLoss =
                -Arrays.stream(shares).map(share -> share * Math.log(share)).sum();
        assertFigure("log_loss", loss / weights, guessLoss, figures.get(1));
        assertFigure("macro_f1", f1, 2 * commonest / (1 + commonest) / 3, figures.get(2));
        assertEquals(f1, figures.get(2).value(), 1e-12);
    }

    private static void assertFigure(String name, double value, double baseline, Figure actual) {
        assertEquals(name, actual.name());
        assertEquals(value, actual.value(), 1e-5 * Math.abs(value), name);
        assertEquals(
                baseline,
                actual.baseline(),
                Double.isNaN(baseline) ? 1 : 1e-5 * Math.abs(baseline),
                name + " by guessing");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void run_anyNumberOfThreads_givesTheSameBits(int threads) {
        for (ModelCase one : ModelCase.values()) {
            String csv = table(one, lines(one, ROWS));
            assertEquals(
                    run(one, csv, 1, 3000).metrics().figures(),
                    run(one, csv, threads, 3000).metrics().figures());
        }
    }

    @ParameterizedTest
    @EnumSource
    void run_rowsThatCannotBeJudged_areCountedApart(ModelCase one) {
        List<String> lines = new ArrayList<>(lines(one, 30));
        lines.set(3, "1,2,3\n"); // unreadable
        boolean two = one == ModelCase.HARVEST; // a row needs both
        lines.set(4, "1,c,basic,land,30,1,NA%s\n".formatted(two ? ",5" : ""));
        lines.set(5, "1,c,basic,land,30,1,%snever heard of\n".formatted(two ? "5," : ""));
        lines.set(6, "1,c,basic,land,30,-1," + answer(one, 6) + "\n");
        lines.set(7, "1,c,basic,land,30,," + answer(one, 7) + "\n");
        Evaluation.Result result = run(one, table(one, lines), 2, 200);
        assertEquals(30, result.read());
        assertEquals(1, result.unreadable());
        assertEquals(2, result.withoutTarget());
        assertEquals(2, result.withoutWeight());
        assertEquals(25, result.metrics().rows());
    }

    @Test
    void run_noRowToJudge_hasNoRows() {
        Evaluation.Result result =
                run(ModelCase.LEAVES, table(ModelCase.LEAVES, List.of("1,c,basic,land,30,1,NA\n")), 1, 200);
        assertEquals(0, result.metrics().rows());
        assertEquals(1, result.withoutTarget());
    }
}
