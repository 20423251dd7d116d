package org.mlscale.engine.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Nearest;

/**
 * What the user said of the columns.
 *
 * @param targets the columns to predict, in this order; if none, the one named target, label, y or class, else the last
 * @param categorical columns whose cells are words, numbers or not
 * @param numeric columns that are numbers whatever they look like
 */
public record Roles(
        List<String> targets,
        Task task,
        Set<String> ids,
        Set<String> ignored,
        Set<String> categorical,
        Optional<String> weight,
        Set<String> numeric,
        DateWishes dates) {
    private static final List<String> TARGET_NAMES = List.of("target", "label", "y", "class");

    /** What kind of answer is asked for. */
    public enum Task {
        AUTO,
        REGRESSION,
        CLASSIFICATION
    }

    public Roles {
        targets = List.copyOf(targets);
        ids = Set.copyOf(ids);
        ignored = Set.copyOf(ignored);
        categorical = Set.copyOf(categorical);
        numeric = Set.copyOf(numeric);
    }

    /** Of columns that nobody calls numbers or dates. */
    public Roles(
            List<String> targets,
            Task task,
            Set<String> ids,
            Set<String> ignored,
            Set<String> categorical,
            Optional<String> weight) {
        this(targets, task, ids, ignored, categorical, weight, Set.of(), DateWishes.NONE);
    }

    public static Roles none() {
        return new Roles(List.of(), Task.AUTO, Set.of(), Set.of(), Set.of(), Optional.empty());
    }

    /**
     * The place of each target among {@code names}.
     *
     * @throws Fault USAGE if a column that was named is not there, is named twice or has two roles, or if several are to be classes
     */
    public List<Integer> targetIndices(List<String> names) {
        List<String> named = new ArrayList<>(targets);
        weight.ifPresent(named::add);
        named.addAll(ids);
        named.addAll(ignored);
        named.addAll(categorical);
        named.addAll(numeric);
        named.addAll(dates.columns().keySet());
        named.stream()
                .sorted()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw unknown(name, names);
                });
        Set<String> before = new HashSet<>();
        targets.stream().filter(name -> !before.add(name)).findFirst().ifPresent(name -> {
            throw Fault.usage("--target names column \"%s\" twice".formatted(name), "name each column once");
        });
        if (targets.size() > 1 && task == Task.CLASSIFICATION) {
            throw Fault.usage(
                    "--task classification with %d targets: a model tells the classes of one column"
                            .formatted(targets.size()),
                    "a model for each: --target %s".formatted(targets.getFirst()));
        }
        List<String> chosen = targets.isEmpty() ? List.of(names.get(usualTarget(names))) : targets;
        chosen.stream()
                .filter(name -> ignored.contains(name)
                        || ids.contains(name)
                        || dates.columns().containsKey(name)
                        || weight.filter(name::equals).isPresent())
                .findFirst()
                .ifPresent(name -> {
                    throw Fault.usage(
                            "column \"%s\" cannot be the target and have another role".formatted(name),
                            "--target COL names the column to predict");
                });
        chosen.stream().filter(numeric::contains).findFirst().ifPresent(name -> {
            throw Fault.usage(
                    "column \"%s\" is the target, and --numeric speaks of columns to learn from".formatted(name),
                    "--task regression takes the target for a number");
        });
        names.stream().filter(this::contradicted).findFirst().ifPresent(name -> {
            throw Fault.usage(
                    "column \"%s\" can only be one: words, a number or dates".formatted(name),
                    "name it in one of --categorical, --numeric and --dates");
        });
        return chosen.stream().map(names::indexOf).toList();
    }

    /**
     * One of several targets must be a number; {@code tally} of all cells tells. Whether it says anything is not asked here.
     *
     * @throws Fault DATA if it is read as words
     */
    public void checkNumber(String name, Tally tally) {
        if (targets.size() <= 1 || !(tally instanceof Tally.Vocabulary(Words words, var _)) || words.different() <= 1) {
            return;
        }
        boolean numbers = words.numbers() == words.count();
        throw Fault.data(
                "target \"%s\" is %s: several targets must all be numbers"
                        .formatted(name, numbers ? "classes, by its few values" : "words"),
                "%sa model of its own: --target %s"
                        .formatted(numbers ? "--task regression takes it for a number; or " : "", name));
    }

    private boolean contradicted(String name) {
        return Stream.of(categorical, numeric, dates.columns().keySet())
                        .filter(columns -> columns.contains(name))
                        .count()
                > 1;
    }

    /** What was said of the cells of an input column. */
    Wish wish(String name) {
        if (categorical.contains(name)) {
            return new Wish.Words();
        }
        if (numeric.contains(name)) {
            return new Wish.Numbers();
        }
        return Optional.ofNullable(dates.columns().get(name))
                .<Wish>map(Wish.Date::new)
                .orElseGet(() -> new Wish.Any(dates.orders()));
    }

    /** The column's role, if it is not an input. */
    public Optional<Column.Why> unused(String name) {
        if (weight.filter(name::equals).isPresent()) {
            return Optional.of(Column.Why.WEIGHT);
        }
        if (ids.contains(name)) {
            return Optional.of(Column.Why.ID);
        }
        return ignored.contains(name) ? Optional.of(Column.Why.IGNORED) : Optional.empty();
    }

    /** The same, but that {@code column} is read even if it is no input. */
    public Roles reading(String column) {
        return new Roles(
                targets, task, without(ids, column), without(ignored, column), categorical, weight, numeric, dates);
    }

    private static Set<String> without(Set<String> names, String name) {
        return names.stream().filter(other -> !other.equals(name)).collect(Collectors.toUnmodifiableSet());
    }

    private static int usualTarget(List<String> names) {
        List<String> lower =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return TARGET_NAMES.stream()
                .map(lower::indexOf)
                .filter(index -> index >= 0)
                .findFirst()
                .orElse(names.size() - 1);
    }

    /** The fault of naming a column that is not among {@code names}. */
    public static Fault unknown(String name, List<String> names) {
        String hint = Nearest.to(name, names)
                .map(near -> "did you mean \"%s\"?".formatted(near))
                .orElse("the columns are: " + String.join(", ", names.size() <= 30 ? names : names.subList(0, 30)));
        return Fault.usage("there is no column \"%s\"".formatted(name), hint);
    }
}
