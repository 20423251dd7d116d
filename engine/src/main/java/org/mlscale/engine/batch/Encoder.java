package org.mlscale.engine.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.schema.Unit;
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

    /** The numbers of a column less its pivot; NaN where there is none. */
    private interface Numbers {
        float at(int row);
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
        for (int i = 0; i < schema.columns().size(); i++) {
            Column column = schema.columns().get(i);
            Cells cells = chunk.columns().get(schema.placeOf(i));
            switch (column) {
                case Column.Numeric numeric -> {
                    float[] values = ((Cells.Floats) cells).values();
                    parts.add(numeric(numeric, row -> values[row], at));
                }
                case Column.Date date -> parts.addAll(date(date, ((Cells.Times) cells).seconds(), at));
                case Column.Category category -> parts.add(category(category, (Cells.Codes) cells, at));
                case Column.Unused _ -> {}
            }
            at += column.inputCount();
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
            case Cells.Times _ -> throw new IllegalArgumentException("a date is no target");
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

    private static Part numeric(Column.Numeric column, Numbers values, int input) {
        double shift = column.pivot() - column.mean();
        double scale = column.scale();
        boolean missingInput = column.inputCount() == 2;
        return (row, features, at) -> {
            float value = values.at(row);
            if (!Float.isNaN(value)) {
                features[at + input] = (float) ((value + shift) / scale);
            } else if (missingInput) {
                features[at + input + 1] = 1;
            }
        };
    }

    /** The parts of a date as numbers, each with its own inputs, and after them the input for missing dates. */
    private static List<Part> date(Column.Date column, long[] seconds, int input) {
        List<Part> parts = new ArrayList<>();
        int next = input;
        for (Column.Date.Part part : column.parts()) {
            Unit unit = part.unit();
            double pivot = part.number().pivot();
            parts.add(numeric(part.number(), row -> (float) (unit.of(seconds[row]) - pivot), next));
            next += part.number().inputCount();
        }
        int missing = next;
        if (column.missing() > 0) {
            parts.add((row, features, at) -> {
                if (seconds[row] == Cells.Times.MISSING) {
                    features[at + missing] = 1;
                }
            });
        }
        return parts;
    }

    private static Part category(Column.Category column, Cells.Codes cells, int input) {
        Map<String, Integer> keys = new HashMap<>();
        column.keys().forEach(key -> keys.put(key, keys.size()));
        boolean two = keys.size() == 2;
        int none = column.inputCount(); // one past the column's inputs: nothing to set
        int other = column.other() > 0 ? column.keyInputs() : none;
        int missing = column.missing() > 0 ? none - 1 : none;
        int[] inputOfCode = new int[cells.words().size()];
        float[] valueOfCode = new float[inputOfCode.length];
        Arrays.fill(valueOfCode, 1);
        inputOfCode[Cells.Codes.MISSING] = missing;
        for (int code = 1; code < inputOfCode.length; code++) {
            int key = keys.getOrDefault(cells.words().get(code), -1);
            inputOfCode[code] = key < 0 ? other : two ? 0 : key;
            valueOfCode[code] = two && key == 0 ? -1 : 1;
        }
        return (row, features, at) -> {
            int code = cells.codes()[row];
            if (inputOfCode[code] < none) {
                features[at + input + inputOfCode[code]] = valueOfCode[code];
            }
        };
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
