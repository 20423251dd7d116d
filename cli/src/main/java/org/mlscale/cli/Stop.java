package org.mlscale.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;

/**
 * What Ctrl-C and SIGTERM do while a command works. Java then ends by itself, with exit code 130 or 143, once its shutdown hooks have: ours says
 * what became of the work and what to type, and while a net is trained it first waits for the step, its checkpoint and those lines.
 */
final class Stop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30); // then schedulers kill anyway

    private final Console console;
    private final Thread hook = new Thread(this::ending, "stop");
    private final CountDownLatch saved = new CountDownLatch(1);
    private volatile boolean wished;
    private Stage stage;

    /**
     * Where the work stands.
     *
     * @param waits whether the hook waits for {@link #saved}
     * @param left what is left behind if it ends here
     * @param next what to type then
     */
    private record Stage(boolean waits, String left, String next) {}

    private Stop(Console console, Stage first) {
        this.console = console;
        this.stage = first;
    }

    /** From here on a signal ends the process at once and says {@code left}. */
    static Stop listen(Console console, String left, List<String> command) {
        Stop stop = new Stop(console, new Stage(false, left, Text.command(command)));
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    /** From here on a signal waits until {@link #saved}, but not for ever: {@code left} and {@code next} are for that. */
    synchronized void waitFromNowOn(String left, List<String> next) {
        stage = new Stage(true, left, Text.command(next));
    }

    /** From here on a signal ends the process at once, as at first; false if there was one already. */
    synchronized boolean endAtOnce(String left, List<String> next) {
        stage = new Stage(false, left, Text.command(next));
        return !wished;
    }

    /** True once the process has been told to end. */
    boolean wished() {
        return wished;
    }

    /** What was to be written and said has been: the process may end. */
    void saved() {
        saved.countDown();
    }

    private void ending() {
        restoreSignals();
        Stage now = wish();
        if (now.waits()) {
            console.say("stop", "after this step, with a checkpoint; a second signal ends it at once");
            if (await()) {
                return; // who trained has said what is next
            }
        }
        console.say("stopped", now.left());
        console.say("next", now.next());
    }

    private synchronized Stage wish() {
        wished = true;
        return stage;
    }

    private boolean await() {
        try {
            return saved.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Gives the next signal its plain meaning, for a user who will not wait: Java would let it wait for the hooks too. By reflection, because the
     * compiler's warning about {@code sun.misc} cannot be turned off and ends our build.
     */
    private static void restoreSignals() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object plain = handler.getField("SIG_DFL").get(null);
            for (String name : List.of("INT", "TERM")) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), plain);
            }
        } catch (ReflectiveOperationException notThisJava) {
            return; // the second signal then waits as the first does
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return; // the hook is running
        }
    }
}
