package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;

/** The scanner on random tables, the same in every run; {@link ScannerFuzzTest} tries others. */
class ScannerDifferentialTest {
    private static final int TABLES = 3000;

    @Test
    void scan_randomTables_isWhatCommonsCsvReads() {
        int[] refused = {0};
        int[] rows = {0};
        Seeds.some(TABLES).forEach(seed -> {
            ScannerCase one = ScannerCase.of(seed);
            try {
                ScannerCase.Outcome outcome = one.check();
                refused[0] += outcome.refused() ? 1 : 0;
                rows[0] += outcome.rows();
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError("%s: %s".formatted(one, Seeds.repeat(getClass(), seed)), wrong);
            }
        });
        if (System.getProperty("tests.seed") == null) {
            assertTrue(refused[0] > 10 && rows[0] > TABLES, "%d refused, %d rows".formatted(refused[0], rows[0]));
        }
    }
}
