package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.Tables;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.ClassJudge;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.metrics.NumberJudge;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.LaneShape;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.train.Recipe.Wishes;

class RecipeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 128",
        "2999, 128",
        "3000, 256",
        "14999, 256",
        "15000, 512",
        "99999, 512",
        "100000, 1024",
        "4095999, 1024",
        "4096000, 2048",
        "8191999, 2048",
        "8192000, 4096",
        "32767999, 8192",
        "32768000, 16384",
        "1000000000000, 16384"
    })
    void batch_atTheBordersOfTheRule_isTheRecordedOne(long rows, int batch) {
        assertEquals(batch, Recipe.batch(rows));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.001", "128, 0.001", "1024, 0.001", "2048, 0.00141421356", "4096, 0.002", "16384, 0.004"})
    void learningRate_byBatch_growsWithItsRootBeyond1024(int batch, double rate) {
        assertEquals(rate, Recipe.learningRate(batch), 1e-9);
    }

    /** About 1.2 million rows are shown to the net, in 12 to 100 epochs. */
    @ParameterizedTest
    @CsvSource({"50, 100", "11900, 100", "12061, 99", "20000, 60", "110000, 12"})
    void epochs_byRows_showAboutAsManyRows(int rows, int epochs) {
        Table table = Tables.numbers(rows, false, 0, 1);
        TrainJob job = Recipe.job(table, Wishes.none());
        assertEquals(epochs, job.epochs());
        assertEquals(rows, job.evaluateEveryRows(), "a look an epoch");
    }

    @Test
    void job_sameTableAndWishes_isTheSame() {
        TrainJob job = Recipe.job(Tables.numbers(300, false, 0.1, 1), Wishes.none());
        assertEquals(job, Recipe.job(Tables.numbers(300, false, 0.1, 1), Wishes.none()));
        assertEquals("3-256-128-1", job.net().toString());
        assertEquals(Head.NUMBER, job.net().head());
        assertEquals(LaneShape.of(128, 42), job.shape());
        assertEquals(Adam.of(0.001f), job.optimizer());
        assertEquals(OptionalInt.of(10), job.patience());
    }

    @Test
    void job_wishes_goBeforeTheRecipe() {
        Wishes wishes = new Wishes(
                Optional.of(List.of(7, 5)),
                OptionalInt.of(300),
                OptionalDouble.of(0.25),
                OptionalInt.of(3),
                Optional.of(OptionalInt.of(2)),
                Optional.empty(),
                77);
        TrainJob job = Recipe.job(Tables.numbers(300, false, 0.1, 1), wishes);
        assertEquals("3-7-5-1", job.net().toString());
        assertEquals(LaneShape.of(270, 77), job.shape(), "no more than the 270 rows there are");
        assertEquals(new LaneShape(3, 90, 77, LaneShape.EXACT_ROWS_MAX, LaneShape.WINDOW_ROWS), job.shape());
        assertEquals(Adam.of(0.25f), job.optimizer());
        assertEquals(3, job.epochs());
        assertEquals(OptionalInt.of(2), job.patience());
    }

    @Test
    void job_batchWished_learningRateFollowsIt() {
        Wishes wishes = new Wishes(
                Optional.empty(),
                OptionalInt.of(4096),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
        assertEquals(
                Adam.of(0.002f),
                Recipe.job(Tables.numbers(5000, false, 0.1, 1), wishes).optimizer());
        assertEquals(
                Adam.of(0.001f),
                Recipe.job(Tables.numbers(300, false, 0.1, 1), wishes).optimizer(),
                "a batch is never larger than the table");
    }

    @Test
    void job_netOfTooManyParams_isAUsageFaultBeforeAnythingIsAllocated() {
        Wishes wishes = new Wishes(
                Optional.of(List.of(65536, 65536)),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
        Fault fault = assertThrows(Fault.class, () -> Recipe.job(Tables.numbers(300, false, 0.1, 1), wishes));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertEquals(
                "the net would have 4,295,360,513 params, from 3 inputs on; up to 268,435,456 can be trained",
                fault.getMessage());
    }

    @Test
    void job_neverStopEarlyWished_hasNoPatience() {
        Wishes wishes = new Wishes(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.of(OptionalInt.empty()),
                Optional.empty(),
                1);
        assertEquals(
                OptionalInt.empty(),
                Recipe.job(Tables.numbers(300, false, 0.1, 1), wishes).patience());
    }

    private static Wishes metric(Measure metric) {
        return new Wishes(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(metric),
                1);
    }

    @Test
    void job_metricWished_isTheJobs() {
        Table table = Tables.numbers(300, false, 0.1, 1);
        assertEquals(
                Optional.of(Measure.MAE), Recipe.job(table, metric(Measure.MAE)).metric());
        assertEquals(Optional.empty(), Recipe.job(table, Wishes.none()).metric());
    }

    @Test
    void job_metricOfAnotherTask_isAUsageFault() {
        Table table = Tables.numbers(300, false, 0.1, 1);
        Fault fault = assertThrows(Fault.class, () -> Recipe.job(table, metric(Measure.AUC)));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertEquals("--metric auc does not fit the target y", fault.getMessage());
        assertEquals("one that does: rmse, mae, r2", fault.hint());
    }

    @Test
    void job_metricWithoutRowsHeldOut_isAUsageFault() {
        Table table = Tables.numbers(300, false, 0, 1);
        Fault fault = assertThrows(Fault.class, () -> Recipe.job(table, metric(Measure.MAE)));
        assertEquals("--metric mae chooses by rows held out, and there are none", fault.getMessage());
    }

    @Test
    void job_twoOrMoreClasses_hasTheirHeadAndJudge() {
        Table two = Tables.classes(60, 2, 0.1, 1);
        assertEquals("3-256-128-1", Recipe.job(two, Wishes.none()).net().toString());
        assertEquals(Head.YES_NO, Recipe.job(two, Wishes.none()).net().head());
        Table four = Tables.classes(60, 4, 0.1, 1);
        assertEquals("3-256-128-4", Recipe.job(four, Wishes.none()).net().toString());
        assertEquals(Head.CLASSES, Recipe.job(four, Wishes.none()).net().head());
        assertEquals(new ClassJudge(2), Recipe.judge(two.schema()));
        assertEquals(new ClassJudge(4), Recipe.judge(four.schema()));
    }

    @Test
    void judge_number_hasTheTargetsScale() {
        Table table = Tables.numbers(300, false, 0.1, 1);
        Target.Numeric target =
                assertInstanceOf(Target.Numeric.class, table.schema().target());
        assertEquals(new NumberJudge(target.scale()), Recipe.judge(table.schema()));
    }
}
