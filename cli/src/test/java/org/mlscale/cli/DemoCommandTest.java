package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void demo_aNewDirectory_makesTrainsScoresAndComparesWithTheTruth() throws IOException {
        Path directory = folder.resolve("demo");
        CliRun run = CliRun.of("demo", "--dir", directory.toString()).done();
        String[] files = {"train.csv", "new.csv", "model.zip", "scores.csv"};
        for (String file : files) {
            assertTrue(Files.size(directory.resolve(file)) > 1000, file);
        }
        assertEquals(5001, Files.readAllLines(directory.resolve("scores.csv")).size());
        for (String part : List.of(
                "[1/4] make a table\n",
                "[2/4] learn\n      $ mlscale train --data ",
                "[3/4] predict\n      $ mlscale score ",
                "[4/4] ")) {
            assertTrue(run.err().contains(part), run.err());
        }
        String result = run.err()
                .lines()
                .filter(line -> line.contains(" right; "))
                .findFirst()
                .orElseThrow();
        assertTrue(
                result.matches(
                        "      [34],[0-9]{3} of 5,000 right; knowing the rule behind the table gives [34],[0-9]{3},"
                                + " always saying no gives [0-9],[0-9]{3}"),
                result);
        assertEquals(
                "mlscale train --data YOUR.csv",
                run.err().strip().lines().toList().getLast().substring(9));
        try (Stream<Path> entries = Files.list(folder)) {
            assertEquals(1, entries.count());
        }
    }

    @Test
    void demo_directoryOfSomebodyElse_isLeftAlone() throws IOException {
        Path mine = Files.writeString(folder.resolve("train.csv"), "mine");
        CliRun run = CliRun.of("demo", "--dir", folder.toString(), "-q");
        run.fails(
                2,
                "mlscale: %s holds files that the demo did not make".formatted(folder)
                        + "\n  try: mlscale demo --dir DIR with a new name");
        assertEquals("mine", Files.readString(mine));
    }

    @Test
    void demo_placeThatCannotBe_isExit4() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        CliRun run = CliRun.of("demo", "--dir", file.toString(), "-q");
        run.fails(
                4,
                "mlscale: %s cannot be written: %s is a file".formatted(file, file)
                        + "\n  try: mlscale demo --dir DIR in a place where you may write");
    }
}
