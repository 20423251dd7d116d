package org.mlscale.engine.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;

/**
 * Decides which rows of a table judge: a pure function of the table, the user's wish and the seed.
 *
 * @param times the columns that tell the time: the one that was named, else all of dates
 * @param groups the columns that may tell which rows belong together: the one that was named, else the ids
 * @param usable for each chunk the rows that have a target and a weight
 * @param reader of what is not in memory
 */
record HoldOutChoice(
        HoldOutWish wish,
        long seed,
        Schema schema,
        List<CachedChunk> chunks,
        List<RowSet> usable,
        List<TimeColumn> times,
        Groups groups,
        ReadAhead reader) {
    /** The share held out where the user names none. */
    static final double SHARE = 0.1;

    /** Ids make groups if at least a tenth of the rows has an id that came before; fewer are taken for slips. */
    private static final double DIFFERENT_MAX = 0.9;

    /** A date column with a larger share of empty cells does not order the table. */
    private static final double MISSING_MAX = 0.01;

    /**
     * The choice.
     *
     * @throws Fault DATA if the column that was named cannot split the table
     */
    HoldOut make() {
        if (wish.holdsNothing()) {
            return HoldOut.none(chunks.size(), Split.none("--valid is 0"));
        }
        if (rows() == 0) {
            return HoldOut.none(chunks.size(), Split.none("no row can be used"));
        }
        return switch (wish.by()) {
            case HoldOutWish.By.Auto _ -> auto();
            case HoldOutWish.By.Row _ -> byRow("--valid-by says so");
            case HoldOutWish.By.Time _ -> byNamedTime(times.getFirst());
            case HoldOutWish.By.Group _ -> byNamedGroup();
        };
    }

    private HoldOut auto() {
        List<String> against = new ArrayList<>();
        for (TimeColumn column : TimeCut.neverDecreasing(times, chunks, reader)) {
            Optional<HoldOut> held = byTimeInOrder(column, against);
            if (held.isPresent()) {
                return held.get();
            }
        }
        for (int column : groups.byCount()) {
            Optional<HoldOut> held = byRepeatingId(column, against);
            if (held.isPresent()) {
                return held.get();
            }
        }
        return byRow(
                against.isEmpty()
                        ? "no date column is in order and no --id column repeats"
                        : String.join(" and ", against));
    }

    private Optional<HoldOut> byTimeInOrder(TimeColumn column, List<String> against) {
        TimeCut cut = TimeCut.of(column.of(chunks, reader), usable, share());
        if (cut.missing() > MISSING_MAX * (cut.present() + cut.missing())) {
            against.add("\"%s\" is in order but empty in %,d rows".formatted(column.name(), cut.missing()));
            return Optional.empty();
        }
        if (2 * cut.held() < cut.wanted()) {
            against.add("\"%s\" is in order but too many rows share its last times".formatted(column.name()));
            return Optional.empty();
        }
        return Optional.of(byTime(column, cut, "it never decreases through the table"));
    }

    private HoldOut byNamedTime(TimeColumn column) {
        column.word(chunks, reader).ifPresent(word -> {
            throw Fault.data(
                    "column \"%s\" cannot tell the time: it has words, like \"%s\"".formatted(column.name(), word),
                    "--valid-by time:COL with a column of numbers or dates; --valid-by group:%s keeps rows alike in it on one side"
                            .formatted(column.name()));
        });
        TimeCut cut = TimeCut.of(column.of(chunks, reader), usable, share());
        if (cut.present() == 0) {
            throw Fault.data(
                    "column \"%s\" cannot tell the time: no usable row has a value there".formatted(column.name()),
                    "--valid-by time:COL with another column, or --valid-by row");
        }
        if (cut.last() == cut.present()) {
            throw Fault.data(
                    "column \"%s\" cannot tell the time: it is %s in all rows"
                            .formatted(column.name(), column.text(cut.from())),
                    "--valid-by time:COL with another column, or --valid-by row");
        }
        if (cut.held() == 0) {
            throw Fault.data(
                    "the last time in \"%s\", %s, has %s of the rows, and only %s may be held out"
                            .formatted(
                                    column.name(),
                                    column.text(cut.from()),
                                    percent(cut.last(), cut.present()),
                                    percent(share())),
                    "--valid %s holds them out, --valid-by row holds out others"
                            .formatted(percent(cut.last(), cut.present())));
        }
        return byTime(column, cut, "--valid-by says so");
    }

    private HoldOut byTime(TimeColumn column, TimeCut cut, String why) {
        return new HoldOut(
                cut.rows(column.of(chunks, reader), chunks, usable),
                Split.time(column.name(), column.text(cut.from()), cut.missing(), why));
    }

    private Optional<HoldOut> byRepeatingId(int column, List<String> against) {
        String name = groups.names().get(column);
        DistinctCount different = groups.different(column);
        long rows = chunks.stream().mapToLong(CachedChunk::rowCount).sum();
        if (different.count() > DIFFERENT_MAX * rows) {
            return Optional.empty();
        }
        String why = "the id repeats: %s%,d in %,d rows"
                .formatted(different.exact() ? "" : "about ", different.count(), rows);
        HoldOut held = byGroup(column, why);
        if (held.rowCount() == 0) {
            against.add("no group of \"%s\" fits into %s of the rows".formatted(name, percent(share())));
            return Optional.empty();
        }
        return Optional.of(held);
    }

    private HoldOut byNamedGroup() {
        HoldOut held = byGroup(0, "--valid-by says so");
        if (held.rowCount() > 0) {
            return held;
        }
        String name = groups.names().getFirst();
        if (groups.different(0).count() == 1) {
            throw Fault.data(
                    "column \"%s\" makes no groups: all its cells are alike".formatted(name),
                    "--valid-by group:COL with another column, or --valid-by row");
        }
        String smallest = percent(HoldOut.smallestBucket(buckets(0), usable), rows());
        throw Fault.data(
                "no group of column \"%s\" can be held out: the smallest has %s of the rows, and only %s may be"
                        .formatted(name, smallest, percent(share())),
                "--valid %s has room for it, or --valid-by row".formatted(smallest));
    }

    /** A small table whose judges nobody counted is judged by all of its rows: a tenth of it would be chance. */
    private Optional<Folds> folds(List<char[]> buckets, Strata strata) {
        return wish.folds() && rows() < Strata.ROWS_BELOW
                ? Folds.deal(buckets, usable, strata, seed)
                : Optional.empty();
    }

    private HoldOut byGroup(int column, String why) {
        String name = groups.names().get(column);
        Optional<Folds> folds = folds(buckets(column), Strata.one(usable));
        if (folds.isPresent()) {
            return new HoldOut(usable, Split.groupFolds(folds.get().count(), name, why), folds.get());
        }
        return new HoldOut(
                HoldOut.wholeBuckets(buckets(column), usable, Strata.one(usable), room(), seed),
                Split.group(name, why));
    }

    private HoldOut byRow(String why) {
        boolean stratified = rows() < Strata.ROWS_BELOW;
        Strata strata = stratified ? Strata.of(schema, chunks, usable, room()) : Strata.one(usable);
        List<char[]> buckets = reader.map(chunks, CachedChunk::buckets);
        Optional<Folds> folds = folds(buckets, strata);
        if (folds.isPresent()) {
            boolean classes = schema.target() instanceof Target.Classes;
            return new HoldOut(usable, Split.rowFolds(folds.get().count(), classes, why), folds.get());
        }
        List<RowSet> held = HoldOut.wholeBuckets(buckets, usable, strata, room(), seed);
        if (HoldOut.count(held) == 0) {
            String none = "no set of alike rows fits into %s of %,d rows".formatted(percent(share()), rows());
            return new HoldOut(held, Split.none(none));
        }
        return new HoldOut(held, Split.row(stratified, schema.target() instanceof Target.Classes, why));
    }

    /** For each chunk a hash of each row's cell in column {@code column} of those that may group rows. */
    private List<char[]> buckets(int column) {
        return reader.map(chunks, chunk -> chunk.groupBuckets(column));
    }

    private long rows() {
        return HoldOut.count(usable);
    }

    private double share() {
        return wish.share().orElse(SHARE);
    }

    private long room() {
        return Math.min(HoldOut.ROWS_MAX, (long) (rows() * share()));
    }

    private static String percent(long part, long whole) {
        return percent((double) part / whole);
    }

    /** Rounded up, to a tenth of a percent: typed as {@code --valid} it is enough. */
    private static String percent(double share) {
        return BigDecimal.valueOf(Math.ceil(share * 1000 - 1e-6) / 10)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
