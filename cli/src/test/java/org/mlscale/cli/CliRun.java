package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One command line, run in this process: its exit code and what it wrote. */
record CliRun(int exit, String out, String err) {
    static CliRun of(String... args) {
        return ofStdin(new byte[0], args);
    }

    static CliRun of(List<String> args) {
        return of(args.toArray(String[]::new));
    }

    static synchronized CliRun ofStdin(byte[] stdin, String... args) {
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(stdin));
            System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
            int exit = Mlscale.run(args);
            return new CliRun(
                    exit, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** The same, if it went well. */
    CliRun done() {
        assertEquals(0, exit, err);
        return this;
    }

    void fails(int expectedExit, String expectedErr) {
        assertEquals(expectedErr.strip(), err.strip());
        assertEquals(expectedExit, exit);
    }

    /** The text under a label of what was said, or "". */
    String said(String label) {
        return err.lines()
                .filter(line -> line.startsWith(label + " "))
                .map(line -> line.substring(label.length()).strip())
                .findFirst()
                .orElse("");
    }
}
