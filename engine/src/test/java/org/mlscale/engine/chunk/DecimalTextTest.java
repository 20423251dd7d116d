package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Float.toString} is the oracle: since Java 19 it is the shortest decimal, and of these the nearest. */
class DecimalTextTest {
    private static final int MARGIN = 3;

    private static String written(float number) {
        byte[] bytes = new byte[MARGIN + DecimalText.BYTES_MAX];
        int end = DecimalText.write(number, bytes, MARGIN);
        return new String(bytes, MARGIN, end - MARGIN, StandardCharsets.US_ASCII);
    }

    private static String asJava(float number) {
        String text = Float.toString(number);
        int point = text.indexOf(".0");
        boolean whole = point >= 0 && (point + 2 == text.length() || text.charAt(point + 2) == 'E');
        return whole ? text.substring(0, point) + text.substring(point + 2) : text;
    }

    /** Both signs; says of a failure which bits it was. */
    private static void check(int bits) {
        float number = Float.intBitsToFloat(bits);
        if (!Float.isNaN(number) && !asJava(number).equals(written(number))) {
            assertEquals(asJava(number), written(number), () -> "bits 0x%08x".formatted(bits));
        }
    }

    private static void checkAll(float from, float to) {
        for (int bits = Float.floatToRawIntBits(from); bits <= Float.floatToRawIntBits(to); bits++) {
            check(bits);
            check(bits | 1 << 31);
        }
    }

    @Test
    void write_randomBits_isTheTextOfJava() {
        Seeds.some(2_000).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 1_000; i++) {
                int bits = random.nextInt();
                assertEquals(
                        asJava(Float.intBitsToFloat(bits)).replace("NaN", ""),
                        written(Float.intBitsToFloat(bits)),
                        () -> "bits 0x%08x, %s".formatted(bits, Seeds.repeat(getClass(), seed)));
            }
        });
    }

    /** Where exact arithmetic writes: the random bits above are there for a fifth only. */
    @Test
    void write_randomProbabilitiesAndPredictions_isTheTextOfJava() {
        Seeds.some(2_000).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 1_000; i++) {
                double size = i % 2 == 0 ? 1 : Math.pow(10, random.nextDouble(-8, 8));
                int bits = Float.floatToRawIntBits((float) (size * random.nextDouble(-1, 1)));
                assertEquals(
                        asJava(Float.intBitsToFloat(bits)),
                        written(Float.intBitsToFloat(bits)),
                        () -> "bits 0x%08x, %s".formatted(bits, Seeds.repeat(getClass(), seed)));
            }
        });
    }

    @Test
    void write_aroundOneHalf_isTheTextOfJava() {
        checkAll(0.4999f, 0.5001f);
    }

    @Test
    void write_aroundEveryPowerOfTwo_isTheTextOfJava() {
        for (int exponent = 0; exponent < 255; exponent++) {
            for (int bits = (exponent << 23) - 300; bits <= (exponent << 23) + 300; bits++) {
                check(bits & 0x7fffffff);
                check(bits | 1 << 31);
            }
        }
    }

    @Test
    void write_aroundEveryPowerOfTen_isTheTextOfJava() {
        for (int exponent = -45; exponent <= 38; exponent++) {
            for (int digit = 1; digit < 10; digit++) {
                int bits = Float.floatToRawIntBits((float) (digit * Math.pow(10, exponent)));
                for (int near = -300; near <= 300; near++) {
                    check(Math.max(0, bits + near));
                }
            }
        }
    }

    /** Two decimals that are equally short, and maybe equally near, are there in the last steps before 2^24. */
    @Test
    void write_halvesQuartersAndEighths_isTheTextOfJava() {
        for (int bits = Float.floatToRawIntBits(0x1p20f); bits < Float.floatToRawIntBits(0x1p23f); bits += 97) {
            check(bits);
        }
        for (float end : new float[] {0x1p21f, 0x1p22f, 0x1p23f, 1e7f}) {
            checkAll(Math.nextDown(end) - 2_000, end + 100);
        }
    }

    @Test
    void write_wholeNumbers_isTheTextOfJava() {
        for (int number = 0; number < 20_000_000; number += number < 100_000 ? 1 : 37) {
            check(Float.floatToRawIntBits(number));
            check(Float.floatToRawIntBits(-number));
        }
    }

    @Test
    void write_decimalsOfFewDigits_areThoseDigits() {
        for (int thousandths = 0; thousandths <= 1_000_000; thousandths++) {
            String text = thousandths % 1000 == 0
                    ? Integer.toString(thousandths / 1000)
                    : "%d.%03d"
                            .formatted(thousandths / 1000, thousandths % 1000)
                            .replaceFirst("0+$", "");
            assertEquals(text, written(Float.parseFloat(text)));
            thousandths += thousandths > 10_000 ? 16 : 0;
        }
    }

    @Test
    void write_smallestNumbers_isTheTextOfJava() {
        for (int bits = 0; bits < 100_000; bits++) {
            check(bits);
            check(bits | 1 << 31);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3,3",
        "-0.0,-0",
        "0.0,0",
        "0.1,0.1",
        "-0.001,-0.001",
        "0.00099999,9.9999E-4",
        "1e10,1E10",
        "1.05,1.05",
        "100,100",
        "1.0e-5,1E-5",
        "-3e-8,-3E-8",
        "2e-8,2E-8",
        "1e-8,1E-8",
        "9999999,9999999",
        "16777216,1.6777216E7",
        "10.05,10.05",
        "0.25,0.25",
        "0.33333334,0.33333334",
        "Infinity,Infinity",
        "1.4e-45,1.4E-45",
        "-1.17549435e-38,-1.1754944E-38"
    })
    void write_chosen_isShort(float number, String text) {
        assertEquals(text, written(number));
    }

    @Test
    void write_nan_writesNothing() {
        assertEquals("", written(Float.NaN));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 65_535, 99_999_999, 100_000_000, 999_999_999})
    void write_int_isItsDigits(int number) {
        for (int near : new int[] {number, number + 1, Integer.MAX_VALUE - number}) {
            byte[] bytes = new byte[DecimalText.BYTES_MAX];
            int end = DecimalText.write(near, bytes, 0);
            assertEquals(Integer.toString(near), new String(bytes, 0, end, StandardCharsets.US_ASCII));
        }
    }

    /** It writes where it is told, and what stood before stays. */
    @Test
    void write_anyNumber_staysWithinItsRoom() {
        byte[] before = new byte[MARGIN];
        Arrays.fill(before, (byte) '#');
        Seeds.some(20_000).forEach(seed -> {
            byte[] bytes = new byte[MARGIN + DecimalText.BYTES_MAX];
            Arrays.fill(bytes, (byte) '#');
            int end = DecimalText.write(Float.intBitsToFloat(new SplittableRandom(seed).nextInt()), bytes, MARGIN);
            assertTrue(end <= bytes.length);
            assertEquals(-1, Arrays.mismatch(before, 0, MARGIN, bytes, 0, MARGIN));
        });
    }
}
