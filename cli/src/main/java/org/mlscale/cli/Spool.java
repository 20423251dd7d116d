package org.mlscale.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.fault.Fault;

/** Stdin as a file, because training reads a table more than once. Gone when closed. */
final class Spool implements AutoCloseable {
    private final Optional<Path> file;

    private Spool(Optional<Path> file) {
        this.file = file;
    }

    /** Stores {@code stdin} if {@code names} ask for it. */
    static Spool of(List<String> names, InputStream stdin) {
        long wanted = names.stream().filter(Input.STDIN::equals).count();
        if (wanted == 0) {
            return new Spool(Optional.empty());
        }
        if (wanted > 1) {
            throw Fault.usage("stdin (-) is named twice", "name it once");
        }
        try {
            Path file = Files.createTempFile("mlscale-stdin-", ".csv");
            file.toFile().deleteOnExit(); // also when the process is told to end
            try {
                Files.copy(stdin, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                return new Spool(Optional.of(file));
            } catch (IOException full) {
                Files.deleteIfExists(file);
                throw full;
            }
        } catch (IOException full) {
            throw Fault.resources("stdin cannot be stored: " + full.getMessage(), "name the file instead of -")
                    .because(full);
        }
    }

    /** {@code names} with the file in place of stdin. */
    List<String> names(List<String> names) {
        return names.stream()
                .map(name -> name.equals(Input.STDIN) ? file.orElseThrow().toString() : name)
                .toList();
    }

    /** {@code input} with the name that the user knows for that file. */
    Input named(Input input, Charset encoding) {
        return new Input(input.sources().stream()
                .map(source -> file.isPresent() && source.path().equals(file)
                        ? Source.file("stdin", file.get(), encoding)
                        : source)
                .toList());
    }

    @Override
    public void close() {
        file.ifPresent(path -> {
            try {
                Files.deleteIfExists(path);
            } catch (IOException stays) {
                throw new UncheckedIOException(stays);
            }
        });
    }
}
