package org.mlscale.engine.chunk;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.mlscale.engine.chunk.RandomCsv.Feature;

/** What stands in the cells of random tables. Most cells of a column are of its kind. */
final class RandomCells {
    /** What the cells of a column are. */
    enum Kind {
        NUMBER,
        DATE,
        WORD,
        MISSING
    }

    private static final List<String> MISSING =
            List.of("", "", "NA", "N/A", "null", "NaN", "nan", "None", "?", "-", "\\N", "#N/A");
    private static final List<String> WORDS =
            List.of("a", "Bc", "yes", "no", "x y", "#", "\\", "é", "Größe", "漢字", "😀", "z\u00a0", "\u200b", "e\u0301");
    private static final List<String> NO_NUMBERS = List.of(
            "inf",
            "-Infinity",
            "1e400",
            "-1e400",
            "0x1F",
            "0x1p3",
            "1_000",
            "1'000",
            "1 000",
            "1d",
            "2f",
            "$5",
            "5%",
            "٣");

    private static final List<Feature> NOTATIONS =
            List.copyOf(EnumSet.range(Feature.ZEROS_IN_FRONT, Feature.WHOLE_NUMBER));

    private final SplittableRandom random;
    private final DecimalSign decimal;
    private final Set<Feature> features;

    /** {@code features}: gets what the cells have. */
    RandomCells(SplittableRandom random, DecimalSign decimal, Set<Feature> features) {
        this.random = random;
        this.decimal = decimal;
        this.features = features;
    }

    String cell(Kind kind) {
        if (random.nextInt(200) == 0) {
            features.add(Feature.LONG_CELL);
            return "long ".repeat(100) + word();
        }
        return switch (random.nextInt(10) == 0 ? pick(List.of(Kind.values())) : kind) {
            case NUMBER -> random.nextInt(15) == 0 ? noNumber() : number();
            case DATE -> has(Feature.DATE, date());
            case WORD -> has(Feature.WORD, word());
            case MISSING -> has(Feature.MISSING, pick(MISSING));
        };
    }

    private String has(Feature feature, String cell) {
        features.add(feature);
        return cell;
    }

    private String noNumber() {
        return has(Feature.NEARLY_A_NUMBER, pick(NO_NUMBERS));
    }

    /** A number in any notation: 1 to 25 digits, a sign, a fraction, an exponent, zeros in front, thousands in groups. */
    String number() {
        String sign = pick(List.of("", "", "", "-", "-", "+"));
        Feature notation = pick(NOTATIONS);
        features.add(notation);
        String number = switch (notation) {
            case ZEROS_IN_FRONT -> "0".repeat(1 + random.nextInt(4)) + digits(6);
            case NO_WHOLE_PART -> "." + digits(6);
            case NO_FRACTION -> digits(6) + ".";
            case MANY_DIGITS -> digits(25);
            case MANY_DECIMALS -> digits(19) + "." + digits(25);
            case EXPONENT -> digits(3) + "." + digits(6) + exponent(40);
            case LARGE_EXPONENT -> digits(17) + exponent(330);
            case SMALL_NUMBER -> "0." + "0".repeat(random.nextInt(30)) + digits(17);
            case THOUSANDS_IN_GROUPS ->
                1 + random.nextInt(999) + ",%03d,%03d".formatted(random.nextInt(1000), random.nextInt(1000));
            case ANY_DOUBLE -> Double.toString(Double.longBitsToDouble(random.nextLong() >>> 1 & ~(1L << 62)));
            case TWO_DECIMALS -> digits(3) + "." + digits(2);
            default -> digits(4);
        };
        return sign + (decimal == DecimalSign.COMMA ? number.replace('.', ',') : number);
    }

    private String exponent(int max) {
        return pick(List.of("e", "E", "e+", "E-", "e-")) + random.nextInt(max);
    }

    /** One to so many. */
    private String digits(int max) {
        StringBuilder digits = new StringBuilder();
        for (int left = 1 + random.nextInt(max); left > 0; left--) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private String date() {
        int year = 1900 + random.nextInt(200);
        int month = 1 + random.nextInt(12);
        int day = 1 + random.nextInt(random.nextInt(20) == 0 ? 31 : 28);
        return switch (random.nextInt(4)) {
            case 0 ->
                "%04d-%02d-%02d %02d:%02d:%02d"
                        .formatted(year, month, day, random.nextInt(24), random.nextInt(60), random.nextInt(60));
            case 1 -> "%02d/%02d/%04d".formatted(day, month, year);
            case 2 -> "%02d.%02d.%04d".formatted(day, month, year);
            default -> "%04d-%02d-%02d".formatted(year, month, day);
        };
    }

    String word() {
        return random.nextInt(4) == 0 ? pick(WORDS) + pick(WORDS) : pick(WORDS);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
