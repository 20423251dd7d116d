package org.mlscale.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.chunk.Seeds;
import org.mlscale.engine.train.Plateau.Standing;

class PlateauTest {
    private static final double NAN = Double.NaN;

    private static History history(double... losses) {
        return new History(
                Optional.empty(),
                IntStream.range(0, losses.length)
                        .mapToObj(i -> new History.Evaluation(10L * (i + 1), 5, losses[i], List.of()))
                        .toList());
    }

    private static void check(Plateau plateau, int drops, boolean droppedNow, boolean over, double... losses) {
        assertEquals(new Standing(drops, droppedNow, over), plateau.after(history(losses)));
    }

    /** A loss that falls for {@code falls} looks, then {@code flat} looks that are no better. */
    private static double[] flatAfter(int falls, int flat) {
        return IntStream.range(0, falls + flat)
                .mapToDouble(i -> Math.max(1000 - i, 1001 - falls))
                .toArray();
    }

    @Test
    void after_noLook_isTheBeginning() {
        check(Plateau.usual(), 0, false, false);
        assertEquals(1, Plateau.usual().after(history()).rate());
    }

    @Test
    void after_lossThatFalls_changesNothing() {
        check(Plateau.usual(), 0, false, false, flatAfter(500, 0));
        check(Plateau.endingAfter(1), 0, false, false, flatAfter(500, 0));
    }

    /** Five looks, then three, then three. */
    @Test
    void after_usual_dropsTwiceAndEnds() {
        Plateau usual = Plateau.usual();
        check(usual, 0, false, false, flatAfter(4, 4));
        check(usual, 1, true, false, flatAfter(4, 5));
        check(usual, 1, false, false, flatAfter(4, 6));
        check(usual, 1, false, false, flatAfter(4, 7));
        check(usual, 2, true, false, flatAfter(4, 8));
        check(usual, 2, false, false, flatAfter(4, 10));
        check(usual, 2, false, true, flatAfter(4, 11));
        check(usual, 2, false, true, flatAfter(4, 300));
    }

    @Test
    void rate_afterDrops_isAQuarterEach() {
        assertEquals(1, new Standing(0, false, false).rate());
        assertEquals(0.25, new Standing(1, true, false).rate());
        assertEquals(0.0625, new Standing(2, false, true).rate());
    }

    @Test
    void after_aBetterLook_waitsAnew() {
        Plateau plateau = new Plateau(2, 0, 3, 1);
        check(plateau, 0, false, false, 5, 6, 4, 6);
        check(plateau, 1, true, false, 5, 6, 4, 6, 6);
        check(plateau, 1, false, false, 5, 6, 4, 6, 6, 3, 6, 6);
        check(plateau, 1, false, true, 5, 6, 4, 6, 6, 3, 6, 6, 6);
    }

    /** Over is over: a better look later does not undo it. */
    @Test
    void after_aBetterLookPastTheEnd_isStillOver() {
        check(Plateau.endingAfter(2), 0, false, true, 5, 6, 6, 1);
    }

    @Test
    void after_betterByATenThousandthOrLess_isNoBetter() {
        Plateau plateau = Plateau.endingAfter(1);
        check(plateau, 0, false, true, 1, 0.99995);
        check(plateau, 0, false, false, 1, 0.9998);
        check(plateau, 0, false, true, -1, -1.00005);
        check(plateau, 0, false, false, -1, -1.0002);
        check(plateau, 0, false, true, 0, 0);
        check(plateau, 0, false, false, 0, -1e-9);
    }

    /** Small gains add up: each is held against the last that counted. */
    @Test
    void after_manySmallGains_countTogether() {
        double[] losses = IntStream.range(0, 200)
                .mapToDouble(i -> Math.pow(1 - 0.6e-4, i))
                .toArray();
        check(Plateau.endingAfter(2), 0, false, false, losses);
    }

    @Test
    void after_longRun_waitsASeventhOfIt() {
        Plateau usual = Plateau.usual();
        check(usual, 0, false, false, flatAfter(100, 14));
        check(usual, 1, true, false, flatAfter(100, 15));
        check(usual, 2, true, false, flatAfter(100, 18));
        check(usual, 1, true, false, flatAfter(33, 5));
        check(usual, 0, false, false, flatAfter(40, 5));
        check(usual, 1, true, false, flatAfter(40, 6));
    }

    @Test
    void after_lossesThatAreNoNumber_areNoBetter() {
        Plateau plateau = Plateau.endingAfter(3);
        check(plateau, 0, false, false, NAN, NAN);
        check(plateau, 0, false, true, NAN, NAN, NAN);
        check(plateau, 0, false, false, NAN, NAN, 5, NAN, NAN, 4, NAN);
        check(plateau, 0, false, true, NAN, NAN, 5, NAN, Double.POSITIVE_INFINITY, NAN);
        check(new Plateau(2, 0.15, 1, 1), 1, true, false, NAN, NAN);
    }

    @Test
    void after_never_isNeverOver() {
        check(Plateau.never(), 0, false, false, flatAfter(1, 5000));
    }

    /** Told over the prefixes of a run, drops rise by one where a look says so, the end comes after the last of them, and asking twice changes nothing. */
    @Test
    void after_prefixesOfDrawnRuns_tellOneStory() {
        Seeds.some(100).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Plateau plateau = new Plateau(random.nextInt(1, 6), 0.15, random.nextInt(1, 4), random.nextInt(4));
            double[] losses = DoubleStream.generate(() -> random.nextInt(9) == 0 ? NAN : random.nextDouble())
                    .limit(60)
                    .toArray();
            Standing before = plateau.after(history());
            for (int looks = 1; looks <= losses.length; looks++) {
                History history = history(java.util.Arrays.copyOf(losses, looks));
                Standing standing = plateau.after(history);
                String where = "%d looks, %s".formatted(looks, Seeds.repeat(getClass(), seed));
                assertEquals(standing, plateau.after(history), where);
                assertEquals(before.drops() + (standing.droppedNow() ? 1 : 0), standing.drops(), where);
                assertTrue(standing.over() || !before.over(), where);
                assertFalse(standing.over() && standing.drops() < plateau.drops(), where);
                before = standing;
            }
        });
    }
}
