package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlscale.engine.Tables;
import org.mlscale.engine.Tables.Regime;
import org.mlscale.engine.collective.StepSum;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.metrics.Figure;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.model.Ensemble;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.train.Runs.Snapshot;
import org.mlscale.engine.train.TrainingTest.AtStep;

class CheckpointTest {
    private static final long SEED = 5;
    private static final String FINGERPRINT = "ab".repeat(32);

    @TempDir
    private Path folder;

    /** A state in which no two things are alike, NaN and infinity among them. */
    private static TrainState odd() {
        float[] params = {1, -0f, Float.NaN, Float.MIN_VALUE};
        float[] moments = new float[40_000]; // more than one buffer
        for (int i = 0; i < moments.length; i++) {
            moments[i] = i + 0.5f;
        }
        History history = new History(
                Optional.of(Measure.AUC),
                List.of(
                        new History.Evaluation(
                                7, 30, 0.25, List.of(new Figure("auc", 0.75, 0.5, true)), List.of(-0.5, 2.25)),
                        new History.Evaluation(
                                9,
                                31,
                                Double.NaN,
                                List.of(new Figure("fläche", Double.POSITIVE_INFINITY, Double.NaN, false)))));
        return TrainState.of(
                List.of(params, moments, new float[] {8, 9, 10, 11}, new float[] {4, 5, 6, 7}),
                11,
                history,
                new TrainState.Losses(1.5, 2.5, 0.125));
    }

    private static byte[] bytes(TrainState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Checkpoint(FINGERPRINT, state).write(out);
        return out.toByteArray();
    }

    private Checkpoint read(byte[] bytes) throws IOException {
        return Checkpoint.read(Files.write(folder.resolve("any.ckpt"), bytes));
    }

    @Test
    void read_whatWasWritten_isTheSameToTheBit() throws IOException {
        TrainState state = odd();
        Checkpoint back = read(bytes(state));
        assertEquals(FINGERPRINT, back.fingerprint());
        Snapshot.of(state).assertSame(back.state(), "read back");
        assertEquals(state.losses(), back.state().losses());
        assertEquals(
                Float.floatToRawIntBits(-0f),
                Float.floatToRawIntBits(back.state().params()[1]));
        assertArrayEquals(bytes(state), bytes(back.state()));
    }

