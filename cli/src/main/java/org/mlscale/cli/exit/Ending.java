package org.mlscale.cli.exit;

/** Whether a signal is ending the process. */
public final class Ending {
    private Ending() {}

    /** True from the moment on in which Java runs its shutdown hooks; from then on only they, and who they wait for, have a say. */
    public static boolean begun() {
        Thread probe = new Thread(() -> {}, "probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException ending) { // the only way in which Java says so
            return true;
        }
    }
}
