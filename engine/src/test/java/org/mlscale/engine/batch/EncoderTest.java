package org.mlscale.engine.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Ramps;
import org.mlscale.engine.schema.Scaling;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.schema.Unit;
import org.mlscale.engine.table.CachedChunk;
import org.mlscale.engine.table.Cells;

/** What the encoder gives, worked out by hand. */
class EncoderTest {
    private static final ChunkCut CUT = new ChunkCut("t.csv", 0, 0);

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
                    new Column.Numeric("a", pivot, 0, 1, 0, 0, 9), Arrays.copyOf(cells, 200), random.nextInt(2, 33));
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
        Column column = new Column.Category("a", List.of("red", "blue", "tan"), 5, 3);
        Cells cells = new Cells.Codes(new int[] {1, 2, 3, 0}, List.of("", "blue", "red", "unseen"));
        assertFeatures(
                "[0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]",
                5,
                column,
                cells);
    }

    @Test
    void features_categoryOfTwoKeys_isOneInputOfEitherSign() {
        Cells cells = new Cells.Codes(new int[] {1, 2, 3, 0}, List.of("", "yes", "no", "unseen"));
        List<String> keys = List.of("no", "yes");
        assertFeatures("[1.0, -1.0, 0.0, 0.0]", 1, new Column.Category("a", keys, 0, 0), cells);
        assertFeatures("[1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, 1.0]", 2, new Column.Category("a", keys, 0, 1), cells);
        assertFeatures("[1.0, 0.0, -1.0, 0.0, 0.0, 1.0, 0.0, 0.0]", 2, new Column.Category("a", keys, 1, 0), cells);
        assertFeatures(
                "[1.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]",
                3,
                new Column.Category("a", keys, 1, 1),
                cells);
    }

    /** Wednesday 1970-01-07 02:00, Sunday 1969-12-28 23:59:59, none. */
    @Test
    void features_date_areThoseOfItsPartsAndOneInputForMissing() {
        Column.Date.Part weekday =
                new Column.Date.Part(Unit.WEEKDAY, new Column.Numeric("d weekday", 2, 4, 2, 1, 7, 0));
        Column.Date.Part hour = new Column.Date.Part(Unit.HOUR, new Column.Numeric("d hour", 0, 12, 10, 0, 23, 0));
        Column.Date.Part day = new Column.Date.Part(Unit.ORDINAL_DAY, new Column.Numeric("d day", 0, 0, 4, -9, 9, 0));
        Cells cells = new Cells.Times(new long[] {6 * 86_400 + 7200, -3 * 86_400 - 1, Cells.Times.MISSING});
        List<Column.Date.Part> parts = List.of(weekday, hour, day);
        String wednesday = squashed(-0.5, -1, 1.5);
        String sunday = squashed(1.5, 1.1, -1);
        assertFeatures(
                "[%s, %s, 0.0, 0.0, 0.0]".formatted(wednesday, sunday),
                3,
                new Column.Date("d", DateOrder.YMD, parts, 0, 1, 0),
                cells);
        assertFeatures(
                "[%s, 0.0, %s, 0.0, 0.0, 0.0, 0.0, 1.0]".formatted(wednesday, sunday),
                4,
                new Column.Date("d", DateOrder.YMD, parts, 0, 1, 6),
                cells);
    }

    /** The inputs of numbers so far from their centers. */
    private static String squashed(double... deviations) {
        return DoubleStream.of(deviations)
                .mapToObj(z -> Float.toString((float) (z / Math.sqrt(1 + z * z / 9))))
                .collect(Collectors.joining(", "));
    }

    /** Each part of a date has the inputs of the number that it is, ramps and all; the input for missing dates comes after them. */
    @Test
    void features_dateWithRamps_areThoseOfItsPartsAsNumbers() {
        long[] seconds = LongStream.range(0, 400)
                .map(i -> i == 7 ? Cells.Times.MISSING : 1_600_000_000L + i * i * 3607)
                .toArray();
        List<Column.Date.Part> parts = Stream.of(Unit.MONTH, Unit.WEEKDAY, Unit.HOUR)
                .map(unit -> new Column.Date.Part(unit, new Column.Numeric("d " + unit.text(), 3, 0, 1, 0, 0, 0)))
                .map(part -> new Column.Date.Part(part.unit(), Scaling.fit(part.number(), part.of(seconds), 8)))
                .toList();
        Column.Date date = new Column.Date("d", DateOrder.YMD, parts, 0, 1, 1);
        float[] features = features(date, new Cells.Times(seconds));
        int at = 0;
        for (Column.Date.Part part : parts) {
            Column.Numeric number = part.number();
            assertTrue(number.ramps().count() > 1, part.unit().text());
            float[] expected = features(number, new Cells.Floats(part.of(seconds)));
            for (int row = 0; row < seconds.length; row++) {
                assertArrayEquals(
                        Arrays.copyOfRange(expected, row * number.inputCount(), (row + 1) * number.inputCount()),
                        Arrays.copyOfRange(
                                features,
                                row * date.inputCount() + at,
                                row * date.inputCount() + at + number.inputCount()),
                        "%s of row %d".formatted(part.unit(), row));
            }
            at += number.inputCount();
        }
        for (int row = 0; row < seconds.length; row++) {
            assertEquals(row == 7 ? 1 : 0, features[row * date.inputCount() + at], "row " + row);
        }
        assertEquals(at + 1, date.inputCount());
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
                new Column.Category("c", List.of("x", "z", "q"), 0, 1),
                new Column.Unused("w", Column.Why.WEIGHT));
        Schema schema = new Schema(true, columns, NUMBER, 2, Optional.of("w"), MissingTokens.USUAL, DecimalSign.POINT);
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
        Batch batch = Feed.rows(encoder, new int[] {2, 0, 1}, 6);
        assertArrayEquals(
                new float[] {
                    0, 0, 1, 0, 0, 0, //
                    2.4f, 0, 0, 1, 0, 0, //
                    0, 1, 0, 0, 0, 1
                },
                batch.features());
        assertEquals(6, batch.featureCount());
        assertArrayEquals(new float[] {Float.NaN, -2, 0}, batch.targets());
        assertArrayEquals(new float[] {0, 1, 0.5f}, batch.weights());
        assertArrayEquals(new long[] {42, 40, 41}, batch.rowNumbers());
        assertEquals(1.5, batch.weight());
        assertEquals(3, batch.rowCount());
    }

    @Test
    void rows_severalTargets_areInTheOrderOfTraining() {
        Target first = new Target.Numeric("z", 0, Math.log(2), 0.5, 0, 9, new Target.Bend.Log(1, 1));
        Schema schema = new Schema(
                true,
                List.of(new Column.Numeric("a", 0, 0, 1, 0, 0, 0)),
                List.of(first, NUMBER),
                List.of(2, 0),
                Optional.empty(),
                MissingTokens.USUAL,
                DecimalSign.POINT);
        CachedChunk chunk = new CachedChunk(
                CUT,
                0,
                List.of(
                        new Cells.Floats(new float[] {2, 10}),
                        new Cells.Floats(new float[] {2.25f, 4}),
                        new Cells.Floats(new float[] {2, Float.NaN})),
                new char[2]);
        Batch batch = Feed.rows(Encoder.of(schema, chunk), new int[] {1, 0}, 1);
        assertArrayEquals(new float[] {2.4f, 1.8f}, batch.features());
        assertArrayEquals(new float[] {Float.NaN, 0, 0, -2}, batch.targets());
        assertEquals(2, batch.targetCount());
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
                MissingTokens.USUAL,
                DecimalSign.POINT);
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
        assertEquals(expected, Arrays.toString(features(column, cells)));
    }

    private static float[] features(Column column, Cells cells) {
        int rows = switch (cells) {
            case Cells.Floats(float[] values) -> values.length;
            case Cells.Times(long[] seconds) -> seconds.length;
            case Cells.Codes codes -> codes.codes().length;
            case Cells.None _ -> 0;
        };
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
        return new Schema(true, List.of(column), target, 1, Optional.empty(), MissingTokens.USUAL, DecimalSign.POINT);
    }
}
