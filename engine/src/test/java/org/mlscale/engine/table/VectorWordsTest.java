package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.Tables;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Roles;

/** Which words of a column with 300 are keys, by what they tell of the target. */
class VectorWordsTest {
    private static final int WORDS = 300;

    /** Each word in six rows, a tenth of the targets missing; words' effects of {@code spread} in a noise of 1. */
    private static Column street(boolean classes, double spread) {
        Random random = new Random(8);
        StringBuilder csv = new StringBuilder("street,a,y\n");
        for (int row = 0; row < 6 * WORDS; row++) {
            int word = row % WORDS;
            double y = spread * Math.sin(1.7 * word) + random.nextGaussian();
            String cell = classes ? (y > 0.5 ? "high" : y > -0.5 ? "mid" : "low") : Double.toString(y);
            csv.append("s%d,%d,%s\n".formatted(word, row % 7, row % 10 == 3 ? "" : cell));
        }
        return Tables.freeze(csv.toString(), Roles.Task.AUTO, 0)
                .schema()
                .columns()
                .getFirst();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void of_wordsThatTell_allHaveAVector(boolean classes) {
        Column.Category street = assertInstanceOf(Column.Category.class, street(classes, 50));
        assertTrue(street.embedded());
        assertEquals(WORDS, street.keys().size());
    }

    /** Effects of a tenth of the noise are none: six rows of a word do not show them. */
    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 0.1"})
    void of_wordsThatTellTooLittle_columnIsNotUsed(boolean classes, double spread) {
        assertEquals(new Column.Unused("street", Column.Why.TELLS_NOTHING), street(classes, spread));
    }
}
