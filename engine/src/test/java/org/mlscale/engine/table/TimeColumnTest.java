package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.schema.CellKind;

class TimeColumnTest {
    private static IntToLongFunction times(Cells cells) {
        return new TimeColumn("t", 0, new CellKind.Word()).times(cells);
    }

    @Test
    void times_ofAnyNumbers_sortAsTheyDo() {
        Seeds.some(3).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            float[] values = new float[400];
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (random.nextInt(5)) {
                    case 0 -> 0f;
                    case 1 -> -0f;
                    case 2 -> Float.NaN;
                    default -> (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-9, 9)));
                };
            }
            IntToLongFunction times = times(new Cells.Floats(values));
            for (int i = 0; i < values.length; i++) {
                assertEquals(Float.isNaN(values[i]), times.applyAsLong(i) == TimeColumn.MISSING);
                for (int j = 0; j < values.length && !Float.isNaN(values[i]); j++) {
                    if (!Float.isNaN(values[j])) {
                        int expected = Float.compare(values[i] + 0f, values[j] + 0f);
                        int found = Long.compare(times.applyAsLong(i), times.applyAsLong(j));
                        String where = "%s and %s, %s".formatted(values[i], values[j], Seeds.repeat(getClass(), seed));
                        assertEquals(expected, found, where);
                    }
                }
            }
        });
    }

    @Test
    void times_ofWords_areTheirNumbers() {
        Cells.Codes cells = new Cells.Codes(new int[] {2, 1, 0, 3}, List.of("", "1999", "100", "-3"));
        IntToLongFunction times = times(cells);
        assertTrue(times.applyAsLong(1) > times.applyAsLong(0));
        assertTrue(times.applyAsLong(0) > times.applyAsLong(3));
        assertEquals(TimeColumn.MISSING, times.applyAsLong(2));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 1800, 1800",
        "1000, 800, 1800",
        "2000, -1, 1999",
        "1600000000, 54000, 1600054000",
        "0, 0.1, 0.1",
        "0, -12.25, -12.25",
        "20240000, 131, 20240131",
        "0.5, 0.000001, 0.500001",
        "0, 1e12, 999999995904" // all that is known of it are 24 bits
    })
    void text_ofANumber_isTheCellAgain(double pivot, float value, String expected) {
        TimeColumn column = new TimeColumn("t", 0, new CellKind.Numeric(pivot));
        IntToLongFunction times = times(new Cells.Floats(new float[] {value}));
        assertEquals(expected, column.text(times.applyAsLong(0)));
    }
}
