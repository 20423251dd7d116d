package org.mlscale.engine.table;

import java.util.List;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Roles;
import org.mlscale.engine.schema.Scaling;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Tally;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.schema.Typing;

/**
 * Makes the schema of a table whose cells have all been read and whose columns are settled.
 *
 * @param rowsRead records of the table, readable or not
 * @param unreadable those of them that are not among the draft's rows
 */
record SchemaFreeze(TableDraft draft, TableFreeze.Reading reading, long rowsRead, long unreadable) {
    /**
     * The schema.
     *
     * @throws Fault DATA if there is nothing to learn, or nothing to learn from
     */
    Schema freeze(TableHead head, List<Integer> targets) {
        List<Integer> inputs = IntStream.range(0, head.columnNames().size())
                .filter(place -> !targets.contains(place))
                .boxed()
                .toList();
        SampledCells sample = new SampledCells(
                draft.chunks(), RowSample.of(draft.chunks(), reading.seed(), RowSample.ROWS_MAX), draft.reader());
        Ids ids = new Ids(
                draft::cells, rowsRead - unreadable, sample, head.dialect().header(), unreadable);
        List<Column> columns = ids.leftOut(
                typed(head.columnNames(), inputs, targets),
                inputs,
                reading.roles().numeric());
        Schema schema = new Schema(
                head.dialect().header(),
                scaled(columns, inputs, sample),
                targets(head.columnNames(), targets),
                targets,
                reading.roles().weight(),
                reading.missing(),
                head.dialect().decimal());
        if (schema.featureCount() == 0) {
            throw Fault.data(
                    "no column is left to learn from: all are alike, ids, ignored or words that hardly ever come twice",
                    "check the separator (--sep) and the header (--header)");
        }
        return schema;
    }

    private List<Column> typed(List<String> names, List<Integer> inputs, List<Integer> targets) {
        List<CellKind> kinds = draft.kinds();
        List<Tally> tallies = draft.tallies();
        VectorWords vectors = new VectorWords(draft, reading.roles(), targets);
        return inputs.stream()
                .map(place -> reading.roles()
                        .unused(names.get(place))
                        .<Column>map(why -> new Column.Unused(names.get(place), why))
                        .orElseGet(() -> Typing.column(
                                names.get(place), kinds.get(place), tallies.get(place), rowsRead, vectors.of(place))))
                .toList();
    }

    private List<Target> targets(List<String> names, List<Integer> places) {
        List<Target> straight =
                places.stream().map(place -> target(names.get(place), place)).toList();
        return TargetBend.bent(straight, places, draft.cells(places::contains), rowsRead - unreadable);
    }

    private Target target(String name, int place) {
        Roles roles = reading.roles();
        Tally tally = draft.tallies().get(place);
        roles.checkNumber(name, tally);
        return Typing.target(name, draft.kinds().get(place), tally, roles.task());
    }

    /** Fits what numbers, and those that follow from dates, feed to the net to a sample of the rows. */
    private List<Column> scaled(List<Column> columns, List<Integer> places, SampledCells sample) {
        int bins = Scaling.bins(columns.stream().mapToInt(SchemaFreeze::numbers).sum(), rowsRead);
        return IntStream.range(0, columns.size())
                .<Column>mapToObj(i -> switch (columns.get(i)) {
                    case Column.Numeric number -> Scaling.fit(number, sample.numbers(places.get(i)), bins);
                    case Column.Date date -> {
                        long[] times = sample.times(places.get(i));
                        yield date.with(date.parts().stream()
                                .map(part -> new Column.Date.Part(
                                        part.unit(), Scaling.fit(part.number(), part.of(times), bins)))
                                .toList());
                    }
                    case Column.Category category -> category;
                    case Column.Unused unused -> unused;
                })
                .toList();
    }

    private static int numbers(Column column) {
        return switch (column) {
            case Column.Numeric _ -> 1;
            case Column.Date date -> date.parts().size();
            case Column.Category _, Column.Unused _ -> 0;
        };
    }
}
