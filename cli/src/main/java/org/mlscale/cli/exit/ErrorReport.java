package org.mlscale.cli.exit;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.mlscale.engine.fault.Fault;

/** What is printed when a command fails: what happened, where, and what to try. No stack trace unless asked for. */
public record ErrorReport(ExitCode exit, String text) {
    private static final int CAUSES_MAX = 20;
    private static final String ISSUES = "https://github.com/mlscale/mlscale/issues";

    public static ErrorReport of(Throwable failure, boolean stackTrace) {
        ErrorReport report = switch (outOfMemory(failure)) {
            case Fault fault -> new ErrorReport(ExitCode.of(fault.kind()), text(fault));
            case OutOfMemoryError memory ->
                new ErrorReport(
                        ExitCode.RESOURCES,
                        lines(
                                "not enough memory: " + memory.getMessage(),
                                "--memory SIZE allows more, --ignore COLS reads less"));
            default ->
                new ErrorReport(
                        ExitCode.BUG,
                        lines(
                                "this is a bug in mlscale: " + failure,
                                "the same command with --stacktrace, and report what it prints at " + ISSUES));
        };
        return stackTrace ? new ErrorReport(report.exit(), report.text() + "\n" + trace(failure)) : report;
    }

    /** The lack of memory that led to {@code failure}, which libraries wrap; else {@code failure} itself. */
    private static Throwable outOfMemory(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof OutOfMemoryError) {
                return cause;
            }
            cause = cause.getCause();
        }
        return failure;
    }

    private static String text(Fault fault) {
        StringBuilder text = new StringBuilder("mlscale: ").append(fault.getMessage());
        fault.location().ifPresent(location -> text.append("\n  at ").append(location));
        return text.append("\n  try: ")
                .append(fault.hint().replace("\n", "\n       "))
                .toString();
    }

    private static String lines(String what, String hint) {
        return "mlscale: %s%n  try: %s".formatted(what, hint);
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
