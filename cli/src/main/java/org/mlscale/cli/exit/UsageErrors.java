package org.mlscale.cli.exit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Nearest;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns everything that is wrong with a command line into one fault: all of it at once, with the nearest flag for each unknown one. */
public final class UsageErrors {
    private static final Pattern BAD_VALUE =
            Pattern.compile("Invalid value for option '([^']+)'(?: \\([^)]*\\))?: (.*)", Pattern.DOTALL);
    private static final Pattern BAD_CHOICE =
            Pattern.compile("expected one of \\[(.*)] \\(case-insensitive\\) but was '(.*)'", Pattern.DOTALL);

    private UsageErrors() {}

    /** The fault of a parsed command line, if any. */
    public static Optional<Fault> of(ParseResult result) {
        List<String> what = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        CommandSpec last = result.commandSpec();
        for (ParseResult level = result; ; level = level.subcommand()) {
            last = level.commandSpec();
            for (Exception error : level.errors()) {
                add(error, last, what, hints);
            }
            if (!level.hasSubcommand()) {
                break;
            }
        }
        if (what.isEmpty()) {
            return Optional.empty();
        }
        String help = last.qualifiedName() + " --help";
        hints.add(help);
        return Optional.of(Fault.usage(String.join("\nmlscale: ", what), String.join("\n", hints)));
    }

    /** The fault of a command line whose help asks for a command that is not there. */
    public static Fault of(ParameterException wrong) {
        List<String> what = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        CommandSpec spec = wrong.getCommandLine().getCommandSpec();
        if (wrong.getValue() == null) {
            what.add(text(wrong));
        } else {
            unknown(wrong.getValue(), spec, what, hints);
        }
        hints.add(spec.qualifiedName() + " --help");
        return Fault.usage(String.join("\nmlscale: ", what), String.join("\n", hints));
    }

    private static void add(Exception error, CommandSpec spec, List<String> what, List<String> hints) {
        switch (error) {
            case UnmatchedArgumentException unmatched -> unknown(unmatched.getUnmatched(), spec, what, hints);
            case MissingParameterException missing ->
                missing.getMissing().stream()
                        .map(UsageErrors::missing)
                        .distinct()
                        .forEach(what::add);
            case ParameterException wrong
            when wrong.getCause() instanceof Fault fault -> {
                what.add(String.valueOf(fault.getMessage()));
                hints.add(fault.hint());
            }
            case OverwrittenOptionException twice -> what.add(label(twice.getOverwritten()) + " is given twice");
            default -> what.add(text(error));
        }
    }

    /** Picocli's words in ours. */
    private static String text(Exception error) {
        String text = String.valueOf(error.getMessage());
        Matcher value = BAD_VALUE.matcher(text);
        if (!value.matches()) {
            return text;
        }
        Matcher choice = BAD_CHOICE.matcher(value.group(2));
        String why = choice.matches()
                ? "\"%s\" is not one of %s"
                        .formatted(choice.group(2), choice.group(1).toLowerCase(Locale.ROOT))
                : value.group(2);
        return value.group(1) + ": " + why;
    }

    /** An unknown command or flag takes what follows it along: nobody can say what that was for. */
    private static void unknown(List<String> args, CommandSpec spec, List<String> what, List<String> hints) {
        boolean explained = false;
        for (String arg : args) {
            if (arg.startsWith("-") || !explained) {
                unknown(arg, spec, what, hints);
            }
            if (!arg.startsWith("-") && !spec.subcommands().isEmpty()) {
                return;
            }
            explained = arg.startsWith("-") && !arg.contains("=");
        }
    }

    private static void unknown(String arg, CommandSpec spec, List<String> what, List<String> hints) {
        boolean flag = arg.startsWith("-");
        String name = arg.contains("=") ? arg.substring(0, arg.indexOf('=')) : arg;
        boolean command = !flag && !spec.subcommands().isEmpty();
        what.add("unknown %s: %s".formatted(flag ? "flag" : command ? "command" : "argument", name));
        if (flag) {
            List<String> words = spec.options().stream()
                    .map(option -> word(option.longestName()))
                    .toList();
            Nearest.to(word(name), words).ifPresent(near -> hints.add("--" + near));
        } else {
            Nearest.to(name, spec.subcommands().keySet())
                    .ifPresent(near -> hints.add(spec.qualifiedName() + " " + near));
        }
    }

    /** A flag without its dashes, which would make all flags look alike. */
    private static String word(String flag) {
        return flag.replaceFirst("^-+", "");
    }

    private static String missing(ArgSpec arg) {
        return arg instanceof OptionSpec && !arg.required()
                ? "%s needs a value: %s".formatted(label(arg), arg.paramLabel())
                : "missing: " + label(arg);
    }

    private static String label(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }
}