    @Test
    void read_anyBitFlipped_isDamaged() throws IOException {
        TrainState small = TrainState.of(
                List.of(new float[] {1, 2}, new float[] {3, 4, 5, 6}, new float[] {7, 8}, new float[] {9, 10}),
                11,
                odd().history(),
                odd().losses());
        byte[] good = bytes(small);
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            IOException damaged = assertThrows(IOException.class, () -> read(bad), "bit " + bit);
            assertEquals("its checksum is wrong", damaged.getMessage());
        }
    }

    @Test
    void read_anyLengthCutOrAdded_isDamaged() throws IOException {
        byte[] good = bytes(odd());
        for (int length : new int[] {0, 1, 3, 4, 5, 8, 12, 80, good.length / 2, good.length - 4, good.length - 1}) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(IOException.class, () -> read(cut), "length " + length);
        }
        assertThrows(IOException.class, () -> read(Arrays.copyOf(good, good.length + 1)));
    }

    @Test
    void read_newerFormatThatIsWhole_saysSo() throws IOException {
        byte[] bytes = bytes(odd());
        bytes[11] = 2;
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) sum.getValue());
        Fault newer = assertThrows(Fault.class, () -> read(bytes));
        assertEquals(
                "%s has format 2, this mlscale reads format 1".formatted(folder.resolve("any.ckpt")),
                newer.getMessage());
    }

    @Test
    void copy_isOfItsOwn() {
        TrainState state = odd();
        TrainState copy = state.copy();
        Snapshot before = Snapshot.of(copy);
        state.params()[0] = 99;
        state.moments()[0] = 99;
        state.average()[0] = 99;
        state.best()[0] = 99;
        state.stepped();
        before.assertSame(copy, "after the first went on");
        assertNotSame(state.params(), copy.params());
    }

    /** Stopped after each step in turn, written, read back into a state that knows nothing else, trained to the end. */
    @ParameterizedTest
    @EnumSource
    void train_stoppedAndReadBackAtAnyStep_comesToTheSameBits(Regime regime) throws IOException {
        Table table = Tables.numbers(403, false, 0.15, SEED);
        TrainJob job = Runs.job(regime.shape(5, 8), 2);
        TrainState whole = Runs.trained(job, table, 2);
        Snapshot expected = Snapshot.of(whole);
        for (int step = 1; step <= whole.step(); step++) {
            String where = "seed %d, %s, stopped at step %d of %d".formatted(SEED, regime, step, whole.step());
            TrainState first = TrainState.fresh(job);
            Runs.train(job, table, Runs.NETWORK, first, 2, new AtStep(step, StepSum.STOP));
            TrainState second = read(bytes(first)).state();
            assertEquals(Outcome.DONE, Runs.train(job, table, Runs.NETWORK, second, 3, Observer.NONE), where);
            expected.assertSame(second, where);
            assertEquals(whole.losses(), second.losses(), where);
        }
    }

    @Test
    void fingerprint_sameTableAndJob_isTheSame() {
        TrainJob job = Runs.job(Regime.EXACT.shape(5, 8), 2);
        assertEquals(
                Fingerprint.of(Tables.numbers(60, false, 0.15, SEED), job, "e"),
                Fingerprint.of(Tables.numbers(60, false, 0.15, SEED), job, "e"));
    }

    /** Made anew by the run that goes on. */
    @Test
    void fingerprint_sameBalance_isTheSame() {
        Table table = Tables.classes(60, 3, 0.15, SEED);
        assertEquals(Fingerprint.of(table, balanced(table), "e"), Fingerprint.of(table, balanced(table), "e"));
    }

    private static TrainJob balanced(Table table) {
        TrainJob job = Runs.job(Regime.EXACT.shape(5, 8), 2);
        return with(job, Balance.of(table.schema().classes().orElseThrow()), Optional.empty());
    }

    private static TrainJob with(TrainJob job, Balance balance, Optional<Measure> metric) {
        return new TrainJob(
                job.nets(),
                job.shape(),
                job.optimizer(),
                balance,
                job.epochs(),
                job.evaluateEveryRows(),
                job.plateau(),
                metric);
    }

    @Test
    void fingerprint_anythingElseThatDecides_isAnother() {
        Table table = Tables.freeze("a,b,y\n1,2,3\n4,6,5\n7,9,8\n", Roles.Task.REGRESSION, 0);
        TrainJob job = Runs.job(Regime.EXACT.shape(5, 8), 2);
        String here = Fingerprint.of(table, job, "e");
        TrainJob longer = Runs.job(Regime.EXACT.shape(5, 8), 3);
        TrainJob wider = Runs.job(Regime.EXACT.shape(6, 8), 2);
        TrainJob patient = new TrainJob(
                job.nets(),
                job.shape(),
                job.optimizer(),
                job.epochs(),
                job.evaluateEveryRows(),
                Plateau.endingAfter(3));
        TrainJob several = new TrainJob(
                new Ensemble(job.nets().member(), 2),
                job.shape(),
                job.optimizer(),
                job.epochs(),
                job.evaluateEveryRows(),
                job.plateau());
        TrainJob balanced = with(job, new Balance(List.of(1f, 2f)), Optional.empty());
        TrainJob byMetric = with(job, Balance.OFF, Optional.of(Measure.MAE));
        for (TrainJob other : List.of(longer, wider, patient, several, balanced, byMetric)) {
            assertNotEquals(here, Fingerprint.of(table, other, "e"), other.toString());
        }
        assertNotEquals(here, Fingerprint.of(table, job, "f"));
        // the same counts and types: a cell, two rows in another order, a name
        for (String csv : List.of(
                "a,b,y\n1,2,3\n4,7,5\n7,9,8\n", "a,b,y\n4,6,5\n1,2,3\n7,9,8\n", "a,c,y\n1,2,3\n4,6,5\n7,9,8\n")) {
            Table other = Tables.freeze(csv, Roles.Task.REGRESSION, 0);
            assertNotEquals(here, Fingerprint.of(other, job, "e"), csv);
        }
    }

    @Test
    void newest_damagedOne_fallsBackToTheOneBeforeAndSaysSo() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder.resolve("c"), FINGERPRINT);
        assertEquals(Optional.empty(), checkpoints.newest(_ -> {}));
        TrainState state = odd();
        for (int i = 0; i < 3; i++) {
            checkpoints.write(state); // steps 11, 12, 13
            state.stepped();
        }
        assertEquals(List.of("step-12.ckpt", "step-13.ckpt"), names("c"));
        assertEquals(13, checkpoints.newest(_ -> {}).orElseThrow().step());
        Path newest = folder.resolve("c/step-13.ckpt");
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 500));
        StringBuilder said = new StringBuilder();
        assertEquals(12, checkpoints.newest(said::append).orElseThrow().step());
        assertEquals(newest + " is damaged: its checksum is wrong", said.toString());
        assertEquals(List.of("step-12.ckpt"), names("c"));
    }

    /** By number, not by name: step 9 is older than step 10. */
    @Test
    void write_numbersOfManyLengths_keepsTheLastTwo() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder.resolve("c"), FINGERPRINT);
        for (long step : new long[] {9, 10, 100}) {
            TrainState odd = odd();
            checkpoints.write(TrainState.of(odd.arrays(), step, odd.history(), odd.losses()));
        }
        assertEquals(List.of("step-10.ckpt", "step-100.ckpt"), names("c"));
    }

    @Test
    void newest_ofAnotherRun_isRefused() throws IOException {
        new Checkpoints(folder.resolve("c"), "cd".repeat(32)).write(odd());
        Fault fault =
                assertThrows(Fault.class, () -> new Checkpoints(folder.resolve("c"), FINGERPRINT).newest(_ -> {}));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertEquals("%s belongs to another run".formatted(folder.resolve("c/step-11.ckpt")), fault.getMessage());
    }

    /** A run killed while it wrote leaves a part; it is no checkpoint, and goes with the next one of that step or the end. */
    @Test
    void clear_partAndCheckpoints_removesBoth() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder.resolve("c"), FINGERPRINT);
        checkpoints.write(odd());
        Files.writeString(folder.resolve("c/step-12.ckpt.part"), "half");
        assertEquals(11, checkpoints.newest(_ -> {}).orElseThrow().step());
        checkpoints.clear();
        assertEquals(List.of(), names("."));
    }

    private List<String> names(String directory) throws IOException {
        try (var files = Files.list(folder.resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
