package org.mlscale.cli.runs;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/** How a run's files are written. */
final class JsonText {
    private static final JSON PRETTY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private JsonText() {}

    static String line(Map<String, ?> object) {
        return text(JSON.std, object);
    }

    /** Writes an object that fills a file. */
    static void replace(Path file, Map<String, ?> object) {
        replace(file, text(PRETTY, object));
    }

    /** Never half-written: a process may be killed at any moment. */
    static void replace(Path file, String text) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            throw unwritable(file, full);
        }
    }

    static Fault unwritable(Path file, IOException cause) {
        return Fault.resources("%s cannot be written: %s".formatted(file, Reason.of(cause)), "make room on the disk")
                .because(cause);
    }

    private static String text(JSON format, Map<String, ?> object) {
        try {
            return format.asString(object) + "\n";
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
