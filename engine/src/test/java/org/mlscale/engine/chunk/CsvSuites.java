package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Public test suites of CSV and of numbers, which lie beside the repository in {@code ../shared/csv-suites} and are not a part of it. */
final class CsvSuites {
    private CsvSuites() {}

    /** The lines of a file of the suites. */
    static List<String> lines(String file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8).lines().toList();
    }

    /** A file of the suites; where it is not there, the test says so and is skipped. */
    static byte[] bytes(String file) throws IOException {
        Path path = repository().resolveSibling("shared").resolve("csv-suites").resolve(file);
        if (!Files.isRegularFile(path)) {
            String what = "not run: %s, because there is no %s".formatted(file, path);
            say(what);
            abort(what);
        }
        return Files.readAllBytes(path);
    }

    @SuppressWarnings("SystemOut") // the one way to be seen in a green run
    static void say(String what) {
        System.out.println("CsvSuites: " + what);
    }

    private static Path repository() {
        Path path = Path.of("").toAbsolutePath();
        while (path.getParent() != null && !Files.isDirectory(path.resolve(".mvn"))) {
            path = path.getParent();
        }
        return path;
    }
}
