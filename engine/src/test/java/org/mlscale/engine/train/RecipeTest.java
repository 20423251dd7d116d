package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.mlscale.engine.metrics.Yardstick;
import org.mlscale.engine.model.Head;
import org.mlscale.engine.model.Layer;
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
    @CsvSource({"1, 0.002", "128, 0.002", "1024, 0.002", "2048, 0.00282842712", "4096, 0.004", "16384, 0.008"})
    void learningRate_byBatch_growsWithItsRootBeyond1024(int batch, double rate) {
        assertEquals(rate, Recipe.learningRate(batch), 1e-9);
    }

    /** About 1.2 million rows are shown to the net, in 12 to 100 epochs. */
    @ParameterizedTest
    @CsvSource({"50, 100, 4", "11900, 100, 4", "12061, 99, 4", "20000, 60, 4", "100000, 12, 4", "100001, 12, 1"})
    void epochs_byRows_showAboutAsManyRows(int rows, int epochs, int members) {
        Table table = Tables.numbers(rows, false, 0, 1);
        TrainJob job = Recipe.job(table, Wishes.none());
        assertEquals(epochs, job.epochs());
        assertEquals(rows, job.evaluateEveryRows(), "a look an epoch");
        assertEquals(members, job.nets().size());
        assertEquals(members == 4 ? List.of(128, 128) : List.of(256, 128), widths(job));
    }

    private static List<Integer> widths(TrainJob job) {
        return job.nets().member().layers().stream()
                .filter(Layer.Dense.class::isInstance)
                .map(layer -> ((Layer.Dense) layer).outputs())
                .toList()
                .subList(0, 2);
    }

    @Test
    void job_sameTableAndWishes_isTheSame() {
        TrainJob job = Recipe.job(Tables.numbers(300, false, 0.1, 1), Wishes.none());
        assertEquals(job, Recipe.job(Tables.numbers(300, false, 0.1, 1), Wishes.none()));
        assertEquals("4 x 3-128-128-1", job.nets().toString());
        assertEquals(Head.NUMBER, job.nets().member().head());
        assertEquals(LaneShape.of(128, 42, 4), job.shape());
        assertEquals(Adam.of(0.002f), job.optimizer());
        assertEquals(Plateau.usual(), job.plateau());
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
                false,
                77);
        TrainJob job = Recipe.job(Tables.numbers(300, false, 0.1, 1), wishes);
        assertEquals("3-7-5-1", job.nets().toString());
        assertEquals(LaneShape.of(270, 77, 4), job.shape(), "no more than the 270 rows there are");
        assertEquals(new LaneShape(3, 90, 77, LaneShape.EXACT_ROWS_MAX, 1 << 18), job.shape());
        assertEquals(Adam.of(0.25f), job.optimizer());
        assertEquals(3, job.epochs());
        assertEquals(Plateau.endingAfter(2), job.plateau());
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
                false,
                1);
        assertEquals(
                Adam.of(0.004f),
                Recipe.job(Tables.numbers(5000, false, 0.1, 1), wishes).optimizer());
        assertEquals(
                Adam.of(0.002f),
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
                false,
                1);
        Fault fault = assertThrows(Fault.class, () -> Recipe.job(Tables.numbers(300, false, 0.1, 1), wishes));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertEquals(
                "the net would have 4,295,360,513 params, from 3 inputs on; up to 268,435,456 can be trained",
                fault.getMessage());
    }

    @Test
    void job_neverStopEarlyWished_hasNoPlateau() {
        Wishes wishes = new Wishes(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.of(OptionalInt.empty()),
                Optional.empty(),
                false,
                1);
        assertEquals(
                Plateau.never(),
                Recipe.job(Tables.numbers(300, false, 0.1, 1), wishes).plateau());
    }

    private static Wishes metric(Measure metric) {
        return new Wishes(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(metric),
                false,
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
        assertEquals("4 x 12-128-128-1", Recipe.job(two, Wishes.none()).nets().toString());
        assertEquals(Head.YES_NO, Recipe.job(two, Wishes.none()).nets().member().head());
        Table four = Tables.classes(60, 4, 0.1, 1);
        assertEquals("4 x 12-128-128-4", Recipe.job(four, Wishes.none()).nets().toString());
        assertEquals(
                Head.CLASSES, Recipe.job(four, Wishes.none()).nets().member().head());
        assertEquals(new ClassJudge(2), Recipe.judge(two.schema()));
        assertEquals(new ClassJudge(4), Recipe.judge(four.schema()));
    }

    @Test
    void job_balanced_needsClasses() {
        Wishes wishes = new Wishes(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                1);
        assertTrue(Recipe.job(Tables.classes(60, 4, 0.1, 1), wishes).balance().on());
        assertFalse(Recipe.job(Tables.classes(60, 4, 0.1, 1), Wishes.none())
                .balance()
                .on());
        Fault fault = assertThrows(Fault.class, () -> Recipe.job(Tables.numbers(300, false, 0.1, 1), wishes));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertEquals("--balance on: y is a number, and only classes can be balanced", fault.getMessage());
        assertEquals("leave --balance out", fault.hint());
    }

    @Test
    void judge_number_hasTheTargetsScaleAndRange() {
        Table table = Tables.numbers(300, false, 0.1, 1);
        Target.Numeric target =
                assertInstanceOf(Target.Numeric.class, table.schema().target());
        NumberJudge judge = assertInstanceOf(NumberJudge.class, Recipe.judge(table.schema()));
        Yardstick yardstick = judge.yardsticks().getFirst();
        assertEquals(1, judge.targetCount());
        assertEquals("y", yardstick.name());
        assertEquals(target.scale(), yardstick.unit());
        assertEquals(0.25, yardstick.steps().applyAsDouble(0.25));
        assertEquals((target.min() - target.mean()) / target.scale(), yardstick.min());
        assertEquals((target.max() - target.mean()) / target.scale(), yardstick.max());
        assertEquals(0, yardstick.logUnit());
    }
}
