package org.mlscale.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The flags that decide a run's result, as typed: all of a command but those that are known not to. So a flag that is new counts until somebody
 * says that it does not.
 *
 * @param given those that are not at their default
 * @param defaults of all flags that have one
 */
record ResultFlags(Map<String, String> given, Map<String, String> defaults) {
    /** Of training. The table is compared by what is in it, not by its name; a model is the same wherever it is written. */
    private static final Set<String> TRAIN_IGNORES = Set.of(
            "--data",
            "--out",
            "--run-dir",
            "--resume",
            "--checkpoint",
            "--max-time",
            "--cpus",
            "--memory",
            "--tmp",
            "--verbose",
            "--quiet",
            "--stacktrace",
            "--help");

    /** Of scoring: what makes no other bytes. {@code --max-bad} judges them when they are there. */
    private static final Set<String> SCORE_IGNORES = Set.of(
            "--resume", "--force", "--max-bad", "--cpus", "--memory", "--verbose", "--quiet", "--stacktrace", "--help");

    private static final String ABSENT = "not given";

    ResultFlags {
        given = new TreeMap<>(given);
        defaults = new TreeMap<>(defaults);
    }

    static ResultFlags ofTrain(CommandSpec command) {
        return of(command, TRAIN_IGNORES);
    }

    static ResultFlags ofScore(CommandSpec command) {
        return of(command, SCORE_IGNORES);
    }

    private static ResultFlags of(CommandSpec command, Set<String> ignored) {
        ParseResult typed = command.commandLine().getParseResult();
        Map<String, String> given = new TreeMap<>();
        Map<String, String> defaults = new TreeMap<>();
        for (OptionSpec option : command.options()) {
            String name = option.longestName();
            if (ignored.contains(name)) {
                continue;
            }
            if (option.defaultValue() != null) {
                defaults.put(name, option.defaultValue());
            }
            if (typed.hasMatchedOption(option)) {
                List<String> values = typed.matchedOption(name).originalStringValues();
                String value = values.isEmpty() ? "given" : String.join(" ", values);
                if (!value.equals(option.defaultValue())) {
                    given.put(name, value);
                }
            }
        }
        return new ResultFlags(given, defaults);
    }

    /** What differs from the flags that {@code was} are the given ones of, a phrase each. */
    List<String> changes(Map<String, String> was) {
        Set<String> names = new TreeSet<>(given.keySet());
        names.addAll(was.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            String before = value(was, name);
            String now = value(given, name);
            if (!now.equals(before)) {
                changes.add("%s was %s, is %s".formatted(name, before, now));
            }
        }
        return changes;
    }

    private String value(Map<String, String> flags, String name) {
        return flags.getOrDefault(name, defaults.getOrDefault(name, ABSENT));
    }
}
