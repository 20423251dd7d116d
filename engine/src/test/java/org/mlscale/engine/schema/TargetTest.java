package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final Target.Numeric STRAIGHT = new Target.Numeric("y", 100, 110, 4, 90, 130);

    /** Of sales: the usual one is 50 above 10, the largest four million. */
    private static final Target.Numeric LOG =
            new Target.Numeric("y", 60, 1.5, 2, -20, 4e6, new Target.Bend.Log(10, 50));

    @ParameterizedTest
    @ValueSource(doubles = {90, 100.25, 110, 129.5})
    void encode_straight_decodesToTheSame(double y) {
        float learned = STRAIGHT.encode((float) (y - 100));
        assertEquals((float) ((y - 110) / 4), learned);
        assertEquals(y, STRAIGHT.decode(learned), 1e-5);
        assertEquals((y - 110) / 4, STRAIGHT.steps(learned), 1e-7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-20, 0, 9.5, 10, 60, 12_345, 4e6})
    void encode_logarithm_decodesToTheSame(double y) {
        float learned = LOG.encode((float) (y - 60));
        double distance = Math.abs(y - 10);
        assertEquals((Math.signum(y - 10) * Math.log(1 + distance / 50) - 1.5) / 2, learned, 1e-6);
        assertEquals(y, LOG.decode(learned), 1e-5 * Math.max(50, Math.abs(y)));
    }

    /** A row that came out larger than all of training is judged as what it is, though it is never predicted. */
    @Test
    void steps_numberBeyondTraining_isNotCutOff() {
        assertEquals(8e6, 10 + LOG.unit() * LOG.steps(LOG.encode(8e6f - 60)), 10);
        assertEquals(4e6, 10 + LOG.unit() * LOG.stepsMax(), 1e-6);
        assertEquals(-20, 10 + LOG.unit() * LOG.stepsMin(), 1e-12);
        assertEquals(130, 110 + STRAIGHT.unit() * STRAIGHT.stepsMax());
        assertEquals(90, 110 + STRAIGHT.unit() * STRAIGHT.stepsMin());
    }

    @Test
    void decode_outputFarOutside_endsWhereTrainingEnds() {
        assertEquals(130, STRAIGHT.decode(6));
        assertEquals(90, STRAIGHT.decode(-1e30f));
        assertEquals(4e6, LOG.decode(1e4f), "the logarithm overflows");
        assertEquals(-20, LOG.decode(Float.NEGATIVE_INFINITY));
    }

    @Test
    void encode_missing_staysMissing() {
        assertTrue(Float.isNaN(STRAIGHT.encode(Float.NaN)));
        assertTrue(Float.isNaN(LOG.encode(Float.NaN)));
    }

    @Test
    void records_thatCannotBe_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Target.Numeric("y", 0, 0, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Target.Numeric("y", 0, 0, Double.NaN, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Target.Bend.Log(0, 0));
    }
}
