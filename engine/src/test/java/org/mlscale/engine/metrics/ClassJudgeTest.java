package org.mlscale.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassJudgeTest {
    private static final float[] NONE = {};
    private static final ClassJudge TWO = new ClassJudge(2);
    private static final ClassJudge THREE = new ClassJudge(3);

    private static Figure figure(Metrics metrics, String name) {
        return metrics.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Rows made up for two classes or more; each with the probability of every class. */
    private record Rows(int classCount, float[] outputs, float[] targets, float[] weights) {
        static Rows random(long seed, int rowCount, int classCount, boolean weighted) {
            Random random = new Random(seed);
            int columns = classCount == 2 ? 1 : classCount;
            float[] outputs = new float[rowCount * columns];
            float[] targets = new float[rowCount];
            float[] weights = new float[rowCount];
            for (int row = 0; row < rowCount; row++) {
                targets[row] = random.nextInt(classCount);
                weights[row] = weighted ? 1 + random.nextInt(3) : 1;
                if (classCount == 2) {
                    double logOdds = 2 * random.nextGaussian() + (targets[row] == 1 ? 1 : -1);
                    outputs[row] = (float) (1 / (1 + Math.exp(-logOdds)));
                } else {
                    double[] chances = IntStream.range(0, classCount)
                            .mapToDouble(_ -> random.nextDouble())
                            .toArray();
                    chances[(int) targets[row]] += 0.4;
                    double sum = Arrays.stream(chances).sum();
                    for (int i = 0; i < classCount; i++) {
                        outputs[row * columns + i] = (float) (chances[i] / sum);
                    }
                }
            }
            return new Rows(classCount, outputs, targets, weights);
        }

        double probability(int row, int index) {
            if (classCount == 2) {
                return index == 1 ? outputs[row] : 1.0 - outputs[row];
            }
            return outputs[row * classCount + index];
        }

        int guess(int row) {
            int best = 0;
            for (int i = 1; i < classCount; i++) {
                best = probability(row, i) > probability(row, best) || classCount == 2 && outputs[row] == 0.5f
                        ? i
                        : best;
            }
            return best;
        }

        /** Weighted share of the rows that hold. */
        double share(IntPredicate holds) {
            double sum = 0;
            double all = 0;
            for (int row = 0; row < targets.length; row++) {
                sum += holds.test(row) ? weights[row] : 0;
                all += weights[row];
            }
            return sum / all;
        }

        double classShare(int index) {
            return share(row -> targets[row] == index);
        }

        /** By weight. */
        int commonest() {
            return IntStream.range(0, classCount)
                    .boxed()
                    .max(Comparator.comparingDouble(this::classShare))
                    .orElseThrow();
        }

        double logLoss(IntToDoubleFunction probability) {
            double sum = 0;
            double all = 0;
            for (int row = 0; row < targets.length; row++) {
                sum -= weights[row] * Math.log(Math.max(1e-7, probability.applyAsDouble(row)));
                all += weights[row];
            }
            return sum / all;
        }

        /** The mean over the classes that occur, in targets or guesses, of 2·precision·recall / (precision + recall). */
        double macroF1(IntUnaryOperator guess) {
            double sum = 0;
            int occurring = 0;
            for (int i = 0; i < classCount; i++) {
                int index = i;
                double hits = share(row -> targets[row] == index && guess.applyAsInt(row) == index);
                double guessed = share(row -> guess.applyAsInt(row) == index);
                double actual = share(row -> targets[row] == index);
                if (guessed + actual > 0) {
                    occurring++;
                    sum += hits == 0 ? 0 : 2 * (hits / guessed) * (hits / actual) / (hits / guessed + hits / actual);
                }
            }
            return sum / occurring;
        }

        /** How often a row of the second class is above one of the first, over all pairs; ties count half. */
        double areaUnderCurve() {
            double above = 0;
            double pairs = 0;
            for (int yes = 0; yes < targets.length; yes++) {
                for (int no = 0; no < targets.length; no++) {
                    if (targets[yes] == 1 && targets[no] == 0) {
                        double weight = weights[yes] * weights[no];
                        pairs += weight;
                        above += outputs[yes] > outputs[no] ? weight : outputs[yes] == outputs[no] ? weight / 2 : 0;
                    }
                }
            }
            return above / pairs;
        }

        /** The mean, over the rows of the second class, of the precision among all rows that are not below the row. */
        double averagePrecision() {
            double sum = 0;
            for (int yes = 0; yes < targets.length; yes++) {
                if (targets[yes] == 1) {
                    float bar = outputs[yes];
                    double above = share(row -> outputs[row] >= bar);
                    sum += weights[yes] * share(row -> outputs[row] >= bar && targets[row] == 1) / above;
                }
            }
            double all = 0;
            for (int row = 0; row < targets.length; row++) {
                all += targets[row] == 1 ? weights[row] : 0;
            }
            return sum / all;
        }

        /** Rows sorted by what was said, cut into fifteen parts of equal weight; rows of one value stay together. */
        double calibrationError(IntToDoubleFunction said, IntPredicate happened) {
            double all = 0;
            for (float weight : weights) {
                all += weight;
            }
            double[] values = IntStream.range(0, targets.length)
                    .mapToDouble(said)
                    .distinct()
                    .sorted()
                    .toArray();
            double[] gaps = new double[15];
            double before = 0;
            for (double value : values) {
                double here = all * share(row -> said.applyAsDouble(row) == value);
                double hits = all * share(row -> said.applyAsDouble(row) == value && happened.test(row));
                gaps[(int) (15 * (before + here / 2) / all)] += hits - here * value;
                before += here;
            }
            return Arrays.stream(gaps).map(Math::abs).sum() / all;
        }

        Metrics metrics(boolean weighted) {
            return Metrics.of(new ClassJudge(classCount), outputs, targets, weighted ? weights : NONE);
        }
    }

    @Test
    void figures_randomRowsOfTwoClasses_areTheOnesByDefinition() {
        for (long seed = 0; seed < 20; seed++) {
            boolean weighted = seed % 2 == 1;
            Rows rows = Rows.random(seed, 600, 2, weighted);
            Metrics metrics = rows.metrics(weighted);
            int commonest = rows.commonest();
            String where = "seed " + seed;
            Figure accuracy = figure(metrics, "accuracy");
            assertEquals(rows.share(row -> rows.guess(row) == rows.targets[row]), accuracy.value(), 1e-12, where);
            assertEquals(rows.classShare(commonest), accuracy.baseline(), 1e-12, where);
            Figure logLoss = figure(metrics, "log_loss");
            double loss = rows.logLoss(row -> rows.probability(row, (int) rows.targets[row]));
            assertEquals(loss, logLoss.value(), 1e-12, where);
            assertEquals(loss, metrics.loss(), 1e-12, where);
            double guessLoss = rows.logLoss(row -> rows.classShare((int) rows.targets[row]));
            assertEquals(guessLoss, logLoss.baseline(), 1e-12, where);
            assertEquals(rows.areaUnderCurve(), figure(metrics, "auc").value(), 1e-3, where);
            assertEquals(0.5, figure(metrics, "auc").baseline());
            Figure precision = figure(metrics, "average_precision");
            assertEquals(rows.averagePrecision(), precision.value(), 2e-3, where);
            assertEquals(rows.classShare(1), precision.baseline(), 1e-12, where);
            assertEquals(rows.macroF1(rows::guess), figure(metrics, "macro_f1").value(), 1e-12, where);
            double error = rows.calibrationError(row -> rows.outputs[row], row -> rows.targets[row] == 1);
            assertEquals(error, figure(metrics, "ece").value(), 5e-3, where);
            assertEquals(Double.NaN, figure(metrics, "ece").baseline());
            assertEquals(600, metrics.rows());
        }
    }

    @Test
    void figures_randomRowsOfManyClasses_areTheOnesByDefinition() {
        for (long seed = 0; seed < 20; seed++) {
            boolean weighted = seed % 2 == 1;
            Rows rows = Rows.random(seed, 200, 4, weighted);
            Metrics metrics = rows.metrics(weighted);
            int commonest = rows.commonest();
            String where = "seed " + seed;
            Figure accuracy = figure(metrics, "accuracy");
            assertEquals(rows.share(row -> rows.guess(row) == rows.targets[row]), accuracy.value(), 1e-12, where);
            assertEquals(rows.classShare(commonest), accuracy.baseline(), 1e-12, where);
            Figure logLoss = figure(metrics, "log_loss");
            double loss = rows.logLoss(row -> rows.probability(row, (int) rows.targets[row]));
            assertEquals(loss, logLoss.value(), 1e-12, where);
            double guessLoss = rows.logLoss(row -> rows.classShare((int) rows.targets[row]));
            assertEquals(guessLoss, logLoss.baseline(), 1e-12, where);
            assertEquals(rows.macroF1(rows::guess), figure(metrics, "macro_f1").value(), 1e-12, where);
            assertEquals(
                    rows.macroF1(_ -> commonest), figure(metrics, "macro_f1").baseline(), 1e-12, where);
            double error = rows.calibrationError(
                    row -> rows.probability(row, rows.guess(row)), row -> rows.guess(row) == rows.targets[row]);
            assertEquals(error, figure(metrics, "ece").value(), 2e-2, where); // a row of weight 3 on a border
        }
    }

    /** Thresholds 0.95, 0.8, 0.4, 0.3: precision 1, 1, 2/3, 3/4 where a row of the second class is added. */
    @Test
    void averagePrecision_predictionsFarApart_isExact() {
        float[] targets = {0, 1, 0, 1, 1, 0};
        float[] outputs = {0.1f, 0.3f, 0.4f, 0.8f, 0.95f, 0.02f};
        Metrics metrics = Metrics.of(TWO, outputs, targets, NONE);
        assertEquals((1 + 1 + 0.75) / 3, figure(metrics, "average_precision").value(), 1e-15);
        assertEquals(0.5, figure(metrics, "average_precision").baseline());
        float[] tied = {0.4f, 0.4f, 0.4f, 0.4f, 0.4f, 0.4f};
        assertEquals(
                0.5,
                figure(Metrics.of(TWO, tied, targets, NONE), "average_precision")
                        .value());
        Metrics none = Metrics.of(TWO, new float[] {0.3f}, new float[] {0}, NONE);
        assertTrue(Double.isNaN(figure(none, "average_precision").value()));
    }

    /** A rare class, one in fifty, that is said to be twice as rare as it is: groups of equal width would see 0.01 in one group. */
    @Test
    void ece_rareClass_isSeenInTheGroupsOfEqualMass() {
        int rows = 30_000;
        float[] outputs = new float[rows];
        float[] targets = new float[rows];
        for (int row = 0; row < rows; row++) {
            outputs[row] = row < rows / 2 ? 0.001f : 0.04f;
            targets[row] = row % 50 == 0 ? 1 : 0;
        }
        double expected = (Math.abs(0.02 - 0.001) + Math.abs(0.02 - 0.04)) / 2;
        assertEquals(
                expected, figure(Metrics.of(TWO, outputs, targets, NONE), "ece").value(), 2e-4);
    }

    @Test
    void ece_certainAndRight_isZeroAndCertainAndWrongIsOne() {
        float[] targets = {0, 1, 1, 0};
        Metrics right = Metrics.of(TWO, new float[] {0, 1, 1, 0}, targets, NONE);
        assertEquals(0, figure(right, "ece").value(), 1e-6);
        Metrics wrong = Metrics.of(TWO, new float[] {1, 0, 0, 1}, targets, NONE);
        assertEquals(1, figure(wrong, "ece").value(), 1e-6);
    }

    @Test
    void add_predictedByAnotherRule_movesWhatLooksAtThePredictedClassAlone() {
        float[] outputs = {0.2f, 0.4f, 0.7f};
        float[] targets = {0, 1, 1};
        double[] ours = new double[TWO.width()];
        double[] theirs = new double[TWO.width()];
        TWO.add(ours, outputs, targets, NONE);
        TWO.add((index, value) -> theirs[index] += value, new int[] {0, 1, 1}, outputs, targets, NONE);
        assertEquals(List.of(2 / 3.0, 1.0), List.of(accuracy(ours), accuracy(theirs)));
        assertEquals(TWO.loss(ours), TWO.loss(theirs));
    }

    private static double accuracy(double[] sums) {
        return Measure.ACCURACY.in(TWO.figures(sums)).orElseThrow().value();
    }

    /** Weights that make a rare class weigh most must not make a model that knows nothing look better than guessing. */
    @Test
    void accuracy_weightedNoise_isNoBetterThanGuessing() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Rows noise = Rows.random(seed, 500, 2, true);
            for (int row = 0; row < 500; row++) {
                noise.targets[row] = random.nextInt(10) == 0 ? 1 : 0;
                noise.weights[row] = noise.targets[row] == 1 ? 10 : 0.1f;
                noise.outputs[row] = random.nextFloat();
            }
            String where = "seed " + seed;
            double share = noise.classShare(1);
            assertTrue(share > 0.8, where);
            Figure guessed = figure(noise.metrics(true), "accuracy");
            assertEquals(share, guessed.baseline(), 1e-12, where);
            assertTrue(guessed.value() < guessed.baseline(), where);
            Arrays.fill(noise.outputs, 0.9f);
            Figure always = figure(noise.metrics(true), "accuracy");
            assertEquals(share, always.baseline(), 1e-12, where);
            assertEquals(always.baseline(), always.value(), where + ": always 1 is guessing, to the bit");
        }
    }

    /** The best constant probability is the class's share; no constant beats its loss, and that share meets it. */
    @Test
    void logLoss_constantProbability_isAtBestTheBaseline() {
        Rows rows = Rows.random(7, 400, 2, true);
        double share = rows.classShare(1);
        for (double constant : new double[] {0.01, 0.3, share - 0.05, share + 0.05, 0.7, 0.99}) {
            Arrays.fill(rows.outputs, (float) constant);
            Figure logLoss = figure(rows.metrics(true), "log_loss");
            assertTrue(logLoss.value() > logLoss.baseline(), "always " + constant);
        }
        Arrays.fill(rows.outputs, (float) share);
        Figure best = figure(rows.metrics(true), "log_loss");
        assertEquals(best.baseline(), best.value(), 1e-12);
    }

    /** A class that does not occur adds nothing to the entropy, one alone has none. */
    @Test
    void figures_oneClassAlone_isGuessedForSure() {
        float[] outputs = {0.2f, 0.3f, 0.5f, 0.1f, 0.8f, 0.1f};
        Metrics metrics = Metrics.of(THREE, outputs, new float[] {1, 1}, NONE);
        assertEquals(1, figure(metrics, "accuracy").baseline());
        assertEquals(0, figure(metrics, "log_loss").baseline(), 0.0);
        assertEquals(1, figure(metrics, "macro_f1").baseline());
    }

    @Test
    void figures_names_areKnownToScripts() {
        assertEquals(
                List.of("accuracy", "log_loss", "auc", "average_precision", "macro_f1", "ece"),
                Metrics.none(TWO).figures().stream().map(Figure::name).toList());
        assertEquals(
                List.of("accuracy", "log_loss", "macro_f1", "ece"),
                Metrics.none(THREE).figures().stream().map(Figure::name).toList());
    }

    @Test
    void auc_predictionsFarApart_isExact() {
        float[] targets = {0, 1, 0, 1, 1, 0};
        float[] outputs = {0.1f, 0.3f, 0.4f, 0.8f, 0.95f, 0.02f};
        assertEquals(
                8 / 9.0, figure(Metrics.of(TWO, outputs, targets, NONE), "auc").value());
        float[] weights = {1, 2, 3, 4, 5, 6}; // 2·(1 + 6) + 4·10 + 5·10 of 11·10
        assertEquals(
                104 / 110.0,
                figure(Metrics.of(TWO, outputs, targets, weights), "auc").value(),
                1e-15);
    }

    @Test
    void auc_separatedTiedOrTurnedRound_isOneHalfOrZero() {
        float[] targets = {0, 0, 1, 1};
        float[] apart = {0.1f, 0.2f, 0.8f, 0.9f};
        float[] turned = {0.9f, 0.8f, 0.2f, 0.1f};
        float[] tied = {0.4f, 0.4f, 0.4f, 0.4f};
        float[] certain = {0, 0, 1, 1};
        assertEquals(1, figure(Metrics.of(TWO, apart, targets, NONE), "auc").value());
        assertEquals(0, figure(Metrics.of(TWO, turned, targets, NONE), "auc").value());
        assertEquals(0.5, figure(Metrics.of(TWO, tied, targets, NONE), "auc").value());
        assertEquals(1, figure(Metrics.of(TWO, certain, targets, NONE), "auc").value());
    }

    @Test
    void auc_manyPredictionsAlikeAndTied_isCloseToAllPairs() {
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            Rows rows = Rows.random(seed, 1500, 2, true);
            for (int row = 0; row < 1500; row++) {
                rows.outputs[row] = random.nextInt(3) == 0 ? 0.5f : random.nextFloat();
            }
            assertEquals(
                    rows.areaUnderCurve(), figure(rows.metrics(true), "auc").value(), 1e-3, "seed " + seed);
        }
    }

    @Test
    void auc_oneClassAbsent_isUnknownAndTheRestIsNot() {
        for (float target : new float[] {0, 1}) {
            Metrics metrics = Metrics.of(TWO, new float[] {0.2f, 0.9f}, new float[] {target, target}, NONE);
            assertTrue(Double.isNaN(figure(metrics, "auc").value()));
            assertEquals(0.5, figure(metrics, "accuracy").value());
            assertTrue(Double.isFinite(figure(metrics, "log_loss").value()));
        }
    }

    /** As scikit-learn has it: a class that neither occurs nor is predicted says nothing about the model. */
    @Test
    void macroF1_classesAbsent_areLeftOut() {
        ClassJudge judge = new ClassJudge(4);
        float[] outputs = {
            0.7f, 0.1f, 0.1f, 0.1f, //
            0.1f, 0.7f, 0.1f, 0.1f, //
            0.6f, 0.2f, 0.1f, 0.1f
        };
        Metrics perfect = Metrics.of(judge, outputs, new float[] {0, 1, 0}, NONE);
        assertEquals(1, figure(perfect, "macro_f1").value());
        assertEquals(0.8 / 2, figure(perfect, "macro_f1").baseline(), 1e-15);
        Metrics mistaken = Metrics.of(judge, outputs, new float[] {0, 1, 2}, NONE);
        assertEquals((2 / 3.0 + 1 + 0) / 3, figure(mistaken, "macro_f1").value(), 1e-15);
        Metrics never = Metrics.of(judge, outputs, new float[] {1, 1, 1}, NONE);
        assertEquals(1, figure(never, "macro_f1").baseline(), 1e-15, "always the only class there is");
        assertEquals(0.5 / 2, figure(never, "macro_f1").value(), 1e-15);
    }

    @Test
    void logLoss_certainAndWrong_isClipped() {
        float[] outputs = {1, 0, 0};
        float[] targets = {0, 1, 0};
        Metrics two = Metrics.of(TWO, outputs, targets, NONE);
        assertEquals(-2 * Math.log(1e-7) / 3, two.loss(), 1e-12);
        Metrics three = Metrics.of(THREE, new float[] {1, 0, 0}, new float[] {2}, NONE);
        assertEquals(-Math.log(1e-7), three.loss(), 1e-12);
    }

    @Test
    void accuracy_exactlyHalf_isTheSecondClass() {
        Metrics two = Metrics.of(TWO, new float[] {0.5f, 0.4999f}, new float[] {1, 1}, NONE);
        assertEquals(0.5, figure(two, "accuracy").value());
        Metrics three = Metrics.of(THREE, new float[] {0.4f, 0.4f, 0.2f}, new float[] {0}, NONE);
        assertEquals(1, figure(three, "accuracy").value(), "the first among equals");
    }

    @Test
    void add_predictionsThatAreNoNumber_makeTheLossNoNumber() {
        Metrics two = Metrics.of(TWO, new float[] {Float.NaN, 0.4f}, new float[] {1, 0}, NONE);
        assertTrue(Double.isNaN(two.loss()), "a net that has diverged must not look good");
        Metrics three = Metrics.of(THREE, new float[] {Float.NaN, Float.NaN, Float.NaN}, new float[] {1}, NONE);
        assertTrue(Double.isNaN(three.loss()));
    }

    @Test
    void figures_noRows_areUnknown() {
        for (ClassJudge judge : List.of(TWO, THREE)) {
            for (Figure figure : Metrics.none(judge).figures()) {
                assertTrue(Double.isNaN(figure.value()), figure.name());
                boolean known = figure.name().equals("auc");
                assertEquals(known ? 0.5 : Double.NaN, figure.baseline(), figure.name());
            }
        }
    }
}
