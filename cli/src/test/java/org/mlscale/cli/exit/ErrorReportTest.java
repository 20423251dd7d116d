package org.mlscale.cli.exit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;

class ErrorReportTest {
    @Test
    void of_fault_hasItsThreePartsAndItsKindsCode() {
        Fault fault = Fault.data("column \"age\" is odd", new Location("big.csv", 4_211_907), "one way\nanother way");
        ErrorReport report = ErrorReport.of(fault, false);
        assertEquals(
                "mlscale: column \"age\" is odd\n  at big.csv line 4,211,907\n  try: one way\n       another way",
                report.text());
        assertEquals(3, report.exit().code());
        assertEquals(2, ErrorReport.of(Fault.usage("x", "y"), false).exit().code());
        assertEquals(4, ErrorReport.of(Fault.resources("x", "y"), false).exit().code());
        assertEquals(5, ErrorReport.of(Fault.model("x", "y"), false).exit().code());
        assertEquals(
                "mlscale: x\n  try: y",
                ErrorReport.of(Fault.model("x", "y"), false).text());
    }

    @Test
    void of_anythingElse_isOurFaultAndSaysHowToReportIt() {
        ErrorReport report = ErrorReport.of(new IllegalStateException("oops"), false);
        assertEquals(
                "mlscale: this is a bug in mlscale: java.lang.IllegalStateException: oops\n"
                        + "  try: the same command with --stacktrace, and report what it prints at"
                        + " https://github.com/mlscale/mlscale/issues",
                report.text());
        assertEquals(1, report.exit().code());
    }

    @Test
    void of_outOfMemory_isExit4() {
        ErrorReport report = ErrorReport.of(new OutOfMemoryError("Java heap space"), false);
        assertEquals(
                "mlscale: not enough memory: Java heap space\n"
                        + "  try: --memory SIZE allows more, --ignore COLS reads less",
                report.text());
        assertEquals(4, report.exit().code());
    }

    @Test
    void of_withStackTrace_addsItBelow() {
        Fault fault = Fault.model("x", "y").because(new IllegalArgumentException("why"));
        String text = ErrorReport.of(fault, true).text();
        assertTrue(text.startsWith("mlscale: x\n  try: y\norg.mlscale.engine.fault.Fault: x\n\tat "), text);
        assertTrue(text.contains("\nCaused by: java.lang.IllegalArgumentException: why\n"), text);
    }

    @Test
    void exitCodes_areThoseOfTheContract() {
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6, 7),
                Arrays.stream(ExitCode.values()).map(ExitCode::code).toList());
    }
}
