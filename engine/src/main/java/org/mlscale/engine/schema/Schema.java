package org.mlscale.engine.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.DecimalSign;

/**
 * How the columns of a table become the inputs of a net, and its outputs predictions. Frozen by pass 0; travels with the model, which needs
 * nothing else to read a table.
 *
 * @param header whether the table began with the names of its columns; else they are {@code column_1}, {@code column_2}, …
 * @param columns all columns but the targets, in the order of the table
 * @param targets one of classes, or numbers, in the order in which they were asked for and are predicted
 * @param targetIndices place of each target among the table's columns
 * @param weight name of the column with the rows' weights
 * @param decimal how the table writes numbers
 */
public record Schema(
        boolean header,
        List<Column> columns,
        List<Target> targets,
        List<Integer> targetIndices,
        Optional<String> weight,
        MissingTokens missing,
        DecimalSign decimal) {
    public Schema {
        columns = List.copyOf(columns);
        targets = List.copyOf(targets);
        targetIndices = List.copyOf(targetIndices);
        if (targets.isEmpty() || targets.size() != targetIndices.size()) {
            throw new IllegalArgumentException(
                    "%d targets at %d places".formatted(targets.size(), targetIndices.size()));
        }
        if (targets.size() > 1 && !targets.stream().allMatch(Target.Numeric.class::isInstance)) {
            throw new IllegalArgumentException("%d targets, not all of them numbers".formatted(targets.size()));
        }
        int columnCount = columns.size() + targets.size();
        if (targetIndices.stream()
                        .distinct()
                        .filter(index -> index >= 0 && index < columnCount)
                        .count()
                != targets.size()) {
            throw new IllegalArgumentException("targets at %s of %d columns".formatted(targetIndices, columnCount));
        }
    }

    /** Of one target. */
    public Schema(
            boolean header,
            List<Column> columns,
            Target target,
            int targetIndex,
            Optional<String> weight,
            MissingTokens missing,
            DecimalSign decimal) {
        this(header, columns, List.of(target), List.of(targetIndex), weight, missing, decimal);
    }

    /** The target; of several, the first. */
    public Target target() {
        return targets.getFirst();
    }

    /** The classes that are told apart, unless numbers are predicted. */
    public Optional<Target.Classes> classes() {
        return target() instanceof Target.Classes classes ? Optional.of(classes) : Optional.empty();
    }

    /** The class that a cell of the target names, if it is one of {@link #classes}. */
    public OptionalInt classOf(String word) {
        return classes().map(classes -> classes.indexOf(word, decimal)).orElseGet(OptionalInt::empty);
    }

    /** The numbers that are predicted, an output of the net each; none where classes are told apart. */
    public List<Target.Numeric> numbers() {
        return targets.stream()
                .filter(Target.Numeric.class::isInstance)
                .map(Target.Numeric.class::cast)
                .toList();
    }

    public List<String> targetNames() {
        return targets.stream().map(Target::name).toList();
    }

    /** All columns of the table in its order, the targets included. */
    public List<String> names() {
        return merged(columns.stream().map(Column::name).toList(), targetNames());
    }

    /** How each of {@link #names} is read. Only a table with {@code labels} has the targets and the rows' weights. */
    public List<CellKind> kinds(boolean labels) {
        return merged(
                columns.stream().map(column -> kind(column, labels)).toList(),
                targets.stream()
                        .map(target -> labels ? kind(target) : new CellKind.Skip())
                        .toList());
    }

    /** Place of each of {@link #columns} among {@link #names}. */
    public List<Integer> columnIndices() {
        Set<Integer> taken = Set.copyOf(targetIndices);
        return IntStream.range(0, columns.size() + targets.size())
                .filter(index -> !taken.contains(index))
                .boxed()
                .toList();
    }

    /** What is said of the columns and what is said of the targets, in the order of the table. */
    private <T> List<T> merged(List<T> ofColumns, List<T> ofTargets) {
        List<T> all = new ArrayList<>(ofColumns);
        IntStream.range(0, ofTargets.size())
                .boxed()
                .sorted(Comparator.comparing(targetIndices::get))
                .forEach(i -> all.add(targetIndices.get(i), ofTargets.get(i)));
        return List.copyOf(all);
    }

    /** Places, among {@link #names}, of the columns that nobody reads, not even beside the target. */
    public List<Integer> skipped() {
        List<CellKind> kinds = kinds(true);
        return IntStream.range(0, kinds.size())
                .filter(i -> kinds.get(i) instanceof CellKind.Skip)
                .boxed()
                .toList();
    }

    private static CellKind kind(Target target) {
        return switch (target) {
            case Target.Numeric number -> new CellKind.Numeric(number.pivot());
            case Target.Classes _ -> new CellKind.Word();
        };
    }

    private static CellKind kind(Column column, boolean labels) {
        return switch (column) {
            case Column.Numeric numeric -> new CellKind.Numeric(numeric.pivot());
            case Column.Category _ -> new CellKind.Word();
            case Column.Date date -> new CellKind.Time(date.order());
            case Column.Unused unused ->
                labels && unused.why() == Column.Why.WEIGHT ? new CellKind.Numeric(0) : new CellKind.Skip();
        };
    }

    /** Place of the rows' weights among {@link #names}. */
    public Optional<Integer> weightIndex() {
        return weight.map(name -> names().indexOf(name));
    }

    /** Inputs of the net: {@link #plainCount} of them, then the code of each of {@link #embedded}. */
    public int featureCount() {
        return plainCount() + embedded().size();
    }

    /** Inputs that are quantities, from the first on. The others are codes of words: nothing can be said of them but which is which. */
    public int plainCount() {
        return columns.stream()
                .filter(column -> !embedded(column))
                .mapToInt(Column::inputCount)
                .sum();
    }

    /** The columns that feed a code, in the order of the table. */
    public List<Column.Category> embedded() {
        return columns.stream()
                .filter(Schema::embedded)
                .map(Column.Category.class::cast)
                .toList();
    }

    private static boolean embedded(Column column) {
        return column instanceof Column.Category category && category.embedded();
    }

    /** Places, among the net's inputs, of those that a linear model is given: the numbers themselves without their ramps, and all other quantities. */
    public List<Integer> plainInputs() {
        List<Integer> plain = new ArrayList<>();
        int at = 0;
        for (Column column : columns) {
            int first = at;
            plain(column).map(input -> first + input).forEach(plain::add);
            at += embedded(column) ? 0 : column.inputCount();
        }
        return plain;
    }

    private static IntStream plain(Column column) {
        return switch (column) {
            case Column.Numeric numeric ->
                IntStream.range(0, numeric.inputCount()).filter(input -> plain(numeric, input));
            case Column.Date date -> {
                IntStream.Builder inputs = IntStream.builder();
                int at = 0;
                for (Column.Date.Part part : date.parts()) {
                    inputs.add(at);
                    at += part.number().inputCount();
                }
                IntStream.range(at, date.inputCount()).forEach(inputs::add);
                yield inputs.build();
            }
            case Column.Category category -> IntStream.range(0, category.embedded() ? 0 : category.inputCount());
            case Column.Unused _ -> IntStream.empty();
        };
    }

    private static boolean plain(Column.Numeric numeric, int input) {
        return input == 0 || input > numeric.ramps().count();
    }

    /** Outputs of the net. */
    public int outputCount() {
        return switch (target()) {
            case Target.Numeric _ -> targets.size();
            case Target.Classes classes ->
                classes.labels().size() == 2 ? 1 : classes.labels().size();
        };
    }

    /** The id columns, to be kept beside predictions. */
    public List<String> ids() {
        return columns.stream()
                .filter(column -> column instanceof Column.Unused unused && unused.why() == Column.Why.ID)
                .map(Column::name)
                .toList();
    }

    /** The columns that the net is fed with. */
    public List<Column> used() {
        return columns.stream().filter(column -> column.inputCount() > 0).toList();
    }
}
