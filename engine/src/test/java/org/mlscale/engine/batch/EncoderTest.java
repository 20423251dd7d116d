package org.mlscale.engine.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Ramps;
import org.mlscale.engine.schema.Scaling;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.CachedChunk;
import org.mlscale.engine.table.Cells;

/** What the encoder gives, worked out by hand. */
class EncoderTest {
    private static final ChunkCut CUT = new ChunkCut("t.csv", 0, 0, 1);

    private static final Cells NONE = new Cells.None();
    private static final Target NUMBER = new Target.Numeric("y", 100, 110, 4, 0, 200);
    private static final Target CLASSES = new Target.Classes("y", List.of("no", "perhaps", "yes"), List.of(1L, 1L, 1L));

    @Test
    void features_number_isStandardisedPastItsPivotAndBounded() {
        Column column = new Column.Numeric("a", 1e9, 1e9 + 3, 2, 0, 0, 0);
        assertFeatures(
                "[-2.4, 0.0, 1.8, 0.0, 3.0, -3.0]", // -4 / √(1 + 16/9), 2.25 / √(1 + 9/16)
                1,
                column,
                new Cells.Floats(new float[] {-5, 3, 7.5f, Float.NaN, Float.MAX_VALUE, -Float.MAX_VALUE}));
    }

    /** Ramps from 0 to 4 and from 4 to 5 past the pivot, with means of 0.5 and 0.25, a gain of 0.4. */
    @Test
    void features_numberWithRamps_hasThemBehindItAndBeforeTheMissingOne() {
        Ramps ramps = new Ramps(List.of(1e9, 1e9 + 4, 1e9 + 5), List.of(0.5, 0.25), 0.4);
        Column column = new Column.Numeric("a", 1e9, 1e9 + 3, 2, 0, 0, ramps, 7);
        assertEquals(4, column.inputCount());
        float[] cells = {-5, 3, 7.5f, Float.NaN, 0, 4};
        float half = (float) (0.5 / Math.sqrt(1 + 0.25 / 9));
        float threeHalves = (float) (-1.5 / Math.sqrt(1 + 2.25 / 9));
        assertArrayEquals(
                new float[] {
                    -2.4f,
                    -0.2f,
                    -0.1f,
                    0, // before both
                    0,
                    0.1f,
                    -0.1f,
                    0, // three quarters up the first
                    1.8f,
                    0.2f,
                    0.3f,
                    0, // past both
                    0,
                    -0.2f,
                    -0.1f,
                    1,
                    threeHalves,
                    -0.2f,
                    -0.1f,
                    0, // on the first knot
                    half,
                    0.2f,
                    -0.1f,
                    0 // on the second
                },
                features(column, new Cells.Floats(cells)),
                1e-6f);
    }

    @Test
    void features_epochSeconds_everySecondIsTold() {
        double pivot = 1_700_000_000;
        Ramps ramps = new Ramps(List.of(pivot - 1, pivot + 1, pivot + 5), List.of(0.0, 0.0), 1);
        Column column = new Column.Numeric("a", pivot, pivot, 1, 0, 0, ramps, 0);
        float one = (float) (1 / Math.sqrt(1 + 1 / 9.0));
        float two = (float) (2 / Math.sqrt(1 + 4 / 9.0));
        assertArrayEquals(
                new float[] {-one, 0, 0, 0, 0.5f, 0, one, 1, 0, two, 1, 0.25f},
                features(column, new Cells.Floats(new float[] {-1, 0, 1, 2})),
                1e-6f);
    }

