package org.mlscale.engine.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.Tables;
import org.mlscale.engine.batch.Batch;
import org.mlscale.engine.batch.Feed;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Network;
import org.mlscale.engine.table.Draws;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.train.Recipe;

/** Standard errors of held-out figures, beside those that statistics give. */
class HeldOutNoiseTest {
    /** Answers right but for a share of the rows, which {@code params[0]} draws. */
    private record Guesser(double wrong) implements Network {
        @Override
        public Net net() {
            return Net.mlp(1, List.of(), List.of(), 3, Head.CLASSES);
        }

        @Override
        public double gradient(float[] params, Batch batch, int epoch, float[] gradient) {
            throw new UnsupportedOperationException("nothing is learned here");
        }

        @Override
        public float[] predict(float[] params, Batch batch) {
            float[] outputs = new float[3 * batch.rowCount()];
            for (int row = 0; row < batch.rowCount(); row++) {
                boolean right = Draws.unit((long) params[0], batch.rowNumbers()[row]) >= wrong;
                int answer = ((int) batch.targets()[row] + (right ? 0 : 1)) % 3;
                for (int output = 0; output < 3; output++) {
                    outputs[3 * row + output] = output == answer ? 0.8f : 0.1f;
                }
            }
            return outputs;
        }
    }

    private static HeldOutNoise noise(Table table) {
        return new HeldOutNoise(
                Recipe.judge(table.schema()), new Feed(table), table.holdout().rowCount(), "accuracy");
    }

    @Test
    void error_ofAccuracy_isThatOfAShare() {
        Table table = Tables.classes(6_000, 3, 0.5, 1);
        HeldOutNoise noise = noise(table);
        noise.add(new Guesser(0.2), new float[] {1});
        double rows = table.holdout().rowCount();
        assertEquals(Math.sqrt(0.2 * 0.8 / rows), noise.error(0), 0.1 * noise.error(0));
    }

    @Test
    void error_ofDifference_isPaired() {
        Table table = Tables.classes(6_000, 3, 0.5, 1);
        HeldOutNoise noise = noise(table);
        noise.add(new Guesser(0.2), new float[] {1});
        noise.add(new Guesser(0.2), new float[] {1});
        noise.add(new Guesser(0.2), new float[] {2});
        noise.add(new Guesser(0.21), new float[] {1});
        assertEquals(0, noise.error(1, 0), "the same answers");
        double alone = noise.error(0);
        assertEquals(
                Math.sqrt(2) * alone,
                noise.error(2, 0),
                0.15 * alone,
                "answers that have nothing to do with each other");
        assertTrue(noise.error(3, 0) < alone / 3, "nearly the same answers");
    }

    @Test
    void error_ofMoreRowsThanAreDrawnAgain_fallsWithAllOfThem() {
        Table table = Tables.classes(100_000, 3, 0.5, 1);
        HeldOutNoise noise = noise(table);
        noise.add(new Guesser(0.2), new float[] {1});
        double rows = table.holdout().rowCount();
        assertTrue(rows > 2 * HeldOutNoise.ROWS_MAX);
        assertEquals(Math.sqrt(0.2 * 0.8 / rows), noise.error(0), 0.1 * noise.error(0));
    }
}
