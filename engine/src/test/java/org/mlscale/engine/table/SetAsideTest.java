package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mlscale.engine.chunk.Faults.assertFault;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;

class SetAsideTest {
    private static final SetAside.Example BAD =
            new SetAside.Example(new Location("a.csv", 3), 2, "1 cell where the table has 2 columns", "x");

    @Test
    void check_shareThatTheHintNames_isAllowed() {
        for (int rows = 1; rows <= 200; rows++) {
            for (int bad = 1; bad <= rows; bad++) {
                SetAside strict = setAside(0, bad);
                int read = rows;
                Fault fault = assertThrows(Fault.class, () -> strict.check(read, true));
                String hint = fault.hint();
                assertTrue(hint.matches("mend them, or --max-bad \\d+%"), hint);
                double share = Integer.parseInt(hint.replaceAll("\\D", "")) / 100.0;
                SetAside wider = setAside(share, bad);
                assertDoesNotThrow(
                        () -> wider.check(read, true),
                        () -> "%d of %d with %s".formatted(wider.unreadable(), read, share));
            }
        }
    }

    @Test
    void check_exactlyTheShareAllowed_passes() {
        assertDoesNotThrow(() -> setAside(0.01, 1).check(100, true));
        assertThrows(Fault.class, () -> setAside(0.01, 1).check(99, true));
        assertDoesNotThrow(() -> setAside(0.01, 0).check(0, true));
    }

    @Test
    void check_beforeTheEnd_waitsUntilNearlyNothingIsReadable() {
        assertDoesNotThrow(() -> setAside(0.01, 10_000).check(10_000, false), "patience");
        assertDoesNotThrow(() -> setAside(0.01, 5_001).check(10_002, false), "half is readable");
        assertThrows(Fault.class, () -> setAside(0.01, 5_002).check(10_002, false));
        assertDoesNotThrow(() -> setAside(0.6, 5_002).check(10_002, false), "allowed");
    }

    @Test
    void check_shareInTheMessage_isAsTheUserWroteIt() {
        for (String percent : List.of("0", "0.1", "0.5", "1", "2.5", "7", "14", "28", "29", "55", "57", "58")) {
            Fault fault = assertThrows(
                    Fault.class,
                    () -> setAside(Double.parseDouble(percent) / 100, 9).check(10, true));
            assertEquals(
                    "9 of 10 rows cannot be read (%s%% allowed); the first: 1 cell where the table has 2 columns"
                            .formatted(percent),
                    fault.getMessage());
        }
    }

    @Test
    void examples_areTheFirstFive() {
        SetAside setAside = new SetAside(new SetAside.Limit(false, 1));
        for (int line = 1; line <= 9; line++) {
            setAside.add(List.of(new SetAside.Example(new Location("a.csv", line), 1, "", "")));
        }
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L),
                setAside.examples().stream()
                        .map(example -> example.location().line())
                        .toList());
        assertEquals(9, setAside.unreadable());
    }

    @Test
    void reserve_beyondTheBudget_saysWhatTheWholeTableNeeds() {
        MemoryBudget budget = new MemoryBudget(2_000_000_000);
        budget.reserve(2_000_000_000);
        budget.check(0.1);
        budget.reserve(100_000_000);
        String hint = "--memory SIZE allows more";
        assertFault(
                Fault.Kind.RESOURCES,
                "what must be known of the table's pieces does not fit into the memory allowed: it needs about 8.4 GB"
                        + " of 2.0 GB",
                "",
                hint,
                () -> budget.check(0.25));
        assertFault(
                Fault.Kind.RESOURCES,
                "what must be known of the table's pieces does not fit into the memory allowed: it needs about 2.1 GB"
                        + " of 2.0 GB",
                "",
                hint,
                () -> budget.check(1));
        assertEquals(2_100_000_000L, budget.reserved());
    }

    private static SetAside setAside(double shareMax, int bad) {
        SetAside setAside = new SetAside(new SetAside.Limit(false, shareMax));
        setAside.add(Collections.nCopies(bad, BAD));
        return setAside;
    }
}
