package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlscale.engine.modelfile.ModelFile;

/** One table in many wrappings: all give the same model, cut into files nearly the same. */
class TrainInputsTest {
    @TempDir
    private Path folder;

    private final String csv = Tables.yesNo();
    private ModelFile.Opened plain;
    private int runs;

    @BeforeEach
    void trainPlain() throws IOException {
        Files.writeString(folder.resolve("plain.csv"), csv);
        plain = train(new byte[0], "plain.csv");
    }

    private ModelFile.Opened train(byte[] stdin, String... data) {
        Path zip = folder.resolve("model-%d.zip".formatted(++runs));
        List<String> args = new ArrayList<>(List.of("train", "--data"));
        for (String name : data) {
            args.add(name.equals("-") ? name : folder.resolve(name).toString());
        }
        args.addAll(List.of(
                "--epochs",
                "2",
                "--model",
                "mlp:4",
                "-o",
                zip.toString(),
                "--run-dir",
                folder.resolve("run-" + runs).toString()));
        CliRun.ofStdin(stdin, args.toArray(String[]::new)).done();
        return ModelFile.open(zip);
    }

    private void assertSame(ModelFile.Opened other) {
        assertEquals(plain.model().schema(), other.model().schema());
        assertArrayEquals(plain.model().params(), other.model().params());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void train_stdin_givesTheSameModelAndIsCalledStdin() {
        ModelFile.Opened other = train(csv.getBytes(StandardCharsets.UTF_8), "-");
        assertSame(other);
        assertEquals("stdin", other.from().data().getFirst().name());
        assertEquals(csv.length(), other.from().data().getFirst().bytes());
    }

    @Test
    void train_stdinAsHoldOut_isJudgedBy() {
        String held = csv.substring(0, csv.indexOf("c050,"));
        CliRun run = CliRun.ofStdin(
                        held.getBytes(StandardCharsets.UTF_8),
                        "train",
                        "--data",
                        folder.resolve("plain.csv").toString(),
                        "--valid",
                        "-",
                        "--epochs",
                        "1",
                        "--model",
                        "mlp:2",
                        "-o",
                        folder.resolve("held.zip").toString(),
                        "--run-dir",
                        folder.resolve("held").toString())
                .done();
        assertTrue(run.said("rows").endsWith("; 300 to learn from, 50 held out to judge by"), run.err());
    }

    @Test
    void train_stdinThatCannotBeRead_isCalledStdin() {
        CliRun run = CliRun.ofStdin(
                (csv + "1,2\n").getBytes(StandardCharsets.UTF_8), "train", "--data", "-", "--on-bad-row", "fail");
        run.fails(3, """
            mlscale: 2 cells where the table has 5 columns
              at stdin line 302
              try: mend the record, or --on-bad-row set-aside to leave such rows out
            """);
    }

    @Test
    void train_gzipped_givesTheSameModel() throws IOException {
        Files.write(folder.resolve("zipped.csv.gz"), gzip(csv));
        assertSame(train(new byte[0], "zipped.csv.gz"));
        assertSame(train(gzip(csv), "-"));
    }

    @Test
    void train_zstdByAnyName_givesTheSameModel() throws IOException {
        byte[] packed = Zstd.compress(csv.getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("packed.csv"), packed);
        assertSame(train(new byte[0], "packed.csv"));
        assertSame(train(packed, "-"));
    }

    @Test
    void train_pipes_giveTheModelOfFilesAndAreCalledByTheirNames() throws Exception {
        String header = csv.substring(0, csv.indexOf('\n') + 1);
        int half = csv.indexOf("c150,");
        Map<String, String> parts = Map.of("1", csv.substring(0, half), "2", header + csv.substring(half));
        List<Thread> writers = new ArrayList<>();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            write(folder.resolve("file-" + part.getKey()), part.getValue());
            Path pipe = folder.resolve("pipe-" + part.getKey());
            assertEquals(
                    0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
            writers.add(Thread.ofVirtual().start(() -> write(pipe, part.getValue())));
        }
        ModelFile.Opened files = train(new byte[0], "file-1", "file-2");
        ModelFile.Opened pipes = train(new byte[0], "pipe-1", "pipe-2");
        assertEquals(files.model().schema(), pipes.model().schema());
        assertArrayEquals(files.model().params(), pipes.model().params());
        assertEquals(
                List.of(
                        folder.resolve("pipe-1").toString(),
                        folder.resolve("pipe-2").toString()),
                pipes.from().data().stream().map(file -> file.name()).toList());
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void train_tabsBomAndCarriageReturns_giveTheSameModel() throws IOException {
        Files.writeString(
                folder.resolve("table.tsv"), "\uFEFF" + csv.replace(',', '\t').replace("\n", "\r\n"));
        assertSame(train(new byte[0], "table.tsv"));
    }

    @Test
    void train_utf16_givesTheSameModel() throws IOException {
        Files.write(folder.resolve("wide.csv"), ("\uFEFF" + csv).getBytes(StandardCharsets.UTF_16LE));
        assertSame(train(new byte[0], "wide.csv"));
    }

    @Test
    void train_severalFilesAndGlob_giveTheModelOfTheWholeTable() throws IOException {
        String header = csv.substring(0, csv.indexOf('\n') + 1);
        List<String> rows = csv.lines().skip(1).toList();
        for (int part = 0; part < 3; part++) {
            String text = header + String.join("\n", rows.subList(100 * part, 100 * part + 100)) + "\n";
            Files.writeString(folder.resolve("part-%d.csv".formatted(part)), text);
        }
        ModelFile.Opened listed = train(new byte[0], "part-0.csv", "part-1.csv", "part-2.csv");
        ModelFile.Opened glob = train(new byte[0], "part-*.csv");
        assertEquals(listed.model().schema(), glob.model().schema());
        assertArrayEquals(listed.model().params(), glob.model().params());
        // the head of the first file alone chooses the pivots, so not the same bits
        assertEquals(plain.model().schema().names(), glob.model().schema().names());
        assertEquals(plain.model().schema().target(), glob.model().schema().target());
        assertArrayEquals(plain.model().params(), glob.model().params(), 1e-5f);
        assertEquals(
                List.of("part-0.csv", "part-1.csv", "part-2.csv"),
                glob.from().data().stream()
                        .map(file -> Path.of(file.name()).getFileName().toString())
                        .toList());
    }

    @Test
    void train_dataNamedTwice_isRefusedBecauseRowsWouldCountTwice() {
        String table = folder.resolve("plain.csv").toString();
        CliRun.of(
                        "train",
                        "--data",
                        table,
                        "--data",
                        table,
                        "-o",
                        folder.resolve("twice.zip").toString())
                .fails(
                        2,
                        "mlscale: %s is named twice\n  try: name each file once: its rows would count twice"
                                .formatted(table));
    }

    @Test
    void train_validIsTheTable_isRefused() {
        String table = folder.resolve("plain.csv").toString();
        CliRun.of(
                        "train",
                        "--data",
                        table,
                        "--valid",
                        table,
                        "-o",
                        folder.resolve("same.zip").toString())
                .fails(
                        2,
                        "mlscale: a file of --data is also in --valid"
                                + "\n  try: rows to judge by must not be learned from: name another file");
    }

    @Test
    void train_partsWithOtherHeaders_isADataFault() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "a,y\n1,2\n");
        Files.writeString(folder.resolve("b.csv"), "b,y\n1,2\n");
        CliRun.of(
                        "train",
                        "--data",
                        folder.resolve("a.csv").toString(),
                        folder.resolve("b.csv").toString())
                .fails(3, """
                    mlscale: the header is not the one of the first file: column 1 is "b", expected "a"
                      at %s line 1
                      try: give all files the same header line, or --header no if none of them has one
                    """.formatted(folder.resolve("b.csv")));
    }
}
