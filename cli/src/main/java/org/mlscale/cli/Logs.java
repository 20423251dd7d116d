package org.mlscale.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What libraries say for themselves: only what is wrong reaches the user. ND4J alone would print twenty lines at start. */
final class Logs {
    private Logs() {}

    static void quieten() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.SEVERE);
        }
    }
}
