package org.mlscale.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.exit.Ending;
import org.mlscale.cli.exit.ErrorReport;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.cli.exit.UsageErrors;
import org.mlscale.engine.fault.Fault;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program: finds the command, runs it, and turns what it throws into text and an exit code. */
@Command(
        name = "mlscale",
        versionProvider = Mlscale.Version.class,
        header = "Train neural nets on tables, and score tables with them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            ScoreCommand.class,
            EvaluateCommand.class,
            InspectCommand.class,
            DemoCommand.class,
            HelpCommand.class
        })
public final class Mlscale {
    private static final String WELCOME = """
        mlscale trains and scores neural nets on tables.

          mlscale demo                                 see it work, in under a minute
          mlscale train --data big.csv                 learn to predict a column; writes model.zip
          mlscale score model.zip in.csv out.csv       add predictions to a table
          mlscale evaluate model.zip labelled.csv      how good is it on these rows?
          mlscale inspect model.zip                    what is in the model, where is it from
          mlscale help train                           all flags of a command, with examples
        """;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /** What the jar's manifest says. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"mlscale " + text()};
        }

        static String text() {
            return Optional.ofNullable(Mlscale.class.getPackage().getImplementationVersion())
                    .orElse("(unpacked)");
        }
    }

    /** The commands and their flags; also what the man pages are made of. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Mlscale());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getCommandSpec().parser().collectErrors(true);
        line.getSubcommands()
                .values()
                .forEach(sub -> sub.getCommandSpec().parser().collectErrors(true));
        return line;
    }

    /** The command line that {@code command} was parsed from. */
    static List<String> typed(@Nullable CommandSpec command) {
        List<String> typed = new ArrayList<>(List.of("mlscale"));
        if (command != null) {
            typed.addAll(command.root().commandLine().getParseResult().originalArgs());
        }
        return typed;
    }

    /** Runs one command line and returns its exit code; nothing is thrown. */
    public static int run(String... args) {
        boolean stackTrace = Arrays.asList(args).contains("--stacktrace");
        try {
            if (args.length == 0) {
                System.out.print(WELCOME);
                return ExitCode.DONE.code();
            }
            ParseResult result = commandLine().parseArgs(args);
            Integer helped = CommandLine.executeHelpRequest(result);
            if (helped != null) {
                return helped;
            }
            Optional<Fault> wrong = UsageErrors.of(result);
            if (wrong.isPresent()) {
                throw wrong.get();
            }
            ParseResult leaf = result;
            while (leaf.hasSubcommand()) {
                leaf = leaf.subcommand();
            }
            if (leaf.commandSpec().userObject() instanceof Callable<?> command) {
                return ((ExitCode) command.call()).code();
            }
            throw Fault.usage("missing: COMMAND", "mlscale --help");
        } catch (ParameterException wrong) { // of help, which looks for the command itself
            return failed(UsageErrors.of(wrong), stackTrace);
        } catch (Throwable failure) { // the one place where all of them end
            return failed(failure, stackTrace);
        }
    }

    private static int failed(Throwable failure, boolean stackTrace) {
        ErrorReport report = ErrorReport.of(failure, stackTrace);
        if (Ending.begun()) { // what fails now fails because the files are being taken away
            return report.exit().code();
        }
        Console.ofProcess(Console.Volume.NORMAL).error(report.text());
        return report.exit().code();
    }

    public static void main(String[] args) {
        int code = run(args);
        if (!Ending.begun()) { // else the code is the signal's
            System.exit(code);
        }
    }
}
