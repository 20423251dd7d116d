package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mlscale.cli.BadInputs.Case;
import org.mlscale.cli.ErrorsPage.Shown;
import org.mlscale.cli.runs.JobRecord;
import org.mlscale.cli.runs.RunDirectory;

/** Each bad input as a user has it: the text and the exit code are those of {@code docs/errors.md}, to the letter. */
class BadInputTest {
    private static final Path PAGE =
            Path.of(System.getProperty("basedir")).resolveSibling("docs").resolve("errors.md");
    private static final boolean APPLY = "apply".equals(System.getProperty("errors"));
    private static final Pattern WORD = Pattern.compile("'([^']*)'|((?:[^\\s\"']|\"[^\"]*\")+)");

    /** What is said of work that goes on: these lines, as far as they do not tell the time. */
    private static final List<String> SAID = List.of("warn", "rows", "scored");

    @TempDir
    private static Path folder;

    private static final Map<Case, Shown> SHOWN = new LinkedHashMap<>();
    private static final Map<Case, List<String>> LEFT = new LinkedHashMap<>();
    private static Map<String, String> committed = Map.of();
    private static int runs;

    @BeforeAll
    static void runAll() throws IOException, InterruptedException {
        BadFiles.write(folder);
        try (RunDirectory busy = RunDirectory.resume(folder.resolve("busy"))) {
            busy.begin(new JobRecord("", "", Map.of(), List.of(), ""));
            runCases();
        }
        if (APPLY) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ErrorsPage.of(BadInputs.groups(), SHOWN));
        }
        committed = Files.exists(PAGE) ? ErrorsPage.sections(Files.readString(PAGE)) : Map.of();
    }

    private static void runCases() throws IOException, InterruptedException {
        for (Case one : cases().toList()) {
            List<String> before = names();
            SHOWN.put(one, one.limited() ? limited(one.command()) : run(one.command()));
            LEFT.put(
                    one, names().stream().filter(name -> !before.contains(name)).toList());
            clear(LEFT.get(one));
        }
    }

    private static Stream<Case> cases() {
        return BadInputs.groups().stream().flatMap(group -> group.cases().stream());
    }

    private static Stream<Case> mended() {
        return cases().filter(one -> one.mended().isPresent());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void run_badInput_saysWhatThePageSays(Case one) {
        assertEquals(
                committed.getOrDefault(one.title(), "not on the page"),
                ErrorsPage.section(one, SHOWN.get(one)),
                "docs/errors.md is not current; if this is what users should read: mvn -q verify -Derrors=apply");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void run_badInput_advisesAndLeavesNothingBehind(Case one) {
        Shown shown = SHOWN.get(one);
        assertTrue(shown.exit() != 1, shown.text());
        assertEquals(shown.exit() != 0, shown.text().contains("\n  try: "), shown.text());
        for (String internals : List.of("Exception", "org.mlscale", "java.", "\tat ", "picocli", "null")) {
            assertFalse(shown.text().contains(internals), shown.text());
        }
        if (shown.exit() != 0 && shown.exit() != 7) {
            assertEquals(List.of(), LEFT.get(one), "files left behind");
        }
    }

    /** An advice that does not help is worse than none. */
    @ParameterizedTest
    @MethodSource("mended")
    void run_asAdvised_succeeds(Case one) throws IOException {
        List<String> before = names();
        Shown shown = run(one.mended().orElseThrow());
        clear(names().stream().filter(name -> !before.contains(name)).toList());
        assertEquals(0, shown.exit(), shown.text());
    }

    @Test
    void page_everySection_isACase() throws IOException {
        assertEquals(ErrorsPage.of(BadInputs.groups(), SHOWN), Files.readString(PAGE));
    }

    @Test
    void train_diskFull_keepsTheModelThatWasThere() throws IOException {
        assertEquals(-1, Files.mismatch(folder.resolve("model.zip"), folder.resolve("kept.zip")));
    }

    private static Shown run(String command) {
        List<String> args = new ArrayList<>();
        for (String word : words(command)) {
            if (word.startsWith("@") && word.contains("/*")) {
                args.add(folder.resolve(word.substring(1)).toString());
            } else {
                args.add(word.replaceAll("^@", Matcher.quoteReplacement(folder + "/")));
            }
        }
        if (args.getFirst().equals("train")) {
            args.addAll(briefly(args));
        }
        return shown(CliRun.of(args));
    }

    /** Words as a shell has them: quotes hold a word together and are taken off. */
    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word ->
                        word.group(1) != null ? word.group(1) : word.group(2).replace("\"", ""))
                .toList();
    }

    /** What keeps a training short, and its files out of the way; what the command says itself comes first. */
    private static List<String> briefly(List<String> args) {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("--epochs", "1");
        flags.put("--model", "mlp:3");
        flags.put("--out", folder.resolve("new.zip").toString());
        flags.put("--run-dir", folder.resolve("run-" + ++runs).toString());
        args.forEach(flags::remove);
        return flags.entrySet().stream()
                .flatMap(flag -> Stream.of(flag.getKey(), flag.getValue()))
                .toList();
    }

    private static Shown shown(CliRun run) {
        String text = run.err().replace(folder + "/", "").replace(folder.toString(), ".");
        String stable = text.replaceAll(
                        "\\b[0-9a-f]{64}\\b|(?<=and gives )[0-9.E-]+|(?<=in use by process )[0-9]+", "…")
                .strip();
        int error = stable.indexOf("mlscale: ");
        return new Shown(run.exit(), error >= 0 ? stable.substring(error) : said(stable));
    }

    private static String said(String text) {
        return text.lines()
                .filter(line -> SAID.contains(line.replaceFirst(" .*", "")))
                .filter(line -> !line.startsWith("warn     the model is no better than "))
                .map(line -> line.replaceFirst("; .* rows/s$", ""))
                .collect(Collectors.joining("\n"));
    }

    /** The same in a process of its own, under a shell that limits the size of files to some kilobytes. */
    private static Shown limited(String command) throws IOException, InterruptedException {
        String brief = " --epochs 1 --model mlp:64 --run-dir new-run";
        CliRun run = CliProcess.run(folder, Map.of(), command.contains(" train ") ? command + brief : command);
        clear(names().stream().filter("new-run"::equals).toList());
        Shown shown = shown(run);
        return new Shown(shown.exit(), shown.text().replace(brief, " --run-dir runs/…"));
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static void clear(List<String> names) throws IOException {
        for (String name : names) {
            try (Stream<Path> files = Files.walk(folder.resolve(name))) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
