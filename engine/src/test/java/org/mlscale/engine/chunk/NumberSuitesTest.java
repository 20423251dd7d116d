package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decimals that break readers of numbers, as Lemire and Tencent collected them, to the bit. */
class NumberSuitesTest {
    private static final List<String> FILES = List.of("lemire-fast-float.txt", "tencent-rapidjson.txt");

    /**
     * A cell's float32 is the nearest to the cell's double. These decimals lie so close to the middle between two floats that their double is that middle, and
     * the nearest float to the decimal itself would be the next one. Not mended: a cell is read as a double first, because a column's pivot is taken off there.
     */
    private static final Set<String> ROUNDED_TWICE = new TreeSet<>(Set.of(
            "7.0064923216240854e-46",
            "1.1754947011469036e-38",
            "0.00036393293703440577",
            "0.0015924838953651488",
            "0.004221370676532388",
            "0.012114629615098238",
            "0.09289376810193062",
            "0.21791061013936996",
            "0.30531780421733856",
            "1.1877630352973938",
            "7.5464513301849365"));

    /** A way to read a number; a new one is one more line. */
    record Way(String name, ToDoubleFunction<String> parse) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("Numbers", Numbers::parse), new Way("a decimal comma", NumberSuitesTest::withDecimalComma));
    }

    private static double withDecimalComma(String text) {
        return DecimalSign.COMMA.parse(text.replace('.', ','));
    }

    /** The nearest double and the nearest float to a text, as bits. */
    private record Case(String text, long doubleBits, int floatBits) {
        /** Half, single and double bits in hexadecimal, and the text. */
        static Case of(String line) {
            String[] parts = line.split(" ", 4);
            return new Case(parts[3], Long.parseUnsignedLong(parts[2], 16), Integer.parseUnsignedInt(parts[1], 16));
        }

        boolean beyondDouble() {
            return Double.isInfinite(Double.longBitsToDouble(doubleBits));
        }
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new java.util.ArrayList<>();
        for (String file : FILES) {
            List<String> lines = CsvSuites.lines("numbers/" + file);
            assertTrue(lines.size() > 3000, () -> file + " holds " + lines.size());
            lines.forEach(line -> cases.add(Case.of(line)));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void parse_everyDecimal_givesTheNearestDouble(Way way) throws IOException {
        assertAll(cases().stream().map(one -> () -> {
            double expected = one.beyondDouble() ? Double.NaN : Double.longBitsToDouble(one.doubleBits());
            double found = way.parse().applyAsDouble(one.text());
            assertEquals(
                    Double.doubleToRawLongBits(expected),
                    Double.doubleToRawLongBits(found),
                    () -> "%s is %s, read %s".formatted(one.text(), expected, found));
        }));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void parse_everyDecimalAsAFloat_givesTheNearestFloatButForThoseRoundedTwice(Way way) throws IOException {
        Set<String> others = new TreeSet<>();
        for (Case one : cases()) {
            float found = (float) way.parse().applyAsDouble(one.text());
            if (!one.beyondDouble() && Float.floatToRawIntBits(found) != one.floatBits()) {
                others.add(one.text());
                assertEquals(1, Math.abs(Float.floatToRawIntBits(found) - one.floatBits()), one.text());
                float nearest = Float.intBitsToFloat(one.floatBits());
                double read = Double.longBitsToDouble(one.doubleBits());
                assertEquals(Math.abs(read - found), Math.abs(read - nearest), "the double is the middle: " + one);
            }
        }
        assertEquals(ROUNDED_TWICE, others);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void parse_beyondADouble_isNoNumber(Way way) throws IOException {
        List<Case> beyond = cases().stream().filter(Case::beyondDouble).toList();
        double[] found = beyond.stream()
                .mapToDouble(one -> way.parse().applyAsDouble(one.text()))
                .toArray();
        assertTrue(beyond.size() > 10 && Arrays.stream(found).allMatch(Double::isNaN), () -> beyond.size() + " cases");
    }
}
