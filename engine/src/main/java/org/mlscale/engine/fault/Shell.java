package org.mlscale.engine.fault;

/** Words of commands that are advised: they are copied into a shell as they stand. */
public final class Shell {
    private Shell() {}

    /** {@code word} in quotes if a shell would take it for more than one word. */
    public static String word(String word) {
        return word.matches("[A-Za-z0-9_./:@%+,=~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
