package org.mlscale.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mlscale.engine.schema.MissingTokens;
import org.mlscale.engine.schema.Roles;
import picocli.CommandLine.Option;

/** What the user says of the columns of a table. */
final class RoleOptions {
    @Option(
            names = "--target",
            paramLabel = "COL[,COL...]",
            split = ",",
            description =
                    "The column to predict; several, if all are numbers. Default: the one named target, label, y or"
                            + " class, else the last.")
    List<String> targets = List.of();

    @Option(
            names = "--task",
            paramLabel = "auto|regression|classification",
            defaultValue = "auto",
            description =
                    "What to predict: a number, or one of some classes. Default: ${DEFAULT-VALUE}, from the target's"
                            + " values.")
    Roles.Task task = Roles.Task.AUTO;

    @Option(
            names = "--id",
            paramLabel = "COLS",
            split = ",",
            description = "Columns that name a row: not learned from, kept beside predictions.")
    Set<String> ids = Set.of();

    @Option(names = "--ignore", paramLabel = "COLS", split = ",", description = "Columns to leave out.")
    Set<String> ignored = Set.of();

    @Option(
            names = "--categorical",
            paramLabel = "COLS",
            split = ",",
            description = "Columns whose numbers are names, like postcodes.")
    Set<String> categorical = Set.of();

    @Option(
            names = "--numeric",
            paramLabel = "COLS",
            split = ",",
            description = "Columns that are numbers whatever they look like: ids among them.")
    Set<String> numeric = Set.of();

    @Option(
            names = "--dates",
            paramLabel = "ORDER|COL=ORDER",
            split = ",",
            converter = DateChoice.Converter.class,
            description = "The order of dates whose year comes last: auto, mdy or dmy; ymd reads no others. COL=mdy,"
                    + " COL=dmy, COL=ymd or COL=epoch says that a column is dates. Default: auto, from all cells"
                    + " of a column.")
    List<DateChoice> dates = List.of();

    @Option(names = "--weight", paramLabel = "COL", description = "The column that says how much each row counts.")
    @Nullable
    String weight;

    @Option(
            names = "--missing",
            paramLabel = "WORDS",
            split = ",",
            description =
                    "Cells that mean no value, instead of the usual ones (NA, null, ?, …). Empty cells always do.")
    @Nullable
    Set<String> missing;

    Roles roles() {
        return new Roles(
                targets,
                task,
                ids,
                ignored,
                categorical,
                Optional.ofNullable(weight),
                numeric,
                DateChoice.wishes(dates));
    }

    MissingTokens missing() {
        return missing == null ? MissingTokens.USUAL : new MissingTokens(missing);
    }
}
