package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mlscale.engine.chunk.DecimalSign;

class LabelsTest {
    @Test
    void of_words_areInTheOrderOfTheirText() {
        Labels labels = Labels.of(words("b", 2, "a", 5, "10", 1));
        assertFalse(labels.numbers());
        assertEquals(List.of("10", "a", "b"), labels.labels());
        assertEquals(List.of(1L, 5L, 2L), labels.counts());
    }

    @Test
    void of_numbers_ascendAndOneWrittenTwoWaysIsOneLabel() {
        Labels labels = Labels.of(words("10", 3, "2", 4, "2.0", 6, "-0", 1, "0", 2));
        assertTrue(labels.numbers());
        assertEquals(List.of("0", "2.0", "10"), labels.labels());
        assertEquals(List.of(3L, 10L, 3L), labels.counts());
    }

    @Test
    void of_numbersWithAFewMisfits_leavesTheMisfitsOut() {
        Labels labels = Labels.of(words("0", 3000, "1", 1998, "?x", 2));
        assertEquals(List.of("0", "1"), labels.labels());
        assertEquals(List.of(3000L, 1998L), labels.counts());
        assertTrue(Typing.classes(words("0", 3000, "1", 1998, "?x", 2), Roles.Task.AUTO));
    }

    @Test
    void of_numbersWithManyMisfits_areWords() {
        assertEquals(
                List.of("0", "1", "?x"),
                Labels.of(words("0", 300, "1", 198, "?x", 2)).labels());
    }

    /** A target sorted by its value: few numbers in the head, so that it is read as words, and hundreds of thousands behind. */
    @Test
    @Timeout(20)
    void classes_veryManyNumbers_areAQuantityAndFoundInOnePass() {
        Words words = new Words(DecimalSign.POINT);
        for (int i = 0; i < 300_000; i++) {
            words.add(i + ".5", 1);
        }
        assertFalse(Typing.classes(words, Roles.Task.AUTO));
        assertEquals(300_000, Labels.of(words).labels().size());
    }

    @Test
    void indexOf_numbers_byValueAndWordsByLetter() {
        Target.Classes numbers = new Target.Classes("y", List.of("0", "1"), List.of(1L, 1L));
        assertEquals(OptionalInt.of(1), numbers.indexOf("1.0", DecimalSign.POINT));
        assertEquals(OptionalInt.of(0), numbers.indexOf("0", DecimalSign.POINT));
        assertEquals(OptionalInt.empty(), numbers.indexOf("?x", DecimalSign.POINT));
        Target.Classes words = new Target.Classes("y", List.of("1", "one"), List.of(1L, 1L));
        assertEquals(OptionalInt.empty(), words.indexOf("1.0", DecimalSign.POINT));
        assertEquals(OptionalInt.of(1), words.indexOf("one", DecimalSign.POINT));
    }

    private static Words words(Object... wordsAndCounts) {
        Words words = new Words(DecimalSign.POINT);
        for (int i = 0; i < wordsAndCounts.length; i += 2) {
            words.add((String) wordsAndCounts[i], (Integer) wordsAndCounts[i + 1]);
        }
        return words;
    }
}
