package org.mlscale.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.chunk.DecimalVotes;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.metrics.Measure;
import org.mlscale.engine.model.Net;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.CellStore;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.TableFreeze.Headed;
import org.mlscale.engine.train.Adam;
import org.mlscale.engine.train.TrainJob;

/** What was found in the table and what will be done with it: said before the work. */
record TrainPlan(TrainCommand command, Headed headed, Table table, CellStore store, TrainJob job) {
    private static final int NAMES_MAX = 8;

    void say(Console console) {
        console.say("predict", predict());
        console.say("data", data());
        if (command.sample != null) {
            console.say("sample", SampleText.of(headed));
        }
        console.say("columns", columns());
        table.misfits().forEach(misfits -> console.say("warn", Misread.text(misfits)));
        table.mixed().forEach(mixed -> console.say("warn", mixed(mixed)));
        Optional<DecimalVotes.Unread> unread = unread();
        unread.ifPresent(column -> console.say("warn", text(column)));
        table.doubts().stream()
                .filter(doubt ->
                        unread.map(this::name).filter(doubt.column()::equals).isEmpty())
                .forEach(doubt -> console.say("warn", DoubtText.of(doubt)));
        console.say("rows", rows());
        console.say("", heldOut());
        table.account().examples().stream()
                .limit(1)
                .forEach(bad -> console.say("", "first set aside: %s, %s".formatted(bad.location(), bad.reason())));
        console.say("net", net());
        if (command.maxTime != null) {
            console.say(
                    "stops",
                    "learning after %s at the latest (--max-time); then the best model so far is judged and written"
                            .formatted(Text.duration(command.maxTime)));
        }
        console.say("machine", machine());
    }

    private String predict() {
        Schema schema = table.schema();
        if (schema.targets().size() > 1) {
            return "%s: %d numbers%s"
                    .formatted(
                            some(schema.targetNames()),
                            schema.targets().size(),
                            schema.numbers().stream()
                                    .map(number -> "\n%s: %s".formatted(number.name(), number(number)))
                                    .collect(Collectors.joining()));
        }
        String what = schema.classes()
                .map(this::classes)
                .orElseGet(() -> "a number " + number(schema.numbers().getFirst()));
        String why = !command.roles.targets.isEmpty() ? "" : "; --target COL chooses another column";
        String other = command.roles.task != Roles.Task.AUTO ? "" : alternative(schema.target());
        return "%s: %s%s%s".formatted(schema.target().name(), what, why, other);
    }

    private String number(Target.Numeric number) {
        String range = "from %s to %s".formatted(Text.number(number.min()), Text.number(number.max()));
        return switch (number.bend()) {
            case Target.Bend.Straight _ -> range;
            case Target.Bend.Log log ->
                "%s, mostly around %s: learned as its logarithm%s"
                        .formatted(
                                range,
                                Text.number(log.from() + log.unit()),
                                table.holdout().rowCount() > 0
                                        ? ""
                                        : " (no rows are held out, so its usual value is predicted, which is below its"
                                                + " mean)");
        };
    }

