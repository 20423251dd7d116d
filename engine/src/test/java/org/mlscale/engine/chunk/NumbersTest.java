package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1 1",
                "0x1",
                "0x1p3",
                "inf",
                "-inf",
                "Infinity",
                "NaN",
                "nan",
                "1_000",
                "1d",
                "1f",
                "1D",
                "1F",
                "1L",
                "1,5",
                "1'000",
                "1e",
                "e1",
                ".",
                "-",
                "+",
                "--1",
                "1-",
                "1e5.5",
                "1.2.3",
                "1e+",
                "-.e1",
                "1e400",
                "-1e400",
                "٣",
                "１",
                "½",
                "−1",
                "$1",
                "5%",
                "0x",
                "1e5e5"
            })
    void parse_whatIsNoNumber_isNaN(String cell) {
        assertEquals(Double.NaN, Numbers.parse(cell));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "+1,1",
        "-1.5,-1.5",
        ".5,0.5",
        "5.,5",
        "1e3,1000",
        "1E+3,1000",
        "1e-400,0",
        "007,7",
        "9007199254740993,9007199254740992",
        "-0,-0.0"
    })
    void parse_decimals_areNumbers(String cell, double expected) {
        assertEquals(expected, Numbers.parse(cell));
    }

    @Test
    void parse_randomDecimals_givesTheDoubleOfTheExactNumber() {
        Seeds.some(20_000).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            String digits = Long.toUnsignedString(random.nextLong() >>> random.nextInt(60));
            int point = random.nextInt(digits.length() + 1);
            String text = (random.nextBoolean() ? "-" : "") + digits.substring(0, point) + "." + digits.substring(point)
                    + (random.nextBoolean() ? "e" + (random.nextInt(600) - 310) : "");
            double exact = new BigDecimal(text).doubleValue();
            double expected = Double.isInfinite(exact) ? Double.NaN : text.startsWith("-") && exact == 0 ? -0.0 : exact;
            assertEquals(
                    expected, Numbers.parse(text), () -> "<%s> %s".formatted(text, Seeds.repeat(getClass(), seed)));
        });
    }
}
