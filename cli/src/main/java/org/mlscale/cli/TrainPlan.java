package org.mlscale.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mlscale.cli.console.Console;
import org.mlscale.cli.console.Text;
import org.mlscale.engine.model.Networks;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.Table;
import org.mlscale.engine.table.TableFreeze.Headed;
import org.mlscale.engine.train.Adam;
import org.mlscale.engine.train.TrainJob;

/** What was found in the table and what will be done with it: said before the work. */
record TrainPlan(TrainCommand command, Headed headed, Table table, TrainJob job) {
    private static final int NAMES_MAX = 8;

    void say(Console console) {
        console.say("predict", predict());
        console.say("data", data());
        console.say("columns", columns());
        table.misfits().forEach(misfits -> console.say("warn", Misread.text(misfits)));
        table.mixed().forEach(mixed -> console.say("warn", mixed(mixed)));
        console.say("rows", rows());
        table.account().examples().stream()
                .limit(1)
                .forEach(bad -> console.say("", "first set aside: %s, %s".formatted(bad.location(), bad.reason())));
        console.say("net", net());
        console.say("machine", machine());
    }

    private String predict() {
        Target target = table.schema().target();
        String what = switch (target) {
            case Target.Numeric number ->
                "a number from %s to %s".formatted(Text.number(number.min()), Text.number(number.max()));
            case Target.Classes classes -> classes(classes);
        };
        String why = command.target != null ? "" : "; --target COL chooses another column";
        String other = command.task != org.mlscale.engine.schema.Roles.Task.AUTO ? "" : alternative(target);
        return "%s: %s%s%s".formatted(target.name(), what, why, other);
    }

    private static String classes(Target.Classes classes) {
        double[] shares = classes.shares();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(shares.length, NAMES_MAX); i++) {
            parts.add("%s (%s)".formatted(classes.labels().get(i), Text.percent(shares[i])));
        }
        String more = shares.length > NAMES_MAX ? ", …" : "";
        return "one of %d classes: %s%s".formatted(shares.length, String.join(", ", parts), more);
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
        return "%s, %s x %s, %s; separator %s, %s"
                .formatted(
                        headed.input().describe(),
                        Text.count(table.account().read(), "row"),
                        Text.count(headed.head().columnNames().size(), "column"),
                        Text.bytes(headed.input().size()),
                        headed.head().dialect().separatorName(),
                        headed.head().dialect().header() ? "with a header" : "no header");
    }

    private String columns() {
        List<Column> columns = table.schema().columns();
        long numbers = columns.stream().filter(Column.Numeric.class::isInstance).count();
        long categories =
                columns.stream().filter(Column.Category.class::isInstance).count();
        StringBuilder text = new StringBuilder("%s, %s of words: %s to the net"
                .formatted(
                        Text.count(numbers, "number"),
                        Text.count(categories, "column"),
                        Text.count(table.schema().featureCount(), "input")));
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
            case Column.Unused _ -> 0;
        };
    }

    private static String mixed(Table.Mixed mixed) {
        return "%s is read as words: %s of it %s a number, %s not, like \"%s\" (--missing NA,%s reads %s as missing)"
                .formatted(
                        mixed.column(),
                        Text.count(mixed.numbers(), "cell"),
                        mixed.numbers() == 1 ? "is" : "are",
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
        return "%s read = %s used + %s set aside%s; %s to learn from, %s held out to judge by"
                .formatted(
                        Text.count(account.read()),
                        Text.count(account.used()),
                        Text.count(account.setAside()),
                        reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")",
                        Text.count(table.train().rowCount()),
                        Text.count(table.holdout().rowCount()));
    }

    private String net() {
        String rate = job.optimizer() instanceof Adam adam ? ", learning rate " + asTyped(adam.learningRate()) : "";
        long looks = Math.ceilDiv(job.epochs() * table.train().rowCount(), job.evaluateEveryRows());
        String stop = table.holdout().rowCount() > 0 && job.plateau().patience() < looks
                ? job.plateau().drops() == 0
                        ? ", stops after %d looks without a better one"
                                .formatted(job.plateau().patience())
                        : ", stops when the held-out rows are judged no better"
                : "";
        return "%s, %s params; Adam%s, batches of %s rows, at most %s%s"
                .formatted(
                        job.nets(),
                        Text.count(job.nets().paramCount()),
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
        return "%s%s; the table takes %s of memory; engine %s"
                .formatted(Text.count(threads, "core"), idle, Text.bytes(table.bytes()), Networks.ENGINE);
    }

    private static String some(List<String> names) {
        return names.size() <= NAMES_MAX
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES_MAX)) + ", … (%d in all)".formatted(names.size());
    }
}
