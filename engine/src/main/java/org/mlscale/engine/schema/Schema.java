package org.mlscale.engine.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the columns of a table become the inputs of a net, and its outputs predictions. Frozen by pass 0; travels with the model, which needs
 * nothing else to read a table.
 *
 * @param header whether the table began with the names of its columns; else they are {@code column_1}, {@code column_2}, …
 * @param columns all columns but the target, in the order of the table
 * @param targetIndex place of the target among the table's columns
 * @param weight name of the column with the rows' weights
 */
public record Schema(
        boolean header,
        List<Column> columns,
        Target target,
        int targetIndex,
        Optional<String> weight,
        MissingTokens missing) {
    public Schema {
        columns = List.copyOf(columns);
    }

    /** All columns of the table in its order, the target included. */
    public List<String> names() {
        List<String> names = new ArrayList<>(columns.stream().map(Column::name).toList());
        names.add(targetIndex, target.name());
        return List.copyOf(names);
    }

    /** How each of {@link #names} is read. Only a table with {@code labels} has the target and the rows' weights. */
    public List<CellKind> kinds(boolean labels) {
        List<CellKind> kinds = new ArrayList<>(
                columns.stream().map(column -> kind(column, labels)).toList());
        kinds.add(targetIndex, labels ? targetKind() : new CellKind.Skip());
        return List.copyOf(kinds);
    }

    /** Places, among {@link #names}, of the columns that nobody reads, not even beside the target. */
    public List<Integer> skipped() {
        List<CellKind> kinds = kinds(true);
        return IntStream.range(0, kinds.size())
                .filter(i -> kinds.get(i) instanceof CellKind.Skip)
                .boxed()
                .toList();
    }

    private CellKind targetKind() {
        return switch (target) {
            case Target.Numeric number -> new CellKind.Numeric(number.pivot());
            case Target.Classes _ -> new CellKind.Word();
        };
    }

    private static CellKind kind(Column column, boolean labels) {
        return switch (column) {
            case Column.Numeric numeric -> new CellKind.Numeric(numeric.pivot());
            case Column.Category _ -> new CellKind.Word();
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

    /** Outputs of the net. */
    public int outputCount() {
        return switch (target) {
            case Target.Numeric _ -> 1;
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
