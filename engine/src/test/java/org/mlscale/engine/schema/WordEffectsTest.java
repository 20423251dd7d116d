package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WordEffectsTest {
    private static final int WORDS = 2000;
    private static final int ROWS = 20_000;

    /** Rows around the effect of their word, of both of which the spread is known. */
    private static double rowsToTell(double effects, double noise) {
        Random random = new Random(5);
        double[] effect =
                random.doubles(WORDS).map(_ -> effects * random.nextGaussian()).toArray();
        WordEffects seen = new WordEffects(WORDS, 1);
        for (int row = 0; row < ROWS; row++) {
            int word = (int) (WORDS * random.nextDouble() * random.nextDouble()); // some come often, some hardly ever
            seen.add(word, 0, 7 + effect[word] + noise * random.nextGaussian());
        }
        return seen.rowsToTell();
    }

    @Test
    void rowsToTell_knownSpreads_isTheRatioOfTheirVariances() {
        assertEquals(0.25, rowsToTell(1, 0.5), 0.03);
        assertEquals(4, rowsToTell(1, 2), 0.5);
        assertEquals(25, rowsToTell(0.2, 1), 8);
        assertEquals(0, rowsToTell(1, 0), 1e-9);
    }

    @Test
    void rowsToTell_wordsThatTellNothing_isBeyondWhatMostWordsHave() {
        assertTrue(rowsToTell(0, 1) > 100);
    }

    @Test
    void rowsToTell_fewRows_isTheEstimateByHand() {
        WordEffects seen = new WordEffects(2, 1);
        seen.add(0, 0, 1);
        seen.add(1, 0, 3);
        seen.add(1, 0, 5);
        // between 1/1 + 64/2 - 81/3 = 6, noise 2 / 1, rows a word 3 - 5/3
        assertEquals(2 / ((6 - 2.0) / (3 - 5.0 / 3)), seen.rowsToTell(), 1e-12);
    }

    /** Two classes are one number seen twice: every sum doubles, and their ratio stays. */
    @Test
    void rowsToTell_twoClasses_isThatOfZeroAndOne() {
        Random random = new Random(6);
        WordEffects classes = new WordEffects(50, 2);
        WordEffects numbers = new WordEffects(50, 1);
        for (int row = 0; row < 3000; row++) {
            int word = random.nextInt(50);
            int yes = random.nextDouble() < word / 50.0 ? 1 : 0;
            classes.add(word, yes, 1);
            numbers.add(word, 0, yes);
        }
        assertEquals(numbers.rowsToTell(), classes.rowsToTell(), 1e-9);
    }

    @Test
    void rowsToTell_nothingToCompare_isInfinite() {
        assertEquals(Double.POSITIVE_INFINITY, new WordEffects(5, 1).rowsToTell());
        WordEffects one = new WordEffects(5, 1);
        one.add(3, 0, 1);
        one.add(3, 0, 2);
        assertEquals(Double.POSITIVE_INFINITY, one.rowsToTell(), "one word");
        WordEffects single = new WordEffects(5, 1);
        single.add(3, 0, 1);
        single.add(4, 0, 2);
        assertEquals(Double.POSITIVE_INFINITY, single.rowsToTell(), "every word once");
    }
}
