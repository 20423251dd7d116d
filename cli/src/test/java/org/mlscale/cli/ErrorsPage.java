package org.mlscale.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mlscale.cli.BadInputs.Case;
import org.mlscale.cli.BadInputs.Group;

/** {@code docs/errors.md}: what a user reads of each bad input. The page is the expectation of {@link BadInputTest}. */
final class ErrorsPage {
    private static final String TOP = """
        # What goes wrong, and what then helps

        Every error says what happened, where (file and line), and after `try:` what to type or to change. `--stacktrace` shows
        where in the program it came from. All that is wrong with a command line is said at once.

            mlscale: column "age" is missing
              at july.csv line 1
              try: --rename "Age=age"

        Scripts may rely on the exit code:

        | exit | means |
        |---|---|
        | 0 | done |
        | 1 | our fault (a bug); says how to report it |
        | 2 | the command line is wrong |
        | 3 | the data is wrong, does not fit the model, or has more bad rows in training than `--max-bad` |
        | 4 | memory, disk or permissions cannot do it |
        | 5 | the model file is wrong: damaged, unsafe, too new, or its own check rows do not come out |
        | 6 | stopped part-way, can be gone on with; after Ctrl-C this is 130, after SIGTERM 143 |
        | 7 | the work is done and its result was refused (`--require` in `train`, `--max-bad` in `score`) |

        An exit code other than 0, 6 and 7 leaves no file under its final name. What is unusual but no error is said with `warn`, and the
        work goes on. The cases below are run by the tests and printed as they come (`mvn -q verify -Derrors=apply` writes this page).
        """;

    /** What came of a case. */
    record Shown(int exit, String text) {}

    private ErrorsPage() {}

    static String of(List<Group> groups, Map<Case, Shown> shown) {
        return TOP
                + groups.stream()
                        .map(group -> "\n## %s\n".formatted(group.title())
                                + group.cases().stream()
                                        .map(one -> section(one, shown.get(one)))
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining());
    }

    static String section(Case one, Shown shown) {
        String what = one.what().isEmpty() ? "" : one.what() + "\n\n";
        String command = one.command().replace("@", "");
        String typed = one.limited() ? command : "mlscale " + command;
        return "\n### %s\n\n%s```\n$ %s\n%s\n```\n\nexit %d\n"
                .formatted(one.title(), what, typed, shown.text(), shown.exit());
    }

    /** The sections of a page by their titles. */
    static Map<String, String> sections(String page) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String part : page.split("(?m)^(?=###? )", -1)) {
            String title = part.lines().findFirst().orElse("");
            if (title.startsWith("### ")) {
                sections.put(title.substring(4), "\n" + part.strip() + "\n");
            }
        }
        return sections;
    }
}
