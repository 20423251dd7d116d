package org.mlscale.packaging;

import static org.junit.jupiter.api.Assertions.fail;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every Java source has the house's format: palantir-java-format, 120 columns, 4 spaces.
 *
 * <p>A test and not a Maven plugin, because plugins run on the JDK that runs Maven, and the formatter reads sources
 * with that JDK's own parser: a JDK 17 cannot read Java 25.
 */
class FormatIT {
    private static final Path ROOT = Path.of(System.getProperty("basedir")).getParent();
    private static final boolean APPLY = "apply".equals(System.getProperty("format"));

    /** palantir-java-format issue 1614: a bare {@code _} in a record pattern is unknown to it. */
    private static final String HINT = "\n(if that is about '_': write `var _` in a record pattern)";

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(false)
            .build());

    @Test
    void format_everySource_isTheFormatters() throws IOException {
        List<Path> off;
        try (var files = Files.find(ROOT, 99, (path, _) -> isSource(ROOT.relativize(path)))) {
            off = files.toList().parallelStream()
                    .filter(this::mendOrReport)
                    .sorted()
                    .toList();
        }
        if (APPLY) {
            off.forEach(file -> System.out.println("formatted " + ROOT.relativize(file)));
        } else if (!off.isEmpty()) {
            var names = String.join(
                    "\n  ",
                    off.stream().map(file -> ROOT.relativize(file).toString()).toList());
            fail("not formatted:\n  " + names + "\nmend them all with: mvn -q verify -Dformat=apply");
        }
    }

    /** Sources lie in MODULE/src and MODULE/bench, so build folders and the like are never looked at. */
    private static boolean isSource(Path path) {
        return path.getNameCount() > 2
                && List.of("src", "bench").contains(path.getName(1).toString())
                && path.toString().endsWith(".java");
    }

    /** Whether the file was not formatted; it is by now, if that was asked for. */
    private boolean mendOrReport(Path file) {
        try {
            var source = Files.readString(file);
            var formatted = formatter.formatSourceAndFixImports(source);
            if (formatted.equals(source)) {
                return false;
            }
            if (APPLY) {
                Files.writeString(file, formatted);
            }
            return true;
        } catch (IOException | FormatterException e) {
            throw new AssertionError(ROOT.relativize(file) + ": " + e.getMessage() + HINT, e);
        }
    }
}
