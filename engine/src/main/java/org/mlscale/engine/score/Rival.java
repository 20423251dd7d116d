package org.mlscale.engine.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mlscale.engine.chunk.TableHead;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fault.Nearest;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.Cells;
import org.mlscale.engine.table.ChunkScanner;
import org.mlscale.engine.table.ChunkScanner.Scanned;

/**
 * Where a file holds somebody else's predictions of a model's target, and how to read them: a column of numbers or labels, and for classes
 * {@code prob_CLASS} columns, one a class; of two classes one is enough.
 *
 * @param prediction place of the column with the number or the label
 * @param probabilities places of the classes' columns, in the order of the labels, empty where there is none
 * @param scanner reads prediction, then probabilities, and last the prediction as a number
 */
record Rival(
        Schema schema,
        String file,
        Optional<Integer> prediction,
        List<Optional<Integer>> probabilities,
        ChunkScanner scanner) {
    /**
     * What is said of a row.
     *
     * @param there whether there is an answer that can be read
     * @param label the class, or {@link PairedRow#NO_LABEL}
     * @param outputs float32 as the net's outputs; empty where there are only labels
     * @param number the prediction's cell as a number, of classes; else NaN
     */
    record Answer(boolean there, int label, float[] outputs, double number) {
        static final Answer NONE = new Answer(false, PairedRow.NO_LABEL, new float[0], Double.NaN);
    }

    private static final double PROBABILITY_SLACK = 1e-5;

    /**
     * Finds the columns.
     *
     * @param column the prediction's; else {@code prediction}, else the one named as the target
     * @param id the column that joins, if one does
     * @throws Fault DATA if there are none
     */
    static Rival of(Schema schema, TableHead head, String file, Optional<String> column, Optional<String> id) {
        List<String> names = head.columnNames();
        column.ifPresent(name -> checkThere(name, names, file));
        id.ifPresent(name -> checkThere(name, names, file));
        Optional<Integer> prediction = column.or(() -> Optional.of("prediction").filter(names::contains))
                .or(() -> Optional.of(schema.target().name()).filter(names::contains))
                .map(names::indexOf);
        List<Optional<Integer>> probabilities = probabilities(schema.target(), names);
        if (prediction.isEmpty() && probabilities.isEmpty()) {
            throw Fault.data(
                    "there is no column of predictions: none is named \"prediction\" or \"%s\""
                            .formatted(schema.target().name()),
                    new Location(file, 1),
                    "--column COL names it; there are " + some(names));
        }
        List<Scanned> columns = new ArrayList<>();
        CellKind kind = schema.target() instanceof Target.Numeric number
                ? new CellKind.Numeric(number.pivot())
                : new CellKind.Word();
        columns.add(new Scanned(prediction.orElse(0), prediction.isPresent() ? kind : new CellKind.Skip()));
        probabilities.forEach(place -> columns.add(
                new Scanned(place.orElse(0), place.isPresent() ? new CellKind.Numeric(0) : new CellKind.Skip())));
        columns.add(new Scanned(
                prediction.orElse(0), prediction.isPresent() ? new CellKind.Numeric(0) : new CellKind.Skip()));
        ChunkScanner scanner = new ChunkScanner(
                head.dialect(),
                names.size(),
                columns,
                List.of(),
                List.of(),
                id.map(names::indexOf).stream().toList(),
                schema.missing());
        return new Rival(schema, file, prediction, probabilities, scanner);
    }

    private static void checkThere(String name, List<String> names, String file) {
        if (!names.contains(name)) {
            throw Fault.data(
                    "column \"%s\" is missing".formatted(name),
                    new Location(file, 1),
                    Nearest.to(name, names)
                            .map("did you mean \"%s\"?"::formatted)
                            .orElse("there are " + some(names)));
        }
    }

    private static String some(List<String> names) {
        return String.join(", ", names.stream().limit(30).toList());
    }

    /** All, or of two at least one; else none. */
    private static List<Optional<Integer>> probabilities(Target target, List<String> names) {
        if (!(target instanceof Target.Classes classes)) {
            return List.of();
        }
        List<Optional<Integer>> places = classes.labels().stream()
                .map(label -> Optional.of(names.indexOf("prob_" + label)).filter(place -> place >= 0))
                .toList();
        long there = places.stream().filter(Optional::isPresent).count();
        return there == places.size() || there == 1 && places.size() == 2 ? places : List.of();
    }

    /** The answers of a chunk that {@link #scanner} read, row by row. */
    List<Answer> answers(ChunkScanner.Scan scan) {
        List<Cells> cells = scan.chunk().columns();
        return switch (schema.target()) {
            case Target.Numeric number -> numbers(number, ((Cells.Floats) cells.getFirst()).values());
            case Target.Classes classes ->
                IntStream.range(0, scan.chunk().rowCount())
                        .mapToObj(row -> answer(classes, cells, row))
                        .toList();
        };
    }

    private static List<Answer> numbers(Target.Numeric target, float[] values) {
        List<Answer> answers = new ArrayList<>();
        for (float value : values) {
            float output = target.encode(value);
            answers.add(new Answer(!Float.isNaN(value), PairedRow.NO_LABEL, new float[] {output}, Double.NaN));
        }
        return answers;
    }

    private Answer answer(Target.Classes classes, List<Cells> cells, int row) {
        int label = PairedRow.NO_LABEL;
        if (cells.getFirst() instanceof Cells.Codes codes) {
            int code = codes.codes()[row];
            if (code == Cells.Codes.MISSING) {
                return Answer.NONE;
            }
            OptionalInt known = schema.classOf(codes.words().get(code));
            label = known.orElse(PairedRow.NO_LABEL);
        }
        double number = cells.getLast() instanceof Cells.Floats(float[] values) ? values[row] : Double.NaN;
        if (probabilities.isEmpty()) {
            return new Answer(true, label, new float[0], number);
        }
        float[] said = new float[probabilities.size()];
        for (int i = 0; i < said.length; i++) {
            said[i] = cells.get(1 + i) instanceof Cells.Floats(float[] values) ? values[row] : Float.NaN;
            if (said[i] < -PROBABILITY_SLACK || said[i] > 1 + PROBABILITY_SLACK) {
                throw Fault.data(
                        "column \"prob_%s\" holds %s, which is no probability"
                                .formatted(classes.labels().get(i), said[i]),
                        Location.of(file),
                        "probabilities from 0 to 1, or no such column");
            }
        }
        float[] outputs = outputs(said);
        boolean there = prediction.isEmpty() || label != PairedRow.NO_LABEL;
        for (float output : outputs) {
            there &= !Float.isNaN(output);
        }
        return new Answer(there, label, outputs, number);
    }

    /** As a net has them: of two classes that of the second alone. */
    private float[] outputs(float[] said) {
        if (said.length != 2) {
            return said;
        }
        return new float[] {probabilities.get(1).isPresent() ? said[1] : 1 - said[0]};
    }
}
