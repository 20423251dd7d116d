package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.table.Draws;

/** A table with a column of 300 words, each with its own effect on the target, from the file to its predictions. */
class EmbeddedWordsTest {
    private static final int ROWS = 6000;
    private static final int WORDS = 300;

    @TempDir
    private static Path folder;

    private static CliRun trained;

    @BeforeAll
    static void train() throws IOException {
        Files.writeString(folder.resolve("t.csv"), table(0));
        Files.writeString(folder.resolve("new.csv"), table(ROWS));
        trained = CliRun.of("train", "--data", at("t.csv"), "--epochs", "12", "-o", at("m.zip"), "--run-dir", at("run"))
                .done();
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static String table(int from) {
        StringBuilder csv = new StringBuilder("street,age,price\n");
        for (int row = from; row < from + ROWS; row++) {
            int street = (int) (WORDS * Draws.unit(3, row));
            double age = 100 * Draws.unit(4, row);
            csv.append(String.format(
                    Locale.ROOT, "street %d,%.1f,%.3f%n", street, age, 100 * Draws.unit(5, street) + age / 10));
        }
        return csv.toString();
    }

    @Test
    void train_columnOfManyWords_saysThatItIsEmbeddedAndWhatFollows() {
        assertTrue(
                trained.err().contains("\n         embedded, a learned vector for each word: street (300 words)\n"),
                trained.err());
        assertTrue(trained.said("net").contains("+302x"), trained.err());
        assertTrue(
                trained.said("wrote").endsWith(", for mlscale alone: Deeplearning4j has no layer for embedded words"),
                trained.err());
    }

    /** Without the streets, nearly all of the spread would be left; with 256 of them, that of the others. */
    @Test
    void evaluate_newRows_knowsEveryWordsEffect() {
        String out = CliRun.of("evaluate", at("m.zip"), at("new.csv")).done().out();
        double r2 = Double.parseDouble(out.lines()
                .filter(line -> line.startsWith("r2"))
                .findFirst()
                .orElseThrow()
                .split(" +", -1)[1]);
        assertTrue(r2 > 0.95, out);
    }

    @Test
    void score_wordsNeverSeenAndMissing_givesANumberForEach() throws IOException {
        Files.writeString(folder.resolve("odd.csv"), "street,age\nnowhere,50\n,50\nelsewhere,50\nstreet 7,50\n");
        CliRun.of("score", at("m.zip"), at("odd.csv"), at("out.csv"), "-q").done();
        List<String> lines = Files.readAllLines(folder.resolve("out.csv"));
        assertEquals(5, lines.size());
        assertEquals(lines.get(1), lines.get(3), "all words that training never saw are alike");
        assertFalse(lines.get(1).equals(lines.get(4)));
        lines.stream().skip(1).forEach(line -> assertTrue(line.matches("-?[0-9.]+"), line));
    }

    @Test
    void inspect_columnOfManyWords_saysSo() {
        String out = CliRun.of("inspect", at("m.zip")).done().out();
        assertTrue(out.contains("\nopens in mlscale alone: Deeplearning4j has no layer for embedded words\n"), out);
        assertTrue(out.matches("(?s).*\nstreet {19}words {4}street [0-9]+, .*, … \\(300 in all\\), embedded\n.*"), out);
    }
}
