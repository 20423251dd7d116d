package org.mlscale.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(); // milliseconds
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private Console console(boolean terminal, Console.Volume volume) {
        return new Console(err, terminal, 40, volume, () -> 1_000_000 * clock.get());
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void say_labels_lineUpAndIndentFurtherLines() {
        try (Console console = console(false, Console.Volume.NORMAL)) {
            console.say("data", "one\ntwo");
            console.say("held out", "x");
            console.say("a long label", "x");
            console.say("", "below");
            console.say("plain");
        }
        assertEquals("data     one\n         two\nheld out x\na long label x\n         below\nplain\n", written());
    }

    @Test
    void detail_onlyVerbose_isShown() {
        try (Console console = console(false, Console.Volume.NORMAL)) {
            console.detail("epoch", "1");
        }
        assertEquals("", written());
        try (Console console = console(false, Console.Volume.VERBOSE)) {
            console.detail("epoch", "1");
        }
        assertEquals("epoch    1\n", written());
    }

    @Test
    void quiet_onlyErrors_areShown() {
        try (Console console = console(true, Console.Volume.QUIET)) {
            console.say("data", "x");
            console.say("x");
            console.detail("epoch", "x");
            progressUntil(60_000, console);
            console.error("mlscale: no\n  try: yes");
        }
        assertEquals("mlscale: no\n  try: yes\n", written());
    }

    /** Tells the progress each 10 ms until {@code millis} after the console's start. */
    private void progressUntil(long millis, Console console) {
        for (; clock.get() < millis; clock.addAndGet(10)) {
            console.progress("train", () -> "at %d ms, of something that takes long to say".formatted(clock.get()));
        }
    }

    @Test
    void progress_noTerminal_isAPlainLineEachTenSeconds() {
        try (Console console = console(false, Console.Volume.NORMAL)) {
            progressUntil(25_000, console);
        }
        assertEquals("""
            train    at 2000 ms, of something that takes long to say
            train    at 12000 ms, of something that takes long to say
            train    at 22000 ms, of something that takes long to say
            """, written());
    }

    @Test
    void progress_terminal_isALiveLineOfItsWidthThatMakesWay() {
        try (Console console = console(true, Console.Volume.NORMAL)) {
            progressUntil(2150, console);
            console.say("data", "x");
            progressUntil(2250, console);
        }
        String wipe = "\r\033[K";
        assertEquals(
                wipe + "train    at 2000 ms, of something that "
                        + wipe + "train    at 2100 ms, of something that "
                        + wipe + "data     x\n"
                        + wipe + "train    at 2200 ms, of something that "
                        + wipe,
                written());
    }

    @Test
    void progress_notDue_doesNotMakeItsText() {
        try (Console console = console(true, Console.Volume.NORMAL)) {
            console.progress("train", () -> {
                throw new AssertionError("too early");
            });
        }
        assertEquals("", written());
    }

    @Test
    void logTo_everythingSaid_isThereToo() throws IOException {
        Path log = folder.resolve("log.txt");
        try (Console console = console(false, Console.Volume.QUIET)) {
            console.say("before", "not logged");
            console.logTo(log);
            console.say("data", "x");
            console.detail("epoch", "1");
            console.error("oh");
        }
        List<String> lines = Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst("^[0-9-]+T[0-9:.]+Z ", ""))
                .toList();
        assertEquals(List.of("data x", "epoch 1", "oh"), lines);
        assertFalse(Files.readString(log).contains("\033"));
    }

    @Test
    void ofProcess_withoutLauncher_isNoTerminal() {
        PrintStream before = System.err;
        try {
            System.setErr(err);
            try (Console console = Console.ofProcess(Console.Volume.NORMAL)) {
                console.say("data", "x");
            }
        } finally {
            System.setErr(before);
        }
        assertEquals("data     x\n", written());
    }
}
