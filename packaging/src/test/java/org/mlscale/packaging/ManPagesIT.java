package org.mlscale.packaging;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.junit.jupiter.api.Test;
import org.mlscale.cli.Mlscale;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * The committed man pages are those of the flags: {@code man/*.1} come from the commands, {@code man/*.5} and
 * {@code man/*.7} from {@code src/man/*.adoc}.
 */
class ManPagesIT {
    private static final Path MODULE = Path.of(System.getProperty("basedir"));
    private static final Path PAGES = MODULE.resolveSibling("man");
    private static final boolean APPLY = "apply".equals(System.getProperty("man"));

    @Test
    void man_everyPage_isCurrent() throws IOException {
        Files.createDirectories(PAGES);
        var wanted = roff(sources());
        var stale = new ArrayList<String>();
        for (var page : wanted.entrySet()) {
            var file = PAGES.resolve(page.getKey());
            if (!Files.exists(file) || !Files.readString(file).equals(page.getValue())) {
                stale.add(page.getKey());
                if (APPLY) {
                    Files.writeString(file, page.getValue());
                }
            }
        }
        try (var files = Files.newDirectoryStream(PAGES, "*.[157]")) {
            for (var file : files) {
                if (!wanted.containsKey(file.getFileName().toString())) {
                    stale.add(file.getFileName() + " (no such command any more)");
                    if (APPLY) {
                        Files.delete(file);
                    }
                }
            }
        }
        if (APPLY) {
            stale.forEach(page -> System.out.println("wrote man/" + page));
        } else if (!stale.isEmpty()) {
            fail("not current: man/" + String.join(", man/", stale)
                    + "\nwrite them anew with: mvn -q verify -Dman=apply");
        }
    }

    /** Page name (mlscale-train.1) to its AsciiDoc. */
    private static SortedMap<String, String> sources() throws IOException {
        var sources = new TreeMap<String, String>();
        addCommands(Mlscale.commandLine(), sources);
        try (var files = Files.newDirectoryStream(MODULE.resolve("src/man"), "*.adoc")) {
            for (var file : files) {
                sources.put(file.getFileName().toString().replaceFirst("\\.adoc$", ""), Files.readString(file));
            }
        }
        return sources;
    }

    private static void addCommands(CommandLine command, Map<String, String> sources) {
        var spec = command.getCommandSpec();
        if (spec.usageMessage().hidden() || spec.helpCommand()) {
            return;
        }
        var text = new StringWriter();
        ManPageGenerator.writeSingleManPage(new PrintWriter(text, true), spec);
        sources.put(spec.qualifiedName("-") + ".1", text.toString());
        command.getSubcommands().values().forEach(subcommand -> addCommands(subcommand, sources));
    }

    private static SortedMap<String, String> roff(SortedMap<String, String> sources) {
        var pages = new TreeMap<String, String>();
        // reproducible: no date in the page, so it is the same every day.
        var attributes = Attributes.builder().attribute("reproducible", "").build();
        var options = Options.builder()
                .backend("manpage")
                .safe(SafeMode.SECURE)
                .standalone(true)
                .attributes(attributes)
                .build();
        try (var asciidoctor = Asciidoctor.Factory.create()) {
            sources.forEach((page, text) -> pages.put(page, asciidoctor.convert(text, options) + "\n"));
        }
        return pages;
    }
}
