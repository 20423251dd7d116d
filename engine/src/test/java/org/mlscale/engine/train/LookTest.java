package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.Tables;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.model.Ensemble;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.PlainNetwork;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.Table;

class LookTest {
    /** Log-normal, of which a says some. */
    private static Table table() {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("a,y\n");
        for (int row = 0; row < 3000; row++) {
            double a = random.nextGaussian();
            csv.append("%.5f,%.5f\n".formatted(a, 100 * Math.exp(0.8 * a + 1.1 * random.nextGaussian())));
        }
        return Tables.withoutRamps(Tables.freeze(csv.toString(), Roles.Task.AUTO, 0.3));
    }

    /** The mean of logarithms is the logarithm of far less than the mean; what is saved predicts the mean. */
    @Test
    void of_logarithm_judgesAndSavesWhatIsRightInTheMean() {
        Table table = table();
        Target.Numeric target =
                assertInstanceOf(Target.Numeric.class, table.schema().target());
        assertInstanceOf(Target.Bend.Log.class, target.bend());
        Net net = Net.mlp(1, List.of(8), 1, Head.NUMBER);
        PlainNetwork network = new PlainNetwork(net);
        TrainJob job = new TrainJob(
                new Ensemble(net, 1), Regime.EXACT.shape(4, 16), Adam.of(0.01f), 10, 100_000, Plateau.never());
        TrainState state = Runs.trained(job, table, network, 1);
        assertEquals(1, state.history().evaluations().size(), "only the last");
        float[] params = state.average();
        float[] best = job.result(state);
        int bias = params.length - 1;
        assertArrayEquals(Arrays.copyOf(params, bias), Arrays.copyOf(best, bias), "only the last bias is shifted");
        assertTrue(best[bias] > params[bias], "upwards");

        Batch held = new Feed(table)
                .holdout(LongStream.range(0, table.holdout().rowCount()).toArray());
        double actual = sum(target, held.targets());
        double before = sum(target, network.predict(params, held)) / actual;
        double after = sum(target, network.predict(best, held)) / actual;
        assertTrue(before < 0.7, "trained is the mean of logarithms: %s of the sum".formatted(before));
        assertEquals(1, after, 0.2);
        List<Figure> figures = state.history().best().orElseThrow().figures();
        assertEquals(
                rmse(target, network.predict(best, held), held.targets()),
                figures.getFirst().value(),
                0.01);
        double loss = 0;
        float[] learned = network.predict(params, held);
        for (int i = 0; i < learned.length; i++) {
            loss += Math.pow(learned[i] - held.targets()[i], 2) / learned.length;
        }
        assertEquals(loss, state.history().best().orElseThrow().loss(), 1e-6, "the loss is that of training");
    }

    private static double sum(Target.Numeric target, float[] learned) {
        double sum = 0;
        for (float one : learned) {
            sum += target.decode(one);
        }
        return sum;
    }

    private static double rmse(Target.Numeric target, float[] outputs, float[] targets) {
        double squares = 0;
        for (int i = 0; i < outputs.length; i++) {
            squares += Math.pow(target.decode(outputs[i]) - target.decode(targets[i]), 2) / outputs.length;
        }
        return Math.sqrt(squares);
    }
}
