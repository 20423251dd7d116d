package org.mlscale.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.cli.exit.ExitCode;
import org.mlscale.engine.score.Scored;

/**
 * What is said when all rows are scored.
 *
 * @param maxBad share of rows that may be rejected
 * @param rejects the file in which they are, if there is one
 */
record ScoreReport(Console console, double maxBad, Optional<Path> rejects) {
    /** Whether more rows were rejected than may be. */
    boolean isRefused(Scored scored) {
        return scored.rejected() > maxBad * scored.read();
    }

    /** The account of a file that was finished before. */
    void account(Scored scored) {
        console.say("scored", sums(scored));
    }

    /** The account, and how fast it went: {@code before} is what an earlier run did of it. */
    void account(Scored scored, Scored before, Duration took) {
        double seconds = Math.max(0.001, took.toMillis() / 1000.0);
        console.say(
                "scored",
                "%s; %s, %s rows/s"
                        .formatted(
                                sums(scored),
                                Text.duration(took),
                                Text.count(Math.round((scored.read() - before.read()) / seconds))));
    }

    private static String sums(Scored scored) {
        return "%s read = %s predicted + %s rejected"
                .formatted(Text.count(scored.read()), Text.count(scored.predicted()), Text.count(scored.rejected()));
    }

    /** What is unusual, and whether the result is accepted. */
    ExitCode verdict(Scored scored) {
        scored.bad()
                .forEach(bad -> console.say(
                        "warn",
                        "the first rejected: %s at %s%s"
                                .formatted(
                                        bad.reason(),
                                        bad.location(),
                                        rejects.map(file -> "; all are in " + file)
                                                .orElse(""))));
        scored.misfits().forEach(misfits -> console.say("warn", Misread.text(misfits)));
        if (!isRefused(scored)) {
            return ExitCode.DONE;
        }
        console.error(
                "mlscale: %s of %s could not be read: more than --max-bad %s%%; the first: %s\n  at %s\n  try: mend them%s, or --max-bad %d%%"
                        .formatted(
                                Text.count(scored.rejected()),
                                Text.count(scored.read(), "row"),
                                BigDecimal.valueOf(maxBad)
                                        .movePointRight(2)
                                        .stripTrailingZeros()
                                        .toPlainString(),
                                scored.bad().getFirst().reason(),
                                scored.bad().getFirst().location(),
                                rejects.map(" (they are in %s)"::formatted).orElse(""),
                                (int) Math.ceil(100.0 * scored.rejected() / scored.read())));
        return ExitCode.REFUSED;
    }
}
