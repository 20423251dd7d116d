package org.mlscale.engine.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mlscale.engine.chunk.Faults.assertData;
import static org.mlscale.engine.chunk.Faults.assertFault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.fault.Fault;

class InputTest {
    @TempDir
    Path directory;

    @Test
    void of_glob_takesMatchesInOrderOfNames() throws IOException {
        write("part-10.csv", "part-02.csv", "part-1.csv", ".part-0.csv", "part-3.txt");
        Files.createDirectory(directory.resolve("part-9.csv"));
        assertEquals(List.of(at("part-02.csv"), at("part-1.csv"), at("part-10.csv")), names(at("part-*.csv")));
        assertEquals(List.of(at("part-1.csv")), names(at("part-?.csv")));
        assertEquals(List.of(at(".part-0.csv")), names(at(".*.csv")));
    }

    @Test
    void of_severalNames_keepsTheirOrder() throws IOException {
        write("b.csv", "a.csv");
        assertEquals(List.of(at("b.csv"), "stdin", at("a.csv")), names(at("b.csv"), "-", at("a.csv")));
    }

    @Test
    void of_pipe_isReadOnceAndWhole() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        String text = "a,b\n1,2\n".repeat(100_000);
        Thread writer = Thread.ofVirtual().start(() -> write(pipe, text));
        Input input = of(pipe.toString());
        assertEquals("a,b\n", new String(input.sources().getFirst().head(4), StandardCharsets.UTF_8));
        try (InputStream in = input.sources().getFirst().open()) {
            assertEquals(text, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        writer.join();
        input.sources().forEach(Source::checkUnchanged);
        assertEquals(text.length(), input.bytesRead());
        assertEquals(0, input.size());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void of_fileNamedLikeAGlob_isThatFile() throws IOException {
        write("a[1].csv", "a1.csv");
        assertEquals(List.of(at("a[1].csv")), names(at("a[1].csv")));
    }

    @Test
    void of_missingFile_namesTheNearest() throws IOException {
        write("train.csv", "test.csv");
        assertData(
                "there is no such file",
                at("trian.csv"),
                "did you mean %s?".formatted(at("train.csv")),
                () -> of(at("trian.csv")));
        assertData("there is no such file", at("other.parquet"), "ls " + directory, () -> of(at("other.parquet")));
    }

    @Test
    void of_missingDirectory_saysSo() {
        assertData(
                "there is no such file",
                at("no/x.csv"),
                "check the path: there is no directory " + at("no"),
                () -> of(at("no/x.csv")));
        assertData(
                "there is no such directory",
                at("no"),
                "check the path; wildcards work in its last part",
                () -> of(at("no/*.csv")));
    }

    @Test
    void of_directory_showsHowToNameItsFiles() {
        assertData(
                "this is a directory, not a table",
                directory.toString(),
                "name the files in it: '%s/*.csv'".formatted(directory),
                () -> of(directory.toString()));
    }

    @Test
    void of_globWithoutMatch_saysSo() throws IOException {
        write("a.txt");
        assertData("no file matches", at("*.csv"), "ls " + directory, () -> of(at("*.csv")));
    }

    @Test
    void of_bracketThatIsNotClosed_isAFileThatIsNotThere() throws IOException {
        write("a[1.csv");
        assertData(
                "there is no such file",
                at("a[2.csv"),
                "did you mean %s?".formatted(at("a[1.csv")),
                () -> of(at("a[2.csv")));
    }

    @Test
    void of_stdinTwice_isRefused() {
        assertFault(Fault.Kind.USAGE, "stdin (-) is named twice", "", "name it once", () -> of("-", "-"));
    }

    @Test
    void describe_namesOneOrFirstAndLast() throws IOException {
        write("a.csv", "b.csv", "c.csv");
        assertEquals(at("a.csv"), of(at("a.csv")).describe());
        assertEquals(
                "3 files (%s … %s)".formatted(at("a.csv"), at("c.csv")),
                of(at("*.csv")).describe());
    }

    @Test
    void size_isTheSumOfTheFiles() throws IOException {
        write("a.csv", "b.csv");
        Input input = of(at("a.csv"), at("b.csv"), "-");
        assertEquals(4, input.size());
        for (Source source : input.sources()) {
            try (InputStream in = source.open()) {
                assertEquals(source.name().equals("stdin") ? 0 : 2, in.readAllBytes().length);
            }
        }
        assertEquals(4, input.bytesRead());
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(directory.resolve(name), "1\n");
        }
    }

    private String at(String name) {
        return directory.resolve(name).toString();
    }

    private static List<String> names(String... names) {
        return of(names).sources().stream().map(Source::name).toList();
    }

    private static Input of(String... names) {
        return Input.of(List.of(names), new ByteArrayInputStream(new byte[0]), StandardCharsets.UTF_8);
    }
}
