package org.mlscale.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.chunk.Seeds;

/** Planted leaks are found, strong honest columns are not. In every table the first column is looked at; the second, b, is noise. */
class DoubtsTest {
    private static final int ROWS = 4000;

    @TempDir
    Path directory;

    @Test
    void word_thatIsTheClass_givesItAway() {
        assertGiveaway(1, yesNo((y, random) -> y ? "churned" : "stays"));
        assertGiveaway(1 - 6.0 / ROWS, yesNo((y, random) -> y ^ random.nextInt(500) == 0 ? "churned" : "stays"));
        assertGiveaway(1, yesNo((y, random) -> y ? "out" + random.nextInt(20) : "in" + random.nextInt(20)));
    }

    @Test
    void missingOrNot_thatIsTheClass_givesItAway() {
        assertGiveaway(1, yesNo((y, random) -> y ? Integer.toString(random.nextInt(1000)) : ""));
        assertGiveaway(1, yesNo((y, random) -> y ? "2024-01-0" + (1 + random.nextInt(9)) : "NA"));
        assertGiveaway(1, yesNo((y, random) -> y ? "lifeboat " + random.nextInt(9) : ""));
    }

    @Test
    void number_whoseSizeIsTheClass_givesItAway() {
        assertGiveaway(1, yesNo((y, random) -> Double.toString(random.nextDouble() + (y ? 1 : -1))));
        assertGiveaway(1, yesNo((y, random) -> y ? "7" : Integer.toString(random.nextInt(3))));
        assertGiveaway(1, yesNo((y, random) -> y ? "-1" : random.nextBoolean() ? "0.0" : "-0.0"));
    }

    @Test
    void honestColumns_ofClasses_areNotDoubted() {
        Seeds.some(5).forEach(seed -> {
            assertNone(yesNo(seed, (y, random) -> y ^ random.nextInt(50) == 0 ? "a" : "b"), "98 % right");
            assertNone(yesNo(seed, (y, random) -> Double.toString(random.nextGaussian() + (y ? 2 : -2))), "AUC 0.998");
            assertNone(yesNo(seed, (_, random) -> Double.toString(random.nextGaussian())), "noise");
            assertNone(yesNo(seed, (_, random) -> "w" + random.nextInt(1500)), "many words, each a few times");
            assertNone(yesNo(seed, (_, random) -> Integer.toString(random.nextInt(9000))), "many integers");
        });
    }

    /** 0.4 % are positive: every column is right on 99.6 % of the rows, and none says anything. */
    @Test
    void rareClass_givesNothingAway() {
        assertNone(table(17, random -> random.nextInt(250) == 0, (_, random) -> "w" + random.nextInt(9)), "");
        assertGiveaway(1, table(17, random -> random.nextInt(100) == 0, (y, _) -> y ? "w" : "v"));
    }

    @Test
    void fewRows_giveNothingAway() {
        String text = "a,b,y\n" + "w,1,yes\nv,1,no\n".repeat(19);
        assertNone(text, "guessing is wrong on 19 rows");
        assertGiveaway(1, "a,b,y\n" + "w,1,yes\nv,1,no\n".repeat(20));
    }

    @Test
    void manyClasses_oneWordEach_areGivenAway() {
        StringBuilder text = new StringBuilder("a,b,y\n");
        SplittableRandom random = new SplittableRandom(3);
        for (int row = 0; row < ROWS; row++) {
            int label = random.nextInt(40);
            text.append("code%d,%d,class%d\n".formatted(label * 7 % 40, random.nextInt(9), label));
        }
        assertGiveaway(1, text.toString());
    }

    @Test
    void number_thatIsTheTargetInOtherUnits_isACopy() {
        String text = numbers((y, random) -> Double.toString(-3 * y + 32));
        Doubt.Copy copy =
                assertInstanceOf(Doubt.Copy.class, freeze(text).doubts().getFirst());
        assertEquals("a", copy.column());
        assertEquals(-1, copy.correlation(), 1e-6);
        assertEquals(1, freeze(text).doubts().size());
        assertNone(numbers((y, random) -> Double.toString(y + 0.05 * random.nextGaussian())), "0.9988");
        assertNone(numbers((_, random) -> random.nextInt(300) == 0 ? "1" : ""), "a constant");
    }

    @Test
    void words_asManyAsRows_areScattered() {
        String text = numbers((_, random) -> random.nextInt(5) == 0 ? "again" : "ticket " + random.nextInt(1_000_000));
        Doubt.Scattered scattered =
                assertInstanceOf(Doubt.Scattered.class, freeze(text).doubts().getFirst());
        assertEquals("a", scattered.column());
        assertEquals(ROWS, scattered.cells());
        assertTrue(scattered.different() > ROWS / 2 && scattered.different() < ROWS, scattered.toString());
        assertNone(numbers((_, random) -> "w" + random.nextInt(1500)), "fewer than half");
    }

    /** Chunks and hold-out change which rows are looked at, not what is found. */
    @Test
    void giveaway_anyChunks_isFound() {
        String text = yesNo((y, random) -> y ? "churned" : "stays");
        for (int chunkBytes : new int[] {100, 5000, 1 << 20}) {
            Table table = Freezing.usual().withChunkBytes(chunkBytes).table(file(text));
            assertEquals(List.of(new Doubt.Giveaway("a", 1)), table.doubts());
        }
    }

    private static String yesNo(BiFunction<Boolean, SplittableRandom, String> cell) {
        return yesNo(1, cell);
    }

    private static String yesNo(long seed, BiFunction<Boolean, SplittableRandom, String> cell) {
        return table(seed, SplittableRandom::nextBoolean, cell);
    }

    private static String table(
            long seed, Predicate<SplittableRandom> answer, BiFunction<Boolean, SplittableRandom, String> cell) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("a,b,y\n");
        for (int row = 0; row < ROWS; row++) {
            boolean y = answer.test(random);
            text.append(cell.apply(y, random))
                    .append(',')
                    .append(random.nextInt(100))
                    .append(y ? ",yes\n" : ",no\n");
        }
        return text.toString();
    }

    private static String numbers(BiFunction<Double, SplittableRandom, String> cell) {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder text = new StringBuilder("a,b,y\n");
        for (int row = 0; row < ROWS; row++) {
            double y = random.nextGaussian();
            text.append(cell.apply(y, random))
                    .append(',')
                    .append(random.nextInt(100))
                    .append(',')
                    .append(y)
                    .append('\n');
        }
        return text.toString();
    }

    private void assertGiveaway(double share, String text) {
        List<Doubt> doubts = freeze(text).doubts();
        assertEquals(1, doubts.size(), doubts::toString);
        Doubt.Giveaway giveaway = assertInstanceOf(Doubt.Giveaway.class, doubts.getFirst());
        assertEquals("a", giveaway.column());
        assertEquals(share, giveaway.share(), 0.0011);
    }

    private void assertNone(String text, String why) {
        assertEquals(List.of(), freeze(text).doubts(), why);
    }

    private Table freeze(String text) {
        return Freezing.usual().withHoldout(0).withChunkBytes(20_000).table(file(text));
    }

    private Path file(String text) {
        try {
            return Files.writeString(directory.resolve("a.csv"), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
