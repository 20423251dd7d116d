package org.mlscale.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Command lines that are wrong, and those that ask for help. */
class UsageTest {
    @Test
    void run_noArguments_showsTheSixCommandsOfANewcomer() {
        CliRun run = CliRun.of().done();
        assertEquals("", run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals("mlscale trains and scores neural nets on tables.", lines.getFirst());
        List<String> commands = lines.stream()
                .filter(line -> line.startsWith("  mlscale "))
                .map(line -> line.split(" +", -1)[2])
                .toList();
        assertEquals(List.of("demo", "train", "score", "evaluate", "inspect", "help"), commands);
        assertTrue(lines.size() <= 14, run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "score", "evaluate", "inspect", "demo"})
    void run_help_isTheSameEitherWayWithExamplesAndNarrow(String command) {
        CliRun help = CliRun.of("help", command).done();
        assertEquals(help.out(), CliRun.of(command, "--help").done().out());
        assertEquals(help.out(), CliRun.of(command, "-h").done().out());
        assertEquals("", help.err());
        String example = help.out().substring(help.out().indexOf("\nExample"));
        assertTrue(example.contains("\n  mlscale " + command) || example.contains("| mlscale " + command), help.out());
        for (String line : help.out().lines().toList()) {
            assertTrue(line.length() <= 120, line);
        }
        for (String line : example.strip().lines().skip(1).toList()) {
            assertTrue(line.startsWith("  "), "an example that does not fit its line: " + line);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "help"})
    void run_helpAlone_listsTheCommands(String flag) {
        String out = CliRun.of(flag).done().out();
        for (String command : List.of("train", "score", "evaluate", "inspect", "demo", "help")) {
            assertTrue(out.lines().anyMatch(line -> line.startsWith("  " + command + " ")), out);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version"})
    void run_version_saysIt(String flag) {
        assertTrue(CliRun.of(flag).done().out().matches("mlscale \\S+\\R"));
    }

    @Test
    void commandLine_everyFlagAndParameter_isDescribed() {
        CommandLine root = Mlscale.commandLine();
        for (CommandLine line : Stream.concat(Stream.of(root), root.getSubcommands().values().stream())
                .toList()) {
            for (OptionSpec option : line.getCommandSpec().options()) {
                assertTrue(
                        String.join("", option.description()).length() > 5,
                        line.getCommandName() + " " + option.longestName());
            }
            for (PositionalParamSpec parameter : line.getCommandSpec().positionalParameters()) {
                assertTrue(
                        String.join("", parameter.description()).length() > 5,
                        line.getCommandName() + " " + parameter.paramLabel());
            }
        }
    }

    private static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        "traim --data x.csv",
                        "mlscale: unknown command: traim\n  try: mlscale train\n       mlscale --help"),
                Arguments.of("trian", "mlscale: unknown command: trian\n  try: mlscale train\n       mlscale --help"),
                Arguments.of("serve", "mlscale: unknown command: serve\n  try: mlscale --help"),
                Arguments.of(
                        "help trian", "mlscale: unknown command: trian\n  try: mlscale train\n       mlscale --help"),
                Arguments.of("--stacktrac", "mlscale: unknown flag: --stacktrac\n  try: mlscale --help"),
                Arguments.of("train", "mlscale: missing: --data\n  try: mlscale train --help"),
                Arguments.of("train --data", "mlscale: missing: --data\n  try: mlscale train --help"),
                Arguments.of("train --data --epochs 3", "mlscale: missing: --data\n  try: mlscale train --help"),
                Arguments.of(
                        "train --data x.csv --target",
                        "mlscale: --target needs a value: COL[,COL...]\n  try: mlscale train --help"),
                Arguments.of(
                        "train --data x.csv --seed 1 --seed 2",
                        "mlscale: --seed is given twice\n  try: mlscale train --help"),
                Arguments.of(
                        "train --data x.csv --epoch 3",
                        "mlscale: unknown flag: --epoch\n  try: --epochs\n       mlscale train --help"),
                Arguments.of(
                        "train --data=x.csv --epoch=3",
                        "mlscale: unknown flag: --epoch\n  try: --epochs\n       mlscale train --help"),
                Arguments.of(
                        "train x.csv --epochs 3",
                        "mlscale: missing: --data\nmlscale: unknown argument: x.csv\n  try: mlscale train --help"),
                Arguments.of("train --data x.csv --lernrate 3 --bach 7 --epochs 0 --lr -1", """
                    mlscale: --epochs: "0" is not auto or a whole number from 1
                    mlscale: --lr: "-1" is not auto or a number above 0, up to a million
                    mlscale: unknown flag: --lernrate
                    mlscale: unknown flag: --bach
                      try: --batch
                           mlscale train --help\
                    """),
                Arguments.of("score", """
                    mlscale: missing: MODEL
                    mlscale: missing: IN
                    mlscale: missing: OUT
                      try: mlscale score --help\
                    """),
                Arguments.of("score m.zip in.csv", "mlscale: missing: OUT\n  try: mlscale score --help"),
                Arguments.of(
                        "score m.zip in.csv out.csv more",
                        "mlscale: unknown argument: more\n  try: mlscale score --help"),
                Arguments.of("evaluate m.zip", "mlscale: missing: LABELLED\n  try: mlscale evaluate --help"),
                Arguments.of("inspect", "mlscale: missing: MODEL\n  try: mlscale inspect --help"),
                Arguments.of(
                        "inspect m.zip --keep all", "mlscale: unknown flag: --keep\n  try: mlscale inspect --help"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void run_wrongCommandLine_isExit2WithAllThatIsWrong(String command, String expected) {
        CliRun run = CliRun.of(command.split(" ", -1));
        run.fails(2, expected);
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--epochs | x | \"x\" is not auto or a whole number from 1",
                "--epochs | 0 | \"0\" is not auto or a whole number from 1",
                "--epochs | 1.5 | \"1.5\" is not auto or a whole number from 1",
                "--epochs | 99999999999 | \"99999999999\" is not auto or a whole number from 1",
                "--batch | -5 | \"-5\" is not auto or a whole number from 1",
                "--early-stop | maybe | \"maybe\" is not auto, off or a whole number from 1",
                "--lr | 0 | \"0\" is not auto or a number above 0, up to a million",
                "--lr | NaN | \"NaN\" is not auto or a number above 0, up to a million",
                "--lr | Infinity | \"Infinity\" is not auto or a number above 0, up to a million",
                "--lr | fast | \"fast\" is not auto or a number above 0, up to a million",
                "--seed | 1.5 | \"1.5\" is not a whole number of at most 18 digits",
                "--seed | 99999999999999999999 | \"99999999999999999999\" is not a whole number of at most 18 digits",
                "--valid | 2 | \"2\" is not a share like 0.1 or 10%",
                "--valid | 1.2.3 | \"1.2.3\" is not a share like 0.1 or 10%",
                "--valid | 100% | 100% of the rows to judge by leaves none to learn from",
                "--valid-by | days | \"days\" is not auto, row, time:COL or group:COL",
                "--valid-by | time: | \"time:\" is not auto, row, time:COL or group:COL",
                "--max-bad | many | \"many\" is not a share like 0.1 or 10%",
                "--max-bad | -1% | \"-1%\" is not a share like 0.1 or 10%",
                "--model | cnn | \"cnn\" is not auto, mlp, or mlp with the widths of its layers, like mlp:256,128",
                "--model | mlp: | \"\" is not auto, mlp, or mlp with the widths of its layers, like mlp:256,128",
                "--model | mlp:8,,4 | \"\" is not auto, mlp, or mlp with the widths of its layers, like mlp:256,128",
                "--model | mlp:8,0 | \"0\" is not auto, mlp, or mlp with the widths of its layers, like mlp:256,128",
                "--model | mlp:70000 | a layer of 70000 is too wide: 65,536 at most",
                "--task | guess | \"guess\" is not one of auto, regression, classification",
                "--header | maybe | \"maybe\" is not one of auto, yes, no",
                "--on-bad-row | skip | \"skip\" is not set-aside or fail",
                "--sep | ab | \"ab\" is not one character, or tab",
                "--sep | é | \"é\" is not one character, or tab",
                "--quote | ab | \"ab\" is not one character, or none",
                "--encoding | klingon | \"klingon\" is not an encoding that Java knows",
                "--encoding | a b | \"a b\" is not an encoding that Java knows",
                "--cpus | 0 | \"0\" is not a whole number from 1",
                "--memory | big | \"big\" is not a size like 4g, 900m or 70%",
                "--memory | 0% | \"0%\" is not a size like 4g, 900m or 70%",
                "--memory | 200% | \"200%\" is not a size like 4g, 900m or 70%",
                "--memory | 1.5g | \"1.5g\" is not a size like 4g, 900m or 70%",
                "--memory | 512m | \"512m\" is too little memory: mlscale needs 768m",
            })
    void run_badValueOfTrain_saysWhatItMayBe(String flag, String value, String expected) {
        CliRun.of("train", "--data", "x.csv", flag, value)
                .fails(2, "mlscale: %s: %s\n  try: mlscale train --help".formatted(flag, expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--threshold | 2 | \"2\" is not auto or a probability from 0 to 1",
                "--threshold | -0.1 | \"-0.1\" is not auto or a probability from 0 to 1",
                "--threshold | NaN | \"NaN\" is not auto or a probability from 0 to 1",
                "--threshold | half | \"half\" is not auto or a probability from 0 to 1",
                "--probs | maybe | \"maybe\" is not one of auto, on, off",
                "--on-bad-row | set-aside | \"set-aside\" is not one of empty, skip, fail",
                "--max-bad | 101% | \"101%\" is not a share like 0.1 or 10%",
            })
    void run_badValueOfScore_saysWhatItMayBe(String flag, String value, String expected) {
        CliRun.of("score", "m.zip", "in.csv", "out.csv", flag, value)
                .fails(2, "mlscale: %s: %s\n  try: mlscale score --help".formatted(flag, expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4g", "4G", "900m", "70%", "800000K", "1073741824"})
    void run_memory_takesSizes(String size) {
        CliRun run = CliRun.of("train", "--memory", size);
        run.fails(2, "mlscale: missing: --data\n  try: mlscale train --help");
    }

    @Test
    void run_sameSeparatorAndQuote_isAUsageFault() {
        CliRun run = CliRun.of("train", "--data", "pom.xml", "--sep", "semicolon", "--quote", ";");
        run.fails(2, "mlscale: ; cannot both separate and quote cells\n  try: --quote none, if no cell is quoted");
        assertFalse(run.err().contains("bug"));
    }
}
