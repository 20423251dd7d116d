package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the environment holds is nobody else's: a model and a run's directory are given away. */
class SecretsTest {
    private static final String SECRET = "s3cr3t/Zq81+xW";

    @TempDir
    private Path folder;

    @Test
    void trainScoreAndFail_withSecretsInTheEnvironment_writeThemNowhere() throws Exception {
        Files.writeString(folder.resolve("churn.csv"), Tables.yesNo());
        CliRun run = CliProcess.run(
                folder, Map.of("AWS_SECRET_ACCESS_KEY", SECRET, "MLSCALE_TOKEN", SECRET, "PGPASSWORD", SECRET), """
                mlscale train --data churn.csv --epochs 1 --model mlp:3 -v &&
                mlscale score model.zip churn.csv out.csv -v &&
                ! mlscale train --data missing.csv --stacktrace
                """);
        assertEquals(0, run.exit(), run.err());
        assertTrue(!(run.out() + run.err()).contains(SECRET), run.err());
        List<String> looked = new ArrayList<>();
        assertEquals(List.of(), holders(looked));
        for (String name : List.of("model.zip!manifest.json", "model.zip!MODEL_CARD.md", "run.json", "log.txt")) {
            assertTrue(looked.stream().anyMatch(place -> place.endsWith(name)), name + " is not among " + looked);
        }
    }

    /** Or else the test above would pass whatever is written. */
    @Test
    void holders_aFileWithTheSecret_isFound() throws IOException {
        Files.writeString(folder.resolve("leak.txt"), "key=" + SECRET);
        assertEquals(List.of("leak.txt"), holders(new ArrayList<>()));
    }

    /** The files, and the entries of zip files, that hold the secret. */
    private List<String> holders(List<String> looked) throws IOException {
        List<String> holders = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                byte[] bytes = Files.readAllBytes(file);
                look(name, bytes, looked, holders);
                try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
                    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                        look(name + "!" + entry.getName(), zip.readAllBytes(), looked, holders);
                    }
                }
            }
        }
        return holders;
    }

    private static void look(String name, byte[] bytes, List<String> looked, List<String> holders) {
        looked.add(name);
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains(SECRET)) {
            holders.add(name);
        }
    }
}
