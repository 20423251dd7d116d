package org.mlscale.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mlscale.engine.chunk.Input;
import org.mlscale.engine.chunk.Source;
import org.mlscale.engine.chunk.UnnamedFile;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/** What can be read only once, stdin and pipes, as files without a name: training reads a table more than once. Gone when closed. */
final class Spool implements AutoCloseable {
    /** Opens an empty one. */
    interface Opener {
        UnnamedFile open() throws IOException;
    }

    private static final String ADVICE =
            "--tmp DIR names a disk with more room; or name a file instead of stdin or a pipe";

    private static final int COPIED_BYTES = 1 << 20;

    private final Map<String, UnnamedFile> files = new LinkedHashMap<>(); // by the name that the user gave
    private final Opener opener;

    private Spool(Opener opener) {
        this.opener = opener;
    }

    /**
     * Stores {@code stdin} and pipes if {@code names} ask for them, and only then asks for the {@code directory}.
     *
     * @throws Fault RESOURCES if its disk has no room
     */
    static Spool of(List<String> names, InputStream stdin, Supplier<Path> directory) {
        return inFiles(names, stdin, () -> UnnamedFile.withPath(directory.get()));
    }

    static Spool inFiles(List<String> names, InputStream stdin, Opener opener) {
        if (names.stream().filter(Input.STDIN::equals).count() > 1) {
            throw Fault.usage("stdin (-) is named twice", "name it once");
        }
        Spool spool = new Spool(opener);
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
            throw Fault.resources("stdin or a pipe cannot be stored: " + Reason.of(full), ADVICE)
                    .because(full);
        } catch (Fault full) {
            spool.close();
            throw full;
        }
    }

    private static boolean isPipe(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private void store(String name, InputStream from) throws IOException {
        UnnamedFile file = opener.open();
        files.put(name, file);
        byte[] bytes = new byte[COPIED_BYTES];
        long end = 0;
        for (int count = from.readNBytes(bytes, 0, bytes.length);
                count > 0;
                count = from.readNBytes(bytes, 0, bytes.length)) {
            if (!file.hasRoom(end, end + count)) {
                throw Fault.resources(
                        String.format(
                                Locale.ROOT,
                                "%s does not fit on the disk: after %.1f GB it would be more than %d %% full",
                                called(name),
                                end / 1e9,
                                UnnamedFile.FULL),
                        ADVICE);
            }
            ByteBuffer some = ByteBuffer.wrap(bytes, 0, count);
            while (some.hasRemaining()) {
                end += file.channel().write(some, end);
            }
        }
    }

    private static String called(String name) {
        return name.equals(Input.STDIN) ? "stdin" : name;
    }

    /** {@code names} with the files in place of what they store. */
    List<String> names(List<String> names) {
        return names.stream()
                .map(name -> Optional.ofNullable(files.get(name))
                        .map(file -> file.path().toString())
                        .orElse(name))
                .toList();
    }

    /** {@code input} with the names that the user knows for those files. */
    Input named(Input input, Charset encoding) {
        return new Input(input.sources().stream()
                .map(source -> files.entrySet().stream()
                        .filter(stored -> source.path()
                                .equals(Optional.of(stored.getValue().path())))
                        .findFirst()
                        .map(stored -> Source.file(
                                called(stored.getKey()), stored.getValue().path(), encoding))
                        .orElse(source))
                .toList());
    }

    @Override
    public void close() {
        for (UnnamedFile file : files.values()) {
            try {
                file.close();
            } catch (IOException stays) {
                throw new UncheckedIOException(stays);
            }
        }
    }
}
