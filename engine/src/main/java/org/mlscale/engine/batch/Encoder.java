package org.mlscale.engine.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.CachedChunk;
import org.mlscale.engine.table.Cells;

/**
 * Turns the cells of one chunk into the inputs and targets of a net, by the schema alone: the same for training and for scoring.
 *
 * <p>Thread-safe: it is never changed after {@link #of}.
 */
public final class Encoder {
    /** Writes what one column of a row gives; the row's inputs are all 0 before. */
    private interface Part {
        void encode(int row, float[] features, int at);
    }

    private final CachedChunk chunk;
    private final int featureCount;
    private final List<Part> parts = new ArrayList<>();
    private final Cells target;
    private final float[] classOfCode;
    private final double targetShift;
    private final double targetScale;
    private final float[] weights;

    private Encoder(Schema schema, CachedChunk chunk) {
        this.chunk = chunk;
        this.featureCount = schema.featureCount();
        int at = 0;
        int codeAt = schema.plainCount();
        for (int i = 0; i < schema.columns().size(); i++) {
            Column column = schema.columns().get(i);
            Cells cells = chunk.columns().get(i < schema.targetIndex() ? i : i + 1);
            switch (column) {
                case Column.Numeric numeric -> parts.add(numeric(numeric, ((Cells.Floats) cells).values(), at));
                case Column.Category category
                when category.embedded() -> parts.add(code(category, (Cells.Codes) cells, codeAt++));
                case Column.Category category -> parts.add(category(category, (Cells.Codes) cells, at));
                case Column.Unused _ -> {}
            }
            at += column instanceof Column.Category category && category.embedded() ? 0 : column.inputCount();
        }
        target = chunk.columns().get(schema.targetIndex());
        switch (schema.target()) {
            case Target.Numeric number -> {
                classOfCode = new float[0];
                targetShift = number.pivot() - number.mean();
                targetScale = number.scale();
            }
            case Target.Classes classes -> {
                classOfCode = target instanceof Cells.Codes codes ? classOfCode(classes, codes.words()) : new float[0];
                targetShift = 0;
                targetScale = 1;
            }
        }
        weights = schema.weightIndex()
                .map(index ->
                        chunk.columns().get(index) instanceof Cells.Floats(float[] values) ? values : new float[0])
                .orElseGet(() -> new float[0]);
    }

    /** {@code chunk} in the shape of {@code schema}'s training table. */
    public static Encoder of(Schema schema, CachedChunk chunk) {
        return new Encoder(schema, chunk);
    }

    public int rowCount() {
        return chunk.rowCount();
    }

    /** Writes the inputs of {@code row} to {@code features} [featureCount] from {@code at}. */
    void features(int row, float[] features, int at) {
        for (int i = at; i < at + featureCount; i++) {
            features[i] = 0;
        }
        for (Part part : parts) {
            part.encode(row, features, at);
        }
    }

    /** The standardised number or the class's index; NaN where the row has none that the schema knows. */
    float target(int row) {
        return switch (target) {
            case Cells.Floats(float[] values) -> (float) ((values[row] + targetShift) / targetScale);
            case Cells.Codes codes -> classOfCode[codes.codes()[row]];
            case Cells.None _ -> Float.NaN;
        };
    }

    boolean weighted() {
        return weights.length > 0;
    }

    float weight(int row) {
        return weights[row];
    }

    /** Number of the chunk's {@code row} in the table. */
    long rowNumber(int row) {
        return chunk.firstRow() + row;
    }

    private static Part numeric(Column.Numeric column, float[] values, int input) {
        double shift = column.pivot() - column.center();
        double scale = column.scale();
        int ramps = column.ramps().count();
        double[] means = new double[ramps];
        float[] before = new float[ramps]; // what the ramps give that a cell has not reached
        double[] knots = new double[column.ramps().knots().size()]; // past the pivot, as the cells are
        double gain = column.ramps().gain();
        for (int t = 0; t < ramps; t++) {
            means[t] = column.ramps().means().get(t);
            before[t] = (float) (gain * -means[t]);
        }
        for (int k = 0; k < knots.length; k++) {
            knots[k] = column.ramps().knots().get(k) - column.pivot();
        }
        boolean missingInput = column.missing() > 0;
        return (row, features, at) -> {
            int first = at + input;
            float value = values[row];
            System.arraycopy(before, 0, features, first + 1, ramps);
            if (!Float.isNaN(value)) {
                double z = (value + shift) / scale;
                features[first] = (float) (z / Math.sqrt(1 + z * z / 9));
                for (int t = 0; t < ramps && value > knots[t]; t++) {
                    double part = Math.min(1, (value - knots[t]) / (knots[t + 1] - knots[t]));
                    features[first + 1 + t] = (float) (gain * (part - means[t]));
                }
            } else if (missingInput) {
                features[first + 1 + ramps] = 1;
            }
        };
    }

    private static Part category(Column.Category column, Cells.Codes cells, int input) {
        int none = column.inputCount(); // one past the column's inputs: nothing to set
        int other = column.other() > 0 ? column.keys().size() : none;
        int missing = column.missing() > 0 ? none - 1 : none;
        int[] inputOfCode = places(column, cells, other, missing);
        return (row, features, at) -> {
            int place = inputOfCode[cells.codes()[row]];
            if (place < none) {
                features[at + input + place] = 1;
            }
        };
    }

    private static Part code(Column.Category column, Cells.Codes cells, int input) {
        int[] codeOfCode = places(column, cells, column.otherCode(), column.missingCode());
        return (row, features, at) -> features[at + input] = codeOfCode[cells.codes()[row]];
    }

    /** For each code of the chunk's {@code cells}, the place of its word among the column's keys. */
    private static int[] places(Column.Category column, Cells.Codes cells, int other, int missing) {
        Map<String, Integer> keys = new HashMap<>();
        column.keys().forEach(key -> keys.put(key, keys.size()));
        int[] places = new int[cells.words().size()];
        places[Cells.Codes.MISSING] = missing;
        for (int code = 1; code < places.length; code++) {
            places[code] = keys.getOrDefault(cells.words().get(code), other);
        }
        return places;
    }

    private static float[] classOfCode(Target.Classes classes, List<String> words) {
        float[] classOfCode = new float[words.size()];
        for (int code = 0; code < classOfCode.length; code++) {
            OptionalInt index = code == Cells.Codes.MISSING ? OptionalInt.empty() : classes.indexOf(words.get(code));
            classOfCode[code] = index.isPresent() ? index.getAsInt() : Float.NaN;
        }
        return classOfCode;
    }
}
