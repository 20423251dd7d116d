package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WorkTest {
    @Test
    void time_taskThatSucceedsOrFails_countsForItsPart() {
        Work work = new Work();
        assertEquals("done", work.time(Work.Part.ENCODE, () -> {
            LockSupport.parkNanos(2_000_000);
            return "done";
        }));
        double once = work.seconds(Work.Part.ENCODE);
        assertTrue(once > 0.0005 && once < 30, once + " s");
        assertEquals(0, work.seconds(Work.Part.GRADIENT));
        assertThrows(
                IllegalStateException.class,
                () -> work.time(Work.Part.GRADIENT, () -> {
                    throw new IllegalStateException("no");
                }));
        assertTrue(work.seconds(Work.Part.GRADIENT) > 0);
    }
}
