package org.mlscale.engine.fault;

import java.util.Locale;

/**
 * A place in an input, as an editor shows it; or, where what comes before it was not read and nobody knows its line, as {@code tail -c +N} finds it.
 *
 * @param file as the user named it
 * @param line from 1; 0 for the file as a whole, and where a byte is told
 * @param at byte of the text, from 1; 0 where it is not told
 */
public record Location(String file, long line, long at) {
    public Location(String file, long line) {
        this(file, line, 0);
    }

    public static Location of(String file) {
        return new Location(file, 0);
    }

    public static Location ofByte(String file, long at) {
        return new Location(file, 0, at);
    }

    @Override
    public String toString() {
        if (at > 0) {
            return String.format(Locale.ROOT, "%s byte %,d", file, at);
        }
        return line == 0 ? file : String.format(Locale.ROOT, "%s line %,d", file, line);
    }
}
