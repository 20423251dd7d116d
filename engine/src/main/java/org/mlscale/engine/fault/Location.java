package org.mlscale.engine.fault;

import java.util.Locale;

/**
 * A place in an input, as an editor shows it.
 *
 * @param file as the user named it
 * @param line from 1; 0 for the file as a whole
 */
public record Location(String file, long line) {
    public static Location of(String file) {
        return new Location(file, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : String.format(Locale.ROOT, "%s line %,d", file, line);
    }
}
