package org.mlscale.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/** What can be read only once, stdin and pipes, as files: training reads a table more than once. Gone when closed. */
final class Spool implements AutoCloseable {
    private final Map<String, Path> files = new LinkedHashMap<>(); // by the name that the user gave

    private Spool() {}

    /** Stores {@code stdin} and pipes if {@code names} ask for them. */
    static Spool of(List<String> names, InputStream stdin) {
        if (names.stream().filter(Input.STDIN::equals).count() > 1) {
            throw Fault.usage("stdin (-) is named twice", "name it once");
        }
        Spool spool = new Spool();
        try {
            for (String name : names) {
                if (name.equals(Input.STDIN)) {
                    spool.store(name, stdin);
                } else if (isPipe(Path.of(name)) && !spool.files.containsKey(name)) {
                    try (InputStream pipe = Files.newInputStream(Path.of(name))) {
                        spool.store(name, pipe);
                    }
                }
            }
            return spool;
        } catch (IOException full) {
            spool.close();
            throw Fault.resources(
                            "stdin or a pipe cannot be stored: " + Reason.of(full),
                            "make room in the folder of temporary files, or name a file instead")
                    .because(full);
        }
    }

    private static boolean isPipe(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private void store(String name, InputStream from) throws IOException {
        Path file = Files.createTempFile("mlscale-stdin-", ".csv");
        file.toFile().deleteOnExit(); // also when the process is told to end
        files.put(name, file);
        Files.copy(from, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@code names} with the files in place of what they store. */
    List<String> names(List<String> names) {
        return names.stream()
                .map(name ->
                        Optional.ofNullable(files.get(name)).map(Path::toString).orElse(name))
                .toList();
    }

    /** {@code input} with the names that the user knows for those files. */
    Input named(Input input, Charset encoding) {
        return new Input(input.sources().stream()
                .map(source -> files.entrySet().stream()
                        .filter(stored -> source.path().equals(Optional.of(stored.getValue())))
                        .findFirst()
                        .map(stored -> Source.file(
                                stored.getKey().equals(Input.STDIN) ? "stdin" : stored.getKey(),
                                stored.getValue(),
                                encoding))
                        .orElse(source))
                .toList());
    }

    @Override
    public void close() {
        for (Path file : files.values()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException stays) {
                throw new UncheckedIOException(stays);
            }
        }
    }
}
