package org.mlscale.cli;

import java.util.Optional;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.table.HoldOutWish;
import picocli.CommandLine.Option;

/** Which rows judge. */
final class ValidOptions {
    @Option(
            names = "--valid",
            paramLabel = "SHARE|FILE",
            defaultValue = "auto",
            converter = Values.ValidConverter.class,
            description =
                    "Rows to judge by: a share of the table like 0.1, or a file. Default: 0.1; below 2,000 rows all of"
                            + " them, each by one of five nets, which does not learn from it.")
    Values.Valid valid = new Values.Valid.Auto();

    @Option(
            names = "--valid-by",
            paramLabel = "auto|row|time:COL|group:COL",
            defaultValue = "auto",
            converter = Values.ValidByConverter.class,
            description = "How they are chosen: by the row (rows alike on one side), the latest by a column, or whole"
                    + " groups with the same cell in a column. Default: ${DEFAULT-VALUE}, time where a date column"
                    + " never decreases, group where an --id column repeats, else row.")
    HoldOutWish.By validBy = new HoldOutWish.By.Auto();

    /** What was asked for; where a file judges, what is asked of the table does not count. */
    HoldOutWish wish() {
        HoldOutWish wish = HoldOutWish.auto().with(validBy);
        return valid instanceof Values.Valid.Fraction(double fraction) ? wish.withShare(fraction) : wish;
    }

    /** The file that judges, if one does. */
    Optional<String> file() {
        return valid instanceof Values.Valid.File(String name) ? Optional.of(name) : Optional.empty();
    }

    /** A flag that would do nothing is an error. */
    void check() {
        if (validBy instanceof HoldOutWish.By.Auto) {
            return;
        }
        if (valid instanceof Values.Valid.File(String name)) {
            throw Fault.usage(
                    "--valid-by %s would do nothing: --valid %s holds the rows to judge by"
                            .formatted(validBy.typed(), name),
                    "leave out one of the two");
        }
        if (valid instanceof Values.Valid.Fraction(double fraction) && fraction == 0) {
            throw Fault.usage(
                    "--valid-by %s would do nothing: --valid 0 holds out no rows".formatted(validBy.typed()),
                    "leave out one of the two");
        }
    }
}
