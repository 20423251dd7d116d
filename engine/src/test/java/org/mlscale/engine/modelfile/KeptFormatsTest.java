package org.mlscale.engine.modelfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format that was ever written is still read: one file of each is kept, and none may be made anew. */
class KeptFormatsTest {
    private static final Path KEPT = Path.of(System.getProperty("basedir"), "../test-data/models");

    static Stream<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.sorted().toList().stream();
        }
    }

    @Test
    void kept_files_areOneAFormat() throws IOException {
        List<String> expected = IntStream.rangeClosed(1, ManifestJson.FORMAT)
                .mapToObj("format-%d.zip"::formatted)
                .toList();
        assertEquals(expected, kept().map(file -> file.getFileName().toString()).toList());
    }

    @ParameterizedTest
    @MethodSource("kept")
    void open_keptFile_givesItsOwnCheckRows(Path file) {
        ModelFile.Opened opened = ModelFile.open(file); // computes them again
        assertEquals("left", opened.model().schema().target().name());
        assertEquals(List.of("customer"), opened.model().schema().ids());
        assertEquals(400, opened.from().rowsTrained() + opened.from().rowsHeld());
        assertTrue(opened.from().holdout().getFirst().value() > 0.6, "accuracy on the rows held out");
    }
}
