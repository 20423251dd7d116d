package org.mlscale.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mlscale demo}: makes a table, trains, scores, and checks the predictions against what only the maker of the table knows. */
@Command(
        name = "demo",
        header = "See it work: make a table, train, score, and check the result.",
        description = "Makes up customers of a telephone company and whether they leave, learns from 20,000 of them,"
                + " predicts 5,000 others, and compares with the truth. Under a minute; every command is shown as"
                + " you would type it.",
        footer = {"", "Example:", "  mlscale demo"})
final class DemoCommand implements Callable<ExitCode> {
    private static final int TRAIN_ROWS = 20_000;
    private static final int NEW_ROWS = 5_000;

    /** Share of the best possible accuracy's lead over guessing that the model must reach. */
    private static final double BAR = 0.9;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "mlscale-demo",
            description = "Where the files go. Default: ${DEFAULT-VALUE}.")
    Path directory = Path.of("mlscale-demo");

    @Mixin
    TalkOptions talk = new TalkOptions();

    @Override
    public ExitCode call() {
        try (Console console = talk.console()) {
            Path train = directory.resolve("train.csv");
            Path fresh = directory.resolve("new.csv");
            Path scores = directory.resolve("scores.csv");
            Path model = directory.resolve("model.zip");
            claimDirectory();
            console.say("[1/4] make a table");
            DemoTable table = new DemoTable(7);
            write(train, table.csv(0, TRAIN_ROWS, true));
            write(fresh, table.csv(TRAIN_ROWS, NEW_ROWS, false));
            console.say("      %s: %s; %s: %s without the answer"
                    .formatted(train, Text.count(TRAIN_ROWS, "row"), fresh, Text.count(NEW_ROWS)));
            ExitCode learned = step(
                    console,
                    "[2/4] learn",
                    List.of(
                            "train",
                            "--data",
                            train.toString(),
                            "--target",
                            "left",
                            "--id",
                            "customer",
                            "--epochs",
                            "15",
                            "-o",
                            model.toString(),
                            "--run-dir",
                            runDirectory().toString()));
            if (learned != ExitCode.DONE) {
                return learned;
            }
            ExitCode scored = step(
                    console,
                    "[3/4] predict",
                    List.of("score", model.toString(), fresh.toString(), scores.toString(), "--force"));
            if (scored != ExitCode.DONE) {
                return scored;
            }
            console.say("[4/4] compare with the truth");
            check(table, scores, console);
            console.say("next", "mlscale train --data YOUR.csv");
            return ExitCode.DONE;
        }
    }

    /** Only what an earlier demo made is written over. */
    private void claimDirectory() {
        Path mark = directory.resolve("ABOUT.txt");
        try {
            if (Files.isDirectory(directory) && !Files.exists(mark)) {
                try (Stream<Path> entries = Files.list(directory)) {
                    if (entries.findAny().isPresent()) {
                        throw Fault.usage(
                                "%s holds files that the demo did not make".formatted(directory),
                                "mlscale demo --dir DIR with a new name");
                    }
                }
            }
            Files.createDirectories(directory);
            Files.writeString(mark, "Made by mlscale demo, which writes over all of it when it runs again.\n");
        } catch (IOException unwritable) {
            throw unwritable(directory, unwritable);
        }
    }

    /** Runs one of the demo's commands, which says itself what is wrong. */
    private ExitCode step(Console console, String title, List<String> args) {
        console.say("%s%n      $ mlscale %s".formatted(title, String.join(" ", args)));
        List<String> all = new ArrayList<>(args);
        if (talk.quiet) {
            all.add("-q");
        } else if (talk.verbose) {
            all.add("-v");
        }
        return ExitCode.of(Mlscale.run(all.toArray(String[]::new)));
    }

    private void check(DemoTable table, Path scores, Console console) {
        List<String> lines = read(scores);
        int right = 0;
        int possible = 0;
        int stay = 0;
        for (int row = 0; row < NEW_ROWS; row++) {
            boolean left = table.left(TRAIN_ROWS + row);
            String[] cells = lines.get(row + 1).split(",", -1);
            if (!cells[0].equals(table.customer(TRAIN_ROWS + row))) {
                throw new IllegalStateException(
                        "line %d of %s is for another row: %s".formatted(row + 2, scores, lines.get(row + 1)));
            }
            right += cells[1].equals(left ? "yes" : "no") ? 1 : 0;
            possible += table.likely(TRAIN_ROWS + row) == left ? 1 : 0;
            stay += left ? 0 : 1;
        }
        console.say("      %s of %s right; knowing the rule behind the table gives %s, always saying no gives %s"
                .formatted(Text.count(right), Text.count(NEW_ROWS), Text.count(possible), Text.count(stay)));
        if (lines.size() != NEW_ROWS + 1 || right - stay < BAR * (possible - stay)) {
            throw new IllegalStateException("the demo's model is worse than it must be");
        }
    }

    private Path runDirectory() {
        for (int number = 1; ; number++) {
            Path run = directory.resolve("run-" + number);
            if (!Files.exists(run)) {
                return run;
            }
        }
    }

    private void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException unwritable) {
            throw unwritable(file, unwritable);
        }
    }

    private static Fault unwritable(Path file, IOException cause) {
        return Fault.resources(
                        "%s cannot be written: %s".formatted(file, Reason.of(cause)),
                        "mlscale demo --dir DIR in a place where you may write")
                .because(cause);
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
