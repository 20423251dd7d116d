package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.Tables.Regime;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckpointWriterTest {
    private final TrainState state = TrainState.fresh(Runs.job(Regime.EXACT.shape(1, 8), 1));
    private final List<Long> failures = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path folder;

    @Test
    void offer_stateThatGoesOn_isWrittenAsItWas() {
        Checkpoints checkpoints = new Checkpoints(folder.resolve("c"), "f");
        float before = state.params()[0];
        try (CheckpointWriter writer = new CheckpointWriter(checkpoints, (step, _) -> failures.add(step))) {
            assertTrue(writer.offer(state));
            state.params()[0] = 99;
            state.stepped();
        }
        TrainState kept = checkpoints.newest(_ -> {}).orElseThrow();
        assertEquals(0, kept.step());
        assertEquals(before, kept.params()[0]);
    }

    /** What is told of a failure is told on the writer's thread, so it holds the writer up. */
    @Test
    void offer_whileOneIsBeingWritten_isNotTaken() throws Exception {
        Path inTheWay = Files.writeString(folder.resolve("c"), "a file where the directory would be");
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Checkpoints checkpoints = new Checkpoints(inTheWay, "f");
        try (CheckpointWriter writer = new CheckpointWriter(checkpoints, (step, _) -> {
            failures.add(step);
            writing.countDown();
            await(goOn);
        })) {
            assertTrue(writer.offer(state));
            writing.await();
            state.stepped();
            assertFalse(writer.offer(state));
            goOn.countDown();
            assertThrows(IOException.class, () -> writer.writeNow(state), "what is asked for now fails now");
            Files.delete(inTheWay);
            assertEquals(inTheWay.resolve("step-1.ckpt"), writer.writeNow(state));
        }
        assertEquals(List.of(0L), failures);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