    private String classes(Target.Classes classes) {
        double[] shares = classes.shares();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(shares.length, NAMES_MAX); i++) {
            parts.add("%s (%s)".formatted(classes.labels().get(i), Text.percent(shares[i])));
        }
        String more = shares.length > NAMES_MAX ? ", …" : "";
        String balanced = job.balance().on() ? "; balanced: learned as if all were as common" : "";
        return "one of %d classes: %s%s%s".formatted(shares.length, String.join(", ", parts), more, balanced);
    }

    /** Where the table could have been read otherwise, how. */
    private static String alternative(Target target) {
        return switch (target) {
            case Target.Numeric _ -> "";
            case Target.Classes classes ->
                classes.labels().size() > 2 && classes.labels().stream().allMatch(label -> label.matches("[0-9]+"))
                        ? "; --task regression takes it for a number"
                        : "";
        };
    }

    private String data() {
        return "%s, %s x %s, %s; separator %s%s, %s%s"
                .formatted(
                        headed.input().describe(),
                        Text.count(table.account().ofTable(), "row"),
                        Text.count(headed.head().columnNames().size(), "column"),
                        Text.bytes(headed.input().size()),
                        headed.head().dialect().separatorName(),
                        headed.head().dialect().decimal() == DecimalSign.COMMA ? ", decimal comma" : "",
                        headed.head().dialect().header() ? "with a header" : "no header",
                        command.valid
                                .file()
                                .map(file -> "\nto judge by: %s, %s"
                                        .formatted(
                                                file, Text.count(table.account().toJudge(), "row")))
                                .orElse(""));
    }

    private String columns() {
        List<Column> columns = table.schema().columns();
        long numbers = columns.stream().filter(Column.Numeric.class::isInstance).count();
        long categories =
                columns.stream().filter(Column.Category.class::isInstance).count();
        long yesNo = columns.stream()
                .filter(column -> column instanceof Column.Category category && category.yesNo())
                .count();
        List<Column.Date> dates = columns.stream()
                .filter(Column.Date.class::isInstance)
                .map(Column.Date.class::cast)
                .toList();
        StringBuilder text = new StringBuilder("%s, %s of words%s%s: %s to the net"
                .formatted(
                        Text.count(numbers, "number"),
                        Text.count(categories - yesNo, "column"),
                        yesNo == 0 ? "" : ", %s yes/no".formatted(Text.count(yesNo)),
                        dates.isEmpty() ? "" : ", " + Text.count(dates.size(), "date"),
                        Text.count(table.schema().featureCount(), "input")));
        dates.stream()
                .limit(NAMES_MAX)
                .forEach(date -> text.append("\ndate: %s, %s".formatted(date.name(), ColumnText.date(date))));
        if (dates.size() > NAMES_MAX) {
            text.append("\ndate: … (%d in all)".formatted(dates.size()));
        }
        List<String> embedded = table.schema().embedded().stream()
                .map(column -> "%s (%s)"
                        .formatted(column.name(), Text.count(column.keys().size(), "word")))
                .toList();
        if (!embedded.isEmpty()) {
            text.append("\nembedded, a learned vector for each word: ").append(some(embedded));
        }
        Map<Column.Why, List<String>> unused = columns.stream()
                .filter(Column.Unused.class::isInstance)
                .map(Column.Unused.class::cast)
                .collect(Collectors.groupingBy(
                        Column.Unused::why,
                        TreeMap::new,
                        Collectors.mapping(Column.Unused::name, Collectors.toList())));
        unused.forEach((why, names) -> text.append("\nleft out: %s (%s)".formatted(some(names), why.text())));
        List<String> missing = columns.stream()
                .filter(column -> missing(column) > 0)
                .map(column -> "%s %s".formatted(column.name(), Text.count(missing(column))))
                .toList();
        if (!missing.isEmpty()) {
            text.append("\nmissing cells: ").append(some(missing));
        }
        return text.toString();
    }

    private static long missing(Column column) {
        return switch (column) {
            case Column.Numeric numeric -> numeric.missing();
            case Column.Category category -> category.missing();
            case Column.Date date -> date.missing();
            case Column.Unused _ -> 0;
        };
    }

    /** Numbers that nobody reads are not lost silently. */
    private Optional<DecimalVotes.Unread> unread() {
        TableHead head = headed.head();
        return DecimalVotes.unread(
                        head.sample(), head.columnNames().size(), head.dialect().decimal())
                .filter(unread -> words(name(unread)));
    }

    private String name(DecimalVotes.Unread unread) {
        return headed.head().columnNames().get(unread.column());
    }

    private String text(DecimalVotes.Unread unread) {
        DecimalSign other = headed.head().dialect().decimal().other();
        return "%s: cells like \"%s\" are read as words (%s)"
                .formatted(name(unread), unread.example(), asNumbers(unread, other));
    }

    private static String asNumbers(DecimalVotes.Unread unread, DecimalSign other) {
        if (!unread.readBy(other)) {
            return "without what separates the thousands they would be numbers";
        }
        String flag = "--decimal %s reads them as numbers".formatted(other.text());
        return unread.thousands() ? flag + "; if it is thousands that are separated, take the separators out" : flag;
    }

    /** True for a column, or the target, that was read as words by our own decision. */
    private boolean words(String name) {
        Target target = table.schema().target();
        return target.name().equals(name) && target instanceof Target.Classes
                || table.schema().columns().stream()
                        .filter(column -> column.name().equals(name) && !command.roles.categorical.contains(name))
                        .anyMatch(column -> column instanceof Column.Category
                                || column instanceof Column.Unused(var _, Column.Why why)
                                        && why == Column.Why.ALL_DIFFERENT);
    }

    private static String mixed(Table.Mixed mixed) {
        return "%s is read as words: %s of it %s a %s, %s not, like \"%s\" (--missing NA,%s reads %s as missing)"
                .formatted(
                        mixed.column(),
                        Text.count(mixed.fitting(), "cell"),
                        mixed.fitting() == 1 ? "is" : "are",
                        Misread.type(mixed.type()),
                        Text.count(mixed.words()),
                        mixed.example(),
                        mixed.example(),
                        mixed.words() == 1 ? "it" : "such cells");
    }

    private String rows() {
        Table.Account account = table.account();
        List<String> reasons = new ArrayList<>();
        if (account.unreadable() > 0) {
            reasons.add(Text.count(account.unreadable()) + " cannot be read");
        }
        if (account.withoutTarget() > 0) {
            reasons.add(Text.count(account.withoutTarget()) + " have no target");
        }
        if (account.withoutWeight() > 0) {
            reasons.add(Text.count(account.withoutWeight()) + " have no weight, or one below 0");
        }
        String sides = table.folds().any()
                ? "all to learn from and to judge by"
                : "%s to learn from, %s held out to judge by"
                        .formatted(
                                Text.count(table.train().rowCount()),
                                Text.count(table.holdout().rowCount()));
        String files = command.valid.file().isEmpty()
                ? ""
                : " (%s of --data, %s of --valid)"
                        .formatted(Text.count(account.ofTable()), Text.count(account.toJudge()));
        return "%s read%s = %s used + %s set aside%s; %s"
                .formatted(
                        Text.count(account.read()),
                        files,
                        Text.count(account.used()),
                        Text.count(account.setAside()),
                        reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")",
                        sides);
    }

    private String heldOut() {
        String leak = table.split().leak();
        String how = table.folds().any() ? "judged" : "held out";
        return "%s: %s%s".formatted(how, table.split().reason(), leak.isEmpty() ? "" : "\nwhat may leak: " + leak);
    }

    private String net() {
        String rate = job.optimizer() instanceof Adam adam ? ", learning rate " + asTyped(adam.learningRate()) : "";
        String one = job.metric().map(Measure::text).orElse("one");
        String by = job.metric().map(metric -> " by " + metric.text()).orElse("");
        long looks = Math.ceilDiv(job.epochs() * table.train().rowCount(), job.evaluateEveryRows());
        String stop = table.holdout().rowCount() > 0 && job.plateau().patience() < looks
                ? job.plateau().drops() == 0
                        ? ", stops after %d looks without a better %s"
                                .formatted(job.plateau().patience(), one)
                        : ", stops when the held-out rows are judged no better" + by
                : "";
        Net saved = job.nets().merged();
        String nets = job.nets().size() == 1 ? "" : "%s, saved as one net ".formatted(job.nets());
        return "%s%s, %s params; Adam%s, batches of %s rows, at most %s%s"
                .formatted(
                        nets,
                        saved,
                        Text.count(saved.paramCount()),
                        rate,
                        Text.count(job.shape().batchRows()),
                        Text.count(job.epochs(), "epoch"),
                        stop);
    }

    private static String asTyped(float number) {
        return new BigDecimal(Float.toString(number)).stripTrailingZeros().toPlainString();
    }

    private String machine() {
        int lanes = job.shape().laneCount();
        int threads = Math.min(lanes, command.machine.threads());
        String idle = lanes < command.machine.threads()
                ? " (a batch keeps %s busy; --batch %d would keep all)"
                        .formatted(
                                Text.count(lanes, "core"),
                                command.machine.threads() * job.shape().sliceRows())
                : String.format(Locale.ROOT, " (a batch could keep %d busy)", lanes);
        return "%s%s; the table takes %s of memory%s; engine %s"
                .formatted(
                        Text.count(threads, "core"),
                        idle,
                        Text.bytes(table.bytes()),
                        CellsText.elsewhere(table, store),
                        Networks.engine());
    }

    private static String some(List<String> names) {
        return names.size() <= NAMES_MAX
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES_MAX)) + ", … (%d in all)".formatted(names.size());
    }
}