    @Test
    void features_fittedNumber_areThoseOfTheDefinition() {
        Seeds.some(30).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            double pivot = random.nextBoolean() ? 0 : 1e9 * random.nextGaussian();
            float[] cells = new float[300];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = random.nextInt(9) == 0 ? Float.NaN : (float) Math.rint(20 * random.nextGaussian());
            }
            Column.Numeric column = Scaling.fit(
                    new Column.Numeric("a", pivot, 0, 1, 0, 0, 9),
                    java.util.Arrays.copyOf(cells, 200),
                    random.nextInt(2, 33));
            Ramps ramps = column.ramps();
            float[] features = features(column, new Cells.Floats(cells));
            for (int i = 0, at = 0; i < cells.length; i++) {
                boolean missing = Float.isNaN(cells[i]);
                String where = "cell %s, %s".formatted(cells[i], Seeds.repeat(getClass(), seed));
                double x = pivot + cells[i];
                double z = (x - column.center()) / column.scale();
                assertEquals(missing ? 0 : z / Math.sqrt(1 + z * z / 9), features[at++], 1e-5, where);
                for (int t = 0; t < ramps.count(); t++) {
                    double from = ramps.knots().get(t);
                    double part =
                            missing ? 0 : Math.clamp((x - from) / (ramps.knots().get(t + 1) - from), 0, 1);
                    assertEquals(ramps.gain() * (part - ramps.means().get(t)), features[at++], 1e-6, where);
                }
                assertEquals(missing ? 1 : 0, features[at++], where);
            }
        });
    }

    @Test
    void features_numberThatMayBeMissing_hasAnInputThatSaysSo() {
        Column column = new Column.Numeric("a", 0, 3, 2, 0, 0, 7);
        assertFeatures("[-2.4, 0.0, 0.0, 0.0, 0.0, 1.0]", 2, column, new Cells.Floats(new float[] {-5, 3, Float.NaN}));
    }

    @Test
    void features_categoryWithOtherAndMissing_hasAnInputForEach() {
        Column column = new Column.Category("a", List.of("red", "blue"), 5, 3);
        Cells cells = new Cells.Codes(new int[] {1, 2, 3, 0}, List.of("", "blue", "red", "unseen"));
        assertFeatures(
                "[0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]", 4, column, cells);
    }

    @Test
    void features_categoryOfWhatTrainingNeverSaw_isAllZero() {
        Cells cells = new Cells.Codes(new int[] {1, 2, 0}, List.of("", "red", "unseen"));
        assertFeatures("[1.0, 0.0, 0.0]", 1, new Column.Category("a", List.of("red"), 0, 0), cells);
        assertFeatures("[1.0, 0.0, 0.0, 0.0, 0.0, 1.0]", 2, new Column.Category("a", List.of("red"), 0, 1), cells);
        assertFeatures("[1.0, 0.0, 0.0, 1.0, 0.0, 0.0]", 2, new Column.Category("a", List.of("red"), 1, 0), cells);
    }

    @Test
    void rows_wholeTable_putsEveryColumnInItsPlace() {
        List<Column> columns = List.of(
                new Column.Unused("id", Column.Why.ID),
                new Column.Numeric("a", 0, 1, 1, 0, 0, 2),
                new Column.Category("c", List.of("x", "z"), 0, 1),
                new Column.Unused("w", Column.Why.WEIGHT));
        Schema schema = new Schema(true, columns, NUMBER, 2, Optional.of("w"), MissingTokens.USUAL);
        CachedChunk chunk = new CachedChunk(
                CUT,
                40,
                List.of(
                        NONE,
                        new Cells.Floats(new float[] {5, Float.NaN, 1}),
                        new Cells.Floats(new float[] {2, 10, Float.NaN}),
                        new Cells.Codes(new int[] {1, 0, 2}, List.of("", "z", "x")),
                        new Cells.Floats(new float[] {1, 0.5f, 0})),
                new char[3]);
        Encoder encoder = Encoder.of(schema, chunk);
        assertEquals(3, encoder.rowCount());
        Batch batch = Feed.rows(encoder, new int[] {2, 0, 1}, 5);
        assertArrayEquals(
                new float[] {
                    0, 0, 1, 0, 0, //
                    2.4f, 0, 0, 1, 0, //
                    0, 1, 0, 0, 1
                },
                batch.features());
        assertEquals(5, batch.featureCount());
        assertArrayEquals(new float[] {Float.NaN, -2, 0}, batch.targets());
        assertArrayEquals(new float[] {0, 1, 0.5f}, batch.weights());
        assertArrayEquals(new long[] {42, 40, 41}, batch.rowNumbers());
        assertEquals(1.5, batch.weight());
        assertEquals(3, batch.rowCount());
    }

    @Test
    void rows_classes_areTheIndexOfTheLabel() {
        Cells words = new Cells.Codes(new int[] {1, 2, 3, 0, 4}, List.of("", "yes", "no", "perhaps", "never"));
        assertArrayEquals(new float[] {2, 0, 1, Float.NaN, Float.NaN}, targets(CLASSES, words, 5));
    }

    @Test
    void rows_tableWithoutLabels_hasNoTargetsAndNoWeights() {
        Schema schema = new Schema(
                true,
                List.of(new Column.Numeric("a", 0, 0, 1, 0, 0, 0), new Column.Unused("w", Column.Why.WEIGHT)),
                CLASSES,
                2,
                Optional.of("w"),
                MissingTokens.USUAL);
        CachedChunk chunk =
                new CachedChunk(CUT, 0, List.of(new Cells.Floats(new float[] {4, -2.25f}), NONE, NONE), new char[2]);
        Batch batch = Feed.rows(Encoder.of(schema, chunk), new int[] {0, 1}, 1);
        assertArrayEquals(new float[] {2.4f, -1.8f}, batch.features());
        assertArrayEquals(new float[] {Float.NaN, Float.NaN}, batch.targets());
        assertEquals(0, batch.weights().length);
        assertEquals(2, batch.weight());
    }

    @Test
    void rows_none_isAnEmptyBatch() {
        Schema schema = schema(new Column.Numeric("a", 0, 0, 1, 0, 0, 0), NUMBER);
        CachedChunk chunk = new CachedChunk(
                CUT, 0, List.of(new Cells.Floats(new float[0]), new Cells.Floats(new float[0])), new char[0]);
        Batch batch = Feed.rows(Encoder.of(schema, chunk), new int[0], 1);
        assertEquals(0, batch.rowCount());
        assertEquals(0, batch.features().length);
    }

    private static void assertFeatures(String expected, int inputs, Column column, Cells cells) {
        assertEquals(inputs, column.inputCount());
        assertEquals(expected, java.util.Arrays.toString(features(column, cells)));
    }

    private static float[] features(Column column, Cells cells) {
        int rows = cells instanceof Cells.Floats(float[] values) ? values.length : ((Cells.Codes) cells).codes().length;
        CachedChunk chunk = new CachedChunk(CUT, 0, List.of(cells, NONE), new char[rows]);
        int[] all = java.util.stream.IntStream.range(0, rows).toArray();
        return Feed.rows(Encoder.of(schema(column, NUMBER), chunk), all, column.inputCount())
                .features();
    }

    private static float[] targets(Target target, Cells cells, int rows) {
        CachedChunk chunk = new CachedChunk(CUT, 0, List.of(new Cells.Floats(new float[rows]), cells), new char[rows]);
        Schema schema = schema(new Column.Numeric("a", 0, 0, 1, 0, 0, 0), target);
        return Feed.rows(
                        Encoder.of(schema, chunk),
                        java.util.stream.IntStream.range(0, rows).toArray(),
                        1)
                .targets();
    }

    private static Schema schema(Column column, Target target) {
        return new Schema(true, List.of(column), target, 1, Optional.empty(), MissingTokens.USUAL);
    }
}
