package org.mlscale.cli;

import org.mlscale.cli.console.Console;
import picocli.CommandLine.Option;

/** How much is said. */
final class TalkOptions {
    @Option(
            names = {"-v", "--verbose"},
            description = "Say more.")
    boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but errors.")
    boolean quiet;

    @Option(names = "--stacktrace", description = "Show where in the program an error came from.")
    boolean stackTrace; // read by Mlscale before the command runs

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    Console console() {
        return Console.ofProcess(
                quiet ? Console.Volume.QUIET : verbose ? Console.Volume.VERBOSE : Console.Volume.NORMAL);
    }
}
