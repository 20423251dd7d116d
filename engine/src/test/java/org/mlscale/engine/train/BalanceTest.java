package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.Tables;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.model.Ensemble;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.PlainNetwork;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.Draws;
import org.mlscale.engine.table.LaneShape;
import org.mlscale.engine.table.Table;

class BalanceTest {
    /** Which class a row is has nothing to do with its input. */
    private static Table table(int classCount) {
        StringBuilder csv = new StringBuilder("a,y\n");
        for (int row = 0; row < 400; row++) {
            double draw = Draws.unit(1, row);
            int label = draw < 0.8 ? 0 : draw < 0.95 ? 1 : classCount - 1;
            csv.append("%.4f,%s\n".formatted(Draws.unit(2, row), "word" + label));
        }
        return Tables.withoutRamps(Tables.freeze(csv.toString(), Roles.Task.CLASSIFICATION, 0.2));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void of_classes_weighAllClassesTheSameAndRowsOneInTheMean(int classCount) {
        Table table = table(classCount);
        Balance balance = Balance.of(table.schema().classes().orElseThrow());
        assertTrue(balance.on());
        Feed plain = new Feed(table);
        long[] all =
                java.util.stream.LongStream.range(0, table.train().rowCount()).toArray();
        Batch batch = balance.of(plain).training(all);
        double[] weights = new double[classCount];
        for (int row = 0; row < batch.rowCount(); row++) {
            weights[(int) batch.targets()[row]] += batch.weights()[row];
        }
        double each = (double) batch.rowCount() / classCount;
        for (double weight : weights) {
            assertEquals(each, weight, 0.25 * each); // but for which rows are held out
        }
        assertEquals(batch.rowCount(), batch.weight(), 0.1 * batch.rowCount());
        assertEquals(0, balance.of(plain).holdout(new long[] {0, 1}).weights().length, "rows are judged as they are");
        assertSame(plain, Balance.OFF.of(plain));
    }

    @Test
    void of_rowsWithWeights_multiplies() {
        Table table = Tables.freeze("a,w,y\n1,2,no\n2,3,no\n3,5,no\n4,7,yes\n", Roles.Task.AUTO, 0);
        Feed feed = Balance.of(table.schema().classes().orElseThrow()).of(new Feed(table));
        float third = (float) (4 / (3 * 2.0));
        assertArrayEquals(
                new float[] {2 * third, 3 * third, 5 * third, 14},
                feed.training(new long[] {0, 1, 2, 3}).weights());
    }

    /** Odds of the params that were trained are those of the params that are judged, times the weights. */
    @Test
    void shiftedBack_oddsOfClasses_areDividedByTheirWeights() {
        Balance two = Balance.of(new Target.Classes("y", List.of("no", "yes"), List.of(90L, 10L)));
        float yes = predicted(two, Head.YES_NO, 1, true)[0];
        float before = predicted(two, Head.YES_NO, 1, false)[0];
        assertEquals(before / (1 - before) / 9, yes / (1 - yes), 1e-5);
        Balance three = Balance.of(new Target.Classes("y", List.of("a", "b", "c"), List.of(70L, 20L, 10L)));
        float[] after = predicted(three, Head.CLASSES, 3, true);
        float[] classes = predicted(three, Head.CLASSES, 3, false);
        assertEquals(classes[1] / classes[0] * 2 / 7, after[1] / after[0], 1e-5);
        assertEquals(classes[2] / classes[0] / 7, after[2] / after[0], 1e-5);
    }

    @Test
    void off_shiftsNothing() {
        Net net = Net.mlp(2, List.of(3), 2, Head.NUMBER);
        float[] params = net.initialParams(3);
        float[] judged = shiftedBack(Balance.OFF, net, params);
        assertArrayEquals(params, judged);
        assertNotSame(params, judged);
        assertFalse(Balance.OFF.on());
    }

    private static float[] shiftedBack(Balance balance, Net net, float[] params) {
        return new Ensemble(net, 1).shifted(params, balance.shifts(net.head()));
    }

    private static TrainJob job(Net net, LaneShape shape, Adam optimizer, Balance balance, int epochs) {
        return new TrainJob(
                new Ensemble(net, 1), shape, optimizer, balance, epochs, 150, Plateau.never(), Optional.empty());
    }

    private static float[] predicted(Balance balance, Head head, int outputs, boolean shifted) {
        Net net = Net.mlp(2, List.of(3), outputs, head);
        float[] params = net.initialParams(3);
        Batch batch = new Batch(new float[] {1, -2}, 2, new float[1], new float[0], new long[1]);
        return new PlainNetwork(net).predict(shifted ? shiftedBack(balance, net, params) : params, batch);
    }

    /** Learned with balance or without it, what is judged and saved are the shares of the table. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void train_balanced_givesTheProbabilitiesOfTheTable(int classCount) {
        Table table = table(classCount);
        Target.Classes classes = table.schema().classes().orElseThrow();
        int outputs = table.schema().outputCount();
        Net net = Net.mlp(1, List.of(), outputs, outputs == 1 ? Head.YES_NO : Head.CLASSES);
        Balance balance = Balance.of(classes);
        TrainJob job = job(net, Regime.EXACT.shape(4, 16), Adam.of(0.05f), balance, 60);
        TrainState state = Runs.trained(job, table, new PlainNetwork(net), 1);
        float[] result = new PlainNetwork(net)
                .predict(job.result(state), new Batch(new float[1], 1, new float[1], new float[0], new long[1]));
        double[] shares = classes.shares();
        for (int i = 0; i < classCount; i++) {
            double probability = outputs > 1 ? result[i] : i == 1 ? result[0] : 1 - result[0];
            assertEquals(shares[i], probability, 0.05, "class " + i);
        }
        double trained = new PlainNetwork(net)
                .predict(state.params(), new Batch(new float[1], 1, new float[1], new float[0], new long[1]))[0];
        assertEquals(1.0 / classCount, trained, 0.1, "what is trained takes them for equally common");
        double judged = state.history().best().orElseThrow().loss();
        double guessing = 0;
        for (double share : shares) {
            guessing -= share * Math.log(share);
        }
        assertEquals(guessing, judged, 0.1, "the hold-out is judged with what is saved");
    }

    @Test
    void result_nothingJudged_isShiftedBackToo() {
        Table table = Tables.withoutRamps(Tables.classes(60, 2, 0, 1));
        Net net = Net.mlp(3, List.of(), 1, Head.YES_NO);
        Balance balance = Balance.of(new Target.Classes("y", List.of("a", "b"), List.of(50L, 10L)));
        TrainJob job = job(net, Regime.EXACT.shape(4, 16), Adam.of(0.05f), balance, 2);
        TrainState state = Runs.trained(job, table, new PlainNetwork(net), 1);
        assertArrayEquals(shiftedBack(balance, net, state.average()), job.result(state));
    }
}
