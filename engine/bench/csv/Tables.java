import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Writes one of the tables that are read: {@code java Tables.java higgs|dec|mixed BYTES FILE}. The file has at least so many bytes and ends with the record that reaches them;
 * the same bytes on every machine.
 *
 * <p>higgs: 29 numbers as {@code %.18e} writes them. dec: 29 numbers of 1 to 17 digits, as programs write them. mixed: a header and 12 columns of numbers, words, a date and free
 * text, with empty cells, quotes, and separators and line ends inside quotes.
 */
public final class Tables {
    /** Appends one record, its line end included. */
    private interface Records {
        void append(StringBuilder text, long row, Random random);
    }

    private static final MathContext DIGITS_19 = new MathContext(19, RoundingMode.HALF_EVEN);
    private static final int NUMBERS = 29;
    private static final String HEADER = "id,age,income,ratio,state,colour,comment,date,clicks,active,temp,label\n";
    private static final List<String> COLOURS =
            List.of("red", "green", "blue", "yellow", "black", "white", "\"dark, grey\"", "orange", "pink", "teal");

    private Tables() {}

    public static void main(String[] args) throws IOException {
        long bytes = Long.parseLong(args[1]);
        Path file = Path.of(args[2]);
        switch (args[0]) {
            case "higgs" -> write(file, bytes, "", Tables::higgs);
            case "dec" -> write(file, bytes, "", Tables::dec);
            case "mixed" -> write(file, bytes, HEADER, Tables::mixed);
            default -> throw new IllegalArgumentException("no such table: " + args[0]);
        }
    }

    private static void write(Path file, long bytes, String header, Records records) throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder(header);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            long written = 0;
            for (long row = 0; written + text.length() < bytes; row++) {
                records.append(text, row, random);
                if (text.length() > 1 << 16) {
                    written += flush(text, out);
                }
            }
            flush(text, out);
        }
    }

    private static int flush(StringBuilder text, OutputStream out) throws IOException {
        byte[] ascii = text.toString().getBytes(StandardCharsets.US_ASCII);
        out.write(ascii);
        text.setLength(0);
        return ascii.length;
    }

    private static void higgs(StringBuilder text, long row, Random random) {
        scientific(text, random.nextBoolean() ? 1 : 0);
        for (int column = 1; column < NUMBERS; column++) {
            text.append(',');
            if (column % 7 == 6) {
                scientific(text, random.nextInt(3) == 0 ? 0 : (float) (2.173072 + random.nextInt(2) * 0.3));
            } else if (column % 3 == 0) {
                scientific(text, (float) random.nextGaussian());
            } else {
                scientific(text, (float) StrictMath.exp(random.nextGaussian() * 0.6));
            }
        }
        text.append('\n');
    }

    /** As {@code %.18e} of C: all 19 digits are those of the number; Java's own format pads with zeros. */
    private static void scientific(StringBuilder text, float value) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS_19);
        String digits = rounded.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        text.append(value < 0 ? "-" : "").append(digits.charAt(0)).append('.');
        text.append(digits, 1, digits.length()).repeat('0', DIGITS_19.getPrecision() - digits.length());
        text.append(exponent < 0 ? "e-" : "e+");
        twoDigits(text, Math.abs(exponent));
    }

    private static void dec(StringBuilder text, long row, Random random) {
        text.append(random.nextBoolean() ? '1' : '0');
        for (int column = 1; column < NUMBERS; column++) {
            text.append(',');
            switch (column % 4) {
                case 0 -> text.append(random.nextGaussian());
                case 1 -> text.append((float) random.nextGaussian() * 10);
                case 2 -> {
                    text.append(random.nextInt(1000)).append('.');
                    twoDigits(text, random.nextInt(100));
                }
                default -> text.append(Math.round(random.nextDouble() * 1e6) / 1e6);
            }
        }
        text.append('\n');
    }

    private static void mixed(StringBuilder text, long row, Random random) {
        text.append(row).append(',');
        if (random.nextInt(20) != 0) {
            text.append(18 + random.nextInt(70));
        }
        text.append(',');
        income(text, random);
        text.append(',');
        text.append(random.nextInt(30) == 0 ? "NaN" : Double.toString(random.nextDouble()));
        int state = random.nextInt(50);
        text.append(",state_").append((char) ('A' + state % 26)).append(state);
        text.append(',').append(COLOURS.get(random.nextInt(COLOURS.size()))).append(',');
        comment(text, random);
        text.append(",2024-");
        twoDigits(text, 1 + random.nextInt(12));
        text.append('-');
        twoDigits(text, 1 + random.nextInt(28));
        text.append(',').append(random.nextInt(5000));
        text.append(',').append(random.nextBoolean()).append(',');
        int tenths = random.nextInt(700) - 200;
        text.append(tenths < 0 ? "-" : "")
                .append(Math.abs(tenths) / 10)
                .append('.')
                .append(Math.abs(tenths) % 10);
        text.append(',').append(random.nextInt(2)).append('\n');
    }

    private static void income(StringBuilder text, Random random) {
        switch (random.nextInt(25)) {
            case 0 -> text.append("NA");
            case 1 -> {} // an empty cell
            default -> {
                int cents = random.nextInt(20_000_000);
                text.append(cents / 100).append('.');
                twoDigits(text, cents % 100);
            }
        }
    }

    private static void comment(StringBuilder text, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> text.append("\"said \"\"hello, world\"\" and left\"");
            case 1 ->
                text.append("\"line one\nline two, ")
                        .append(random.nextInt(1000))
                        .append('"');
            case 2 -> text.append("\"a, b, c\"");
            case 3 -> {} // an empty cell
            default -> text.append("plain text ").append(random.nextInt(100_000));
        }
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
