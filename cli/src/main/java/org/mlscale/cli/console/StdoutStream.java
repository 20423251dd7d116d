package org.mlscale.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** {@code System.out} swallows errors; this does not, so that a closed pipe ends the work. */
public final class StdoutStream extends OutputStream {
    private final PrintStream stdout;

    public StdoutStream(PrintStream stdout) {
        this.stdout = stdout;
    }

    @Override
    public void write(int value) throws IOException {
        stdout.write(value);
        check();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stdout.write(bytes, offset, length);
        check();
    }

    @Override
    public void flush() throws IOException {
        stdout.flush();
        check();
    }

    private void check() throws IOException {
        if (stdout.checkError()) {
            throw new IOException("stdout is closed");
        }
    }
}
