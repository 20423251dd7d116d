package org.mlscale.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A folder with models, and tables of a few chunks to be scored into files whose names begin with {@code out}. */
record ScoreFolder(Path path) {
    /** Rows of 24 kB, so that a few hundred of them are a chunk of 8 MiB. */
    private static final String NOTE = "a long text that nobody reads; as tables have them; ".repeat(470);

    private static final int PIECE_ROWS = 300;

    /** Writes {@code model-SEED.zip}. */
    void train(int seed) throws IOException {
        Files.writeString(path.resolve("train.csv"), Tables.yesNo());
        CliRun.of(
                        "train",
                        "--data",
                        at("train.csv"),
                        "--id",
                        "id",
                        "--epochs",
                        "3",
                        "--model",
                        "mlp:6",
                        "--seed",
                        Integer.toString(seed),
                        "-o",
                        at("model-%d.zip".formatted(seed)),
                        "--run-dir",
                        at("run-" + seed),
                        "-q")
                .done();
    }

    /** Writes the rows of {@link Tables#yesNo} again and again, with a note, 7.5 MB each time; some are none. Packed if the name says so. */
    void writeTable(String name, int times) throws IOException {
        List<String> rows = Tables.yesNo().lines().toList();
        OutputStream file = Files.newOutputStream(path.resolve(name));
        try (OutputStream out = new BufferedOutputStream(name.endsWith(".gz") ? new GZIPOutputStream(file) : file)) {
            out.write((rows.getFirst() + ",note\n").getBytes(StandardCharsets.UTF_8));
            for (int row = 0; row < times * PIECE_ROWS; row++) {
                String cells = row % 101 == 50 ? "none," + row : rows.get(1 + row % PIECE_ROWS) + "," + NOTE;
                out.write((cells + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    String at(String name) {
        return path.resolve(name).toString();
    }

    byte[] read(String name) throws IOException {
        return Files.readAllBytes(path.resolve(name));
    }

    /** Names of files that scoring has left. */
    List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("out"))
                    .sorted()
                    .toList();
        }
    }

    void removeWhatIsLeft() throws IOException {
        for (String name : left()) {
            Files.delete(path.resolve(name));
        }
    }

    /** The account that a run has said, without how long it took. */
    static String account(List<String> said) {
        return said.stream()
                .filter(line -> line.startsWith("scored"))
                .map(line -> line.replaceFirst(";.*", ""))
                .findFirst()
                .orElse("");
    }
}
