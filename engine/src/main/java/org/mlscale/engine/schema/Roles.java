package org.mlscale.engine.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Nearest;

/**
 * What the user said of the columns.
 *
 * @param target the column to predict; else the one named target, label, y or class, else the last
 * @param categorical columns whose cells are words, numbers or not
 * @param numeric columns that are numbers whatever they look like
 */
public record Roles(
        Optional<String> target,
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
        ids = Set.copyOf(ids);
        ignored = Set.copyOf(ignored);
        categorical = Set.copyOf(categorical);
        numeric = Set.copyOf(numeric);
    }

    public static Roles none() {
        return new Roles(
                Optional.empty(), Task.AUTO, Set.of(), Set.of(), Set.of(), Optional.empty(), Set.of(), DateWishes.NONE);
    }

    /**
     * The place of the target among {@code names}.
     *
     * @throws Fault USAGE if a column that was named is not there, or has two roles
     */
    public int targetIndex(List<String> names) {
        List<String> named = new ArrayList<>();
        target.ifPresent(named::add);
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
        int index = target.map(names::indexOf).orElseGet(() -> usualTarget(names));
        String chosen = names.get(index);
        if (ignored.contains(chosen)
                || ids.contains(chosen)
                || dates.columns().containsKey(chosen)
                || weight.filter(chosen::equals).isPresent()) {
            throw Fault.usage(
                    "column \"%s\" cannot be the target and have another role".formatted(chosen),
                    "--target COL names the column to predict");
        }
        names.stream().filter(this::contradicted).findFirst().ifPresent(name -> {
            throw Fault.usage(
                    "column \"%s\" can only be one: words, a number or dates".formatted(name),
                    "name it in one of --categorical, --numeric and --dates");
        });
        return index;
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

    private static int usualTarget(List<String> names) {
        List<String> lower =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return TARGET_NAMES.stream()
                .map(lower::indexOf)
                .filter(index -> index >= 0)
                .findFirst()
                .orElse(names.size() - 1);
    }

    private static Fault unknown(String name, List<String> names) {
        String hint = Nearest.to(name, names)
                .map(near -> "did you mean \"%s\"?".formatted(near))
                .orElse("the columns are: " + String.join(", ", names.size() <= 30 ? names : names.subList(0, 30)));
        return Fault.usage("there is no column \"%s\"".formatted(name), hint);
    }
}
