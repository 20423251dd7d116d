package org.mlscale.engine.chunk;

/** Reads the number in a cell. */
public final class Numbers {
    private Numbers() {}

    /**
     * The number that {@code cell} writes in decimal digits, with sign, point and exponent; NaN for anything else: words, hexadecimal,
     * thousands separators, {@code inf}, type suffixes, and numbers beyond a double.
     */
    public static double parse(String cell) {
        String digits = cell.strip(); // blanks that were quoted, or that follow a closing quote, are still in the cell
        if (digits.isEmpty() || !digitsOnly(digits)) {
            return Double.NaN;
        }
        try {
            double number = Double.parseDouble(digits);
            return Double.isInfinite(number) ? Double.NaN : number;
        } catch (NumberFormatException malformed) {
            return Double.NaN;
        }
    }

    private static boolean digitsOnly(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean number = c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
            if (!number) {
                return false;
            }
        }
        return true;
    }
}
