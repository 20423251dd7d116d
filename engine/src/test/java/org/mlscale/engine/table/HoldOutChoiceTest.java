package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.ChunkCut;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/** When a date column decides without being asked: the dates here are days as numbers. */
class HoldOutChoiceTest {
    private static final Schema SCHEMA = new Schema(
            true,
            List.of(new Column.Numeric("day", 100, 0, 1, 0, 1, 0)),
            new Target.Numeric("y", 0, 0, 1, 0, 1),
            1,
            Optional.empty(),
            MissingTokens.USUAL,
            DecimalSign.POINT);

    /** 3,000 rows in three chunks; {@code day} gives each row's day, NaN for none. */
    private static HoldOut choose(IntToDoubleFunction day) {
        List<CachedChunk> chunks = new ArrayList<>();
        List<RowSet> usable = new ArrayList<>();
        for (int first = 0; first < 3000; first += 1000) {
            float[] days = new float[1000];
            float[] targets = new float[1000];
            char[] buckets = new char[1000];
            for (int row = 0; row < 1000; row++) {
                days[row] = (float) (day.applyAsDouble(first + row) - 100);
                targets[row] = row;
                buckets[row] = (char) (Draws.draw(first + row) >>> 48);
            }
            chunks.add(new CachedChunk(
                    new ChunkCut("t.csv", 0, 0),
                    first,
                    List.of(new Cells.Floats(days), new Cells.Floats(targets)),
                    buckets));
            usable.add(RowSet.of(IntStream.range(0, 1000).toArray()));
        }
        List<TimeColumn> dates = List.of(new TimeColumn("day", 0, new CellKind.Numeric(100)));
        return new HoldOutChoice(
                        HoldOutWish.auto(),
                        42,
                        SCHEMA,
                        chunks,
                        usable,
                        dates,
                        new Groups(List.of()),
                        Freezing.NOTHING_AHEAD)
                .make();
    }

    private static void assertByRow(String why, HoldOut held) {
        assertEquals(Split.By.ROW, held.split().by());
        assertEquals(why, held.split().why());
        assertEquals(300, held.rowCount());
    }

    @Test
    void auto_dateThatNeverDecreases_holdsOutTheLastTenth() {
        HoldOut held = choose(row -> Math.floorDiv(row, 5));
        assertEquals(
                new Split(
                        Split.By.TIME,
                        "day",
                        "the rows from 540 on by \"day\"",
                        "it never decreases through the table",
                        "a cell filled in later than its row's time knows the future, and who came before may come"
                                + " again"),
                held.split());
        assertEquals(300, held.rowCount());
        assertEquals(700, held.rows().getLast().select(0));
    }

    @Test
    void auto_fewDatesMissing_areNoObstacle() {
        HoldOut held = choose(row -> row % 200 == 0 ? Double.NaN : row);
        assertEquals(
                "the rows from 2701 on by \"day\"; 15 without a time are learned from",
                held.split().what());
    }

    @Test
    void auto_dateThatDecreasesOnce_doesNotDecide() {
        assertByRow("no date column is in order and no --id column repeats", choose(row -> row == 1000 ? 998 : row));
    }

    @Test
    void auto_manyDatesMissing_doNotDecide() {
        assertByRow("\"day\" is in order but empty in 60 rows", choose(row -> row % 50 == 0 ? Double.NaN : row));
    }

    @Test
    void auto_fewDifferentDates_neverGiveAnEmptyOrGiantHoldOut() {
        String why = "\"day\" is in order but too many rows share its last times";
        assertByRow(why, choose(_ -> 7));
        assertByRow(why, choose(row -> Math.floorDiv(row, 1000)));
        assertByRow(why, choose(row -> row < 2990 ? 7 : 8));
        assertEquals(Split.By.TIME, choose(row -> row < 2800 ? 7 : 8).split().by());
    }
}
