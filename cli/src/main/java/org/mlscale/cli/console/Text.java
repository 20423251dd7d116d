package org.mlscale.cli.console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers as people read them. */
public final class Text {
    private Text() {}

    /** {@code 20,640}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 row}, {@code 20,640 rows}. */
    public static String count(long count, String thing) {
        String plural = thing.endsWith("y") ? thing.substring(0, thing.length() - 1) + "ies" : thing + "s";
        return count(count) + " " + (count == 1 ? thing : plural);
    }

    /** {@code 812 bytes}, {@code 1.4 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return count(bytes, "byte");
        }
        String[] units = {"kB", "MB", "GB", "TB", "PB"};
        double amount = bytes / 1000.0;
        int unit = 0;
        while (amount >= 999.5 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, units[unit]);
    }

    /** {@code 0.4 s}, {@code 18 s}, {@code 2 min 5 s}, {@code 3 h 20 min}. */
    public static String duration(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        if (seconds < 59.5) {
            return String.format(Locale.ROOT, seconds < 9.95 ? "%.1f s" : "%.0f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? "%d min %d s".formatted(whole / 60, whole % 60)
                : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
    }

    /** Four digits that count: {@code 0.8312}, {@code 52,310}, {@code 1.2e-07}. */
    public static String number(double number) {
        double size = Math.abs(number);
        if (Double.isNaN(number)) {
            return "unknown";
        }
        if (size >= 1000 && size < 1e15) {
            return String.format(Locale.ROOT, "%,.0f", number);
        }
        if (size != 0 && (size < 0.0001 || size >= 1e15)) {
            return String.format(Locale.ROOT, "%.3e", number);
        }
        int decimals = size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    /** What comes out of a table or a model must not drive the terminal: control characters but line ends become {@code ?}. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    /** A command line that a shell reads as these words. */
    public static String command(List<String> words) {
        return words.stream()
                .map(word -> word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    public static String percent(double share) {
        double percent = 100 * share;
        return String.format(
                Locale.ROOT,
                percent == 0 || percent >= 9.95 ? "%.0f %%" : percent >= 0.095 ? "%.1f %%" : "%.2g %%",
                percent);
    }
}
