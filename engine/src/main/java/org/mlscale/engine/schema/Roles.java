package org.mlscale.engine.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Nearest;

/**
 * What the user said of the columns.
 *
 * @param target the column to predict; else the one named target, label, y or class, else the last
 */
public record Roles(
        Optional<String> target,
        Task task,
        Set<String> ids,
        Set<String> ignored,
        Set<String> categorical,
        Optional<String> weight) {
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
    }

    public static Roles none() {
        return new Roles(Optional.empty(), Task.AUTO, Set.of(), Set.of(), Set.of(), Optional.empty());
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
                || weight.filter(chosen::equals).isPresent()) {
            throw Fault.usage(
                    "column \"%s\" cannot be the target and have another role".formatted(chosen),
                    "--target COL names the column to predict");
        }
        return index;
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
        return new Roles(target, task, without(ids, column), without(ignored, column), categorical, weight);
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
