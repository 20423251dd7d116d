package org.mlscale.engine.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mlscale.engine.schema.Column;
import org.mlscale.engine.schema.Schema;
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
    private final List<TargetCells> targets = new ArrayList<>();
    private final float[] weights;

    private Encoder(Schema schema, CachedChunk chunk) {
        this.chunk = chunk;
        this.featureCount = schema.featureCount();
        List<Integer> places = schema.columnIndices();
        int at = 0;
        int codeAt = schema.plainCount();
        for (int i = 0; i < schema.columns().size(); i++) {
            Column column = schema.columns().get(i);
            Cells cells = chunk.columns().get(places.get(i));
            switch (column) {
                case Column.Numeric numeric -> {
                    float[] values = ((Cells.Floats) cells).values();
                    parts.add(numeric(numeric, row -> values[row], at));
                }
                case Column.Date date -> parts.addAll(date(date, ((Cells.Times) cells).seconds(), at));
                case Column.Category category
                when category.embedded() -> parts.add(code(category, (Cells.Codes) cells, codeAt++));
                case Column.Category category -> parts.add(category(category, (Cells.Codes) cells, at));
                case Column.Unused _ -> {}
            }
            at += column instanceof Column.Category category && category.embedded() ? 0 : column.inputCount();
        }
        for (int i = 0; i < schema.targets().size(); i++) {
            Cells cells = chunk.columns().get(schema.targetIndices().get(i));
            targets.add(TargetCells.of(schema, i, cells));
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

    int targetCount() {
        return targets.size();
    }

    /** Writes what the net learns of {@code row} to {@code learned} [targetCount] from {@code at}; NaN where there is nothing that the schema knows. */
    void targets(int row, float[] learned, int at) {
        for (int i = 0; i < targets.size(); i++) {
            learned[at + i] = targets.get(i).learned(row);
        }
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
            float value = values.at(row);
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

    private static Part code(Column.Category column, Cells.Codes cells, int input) {
        Map<String, Integer> keys = new HashMap<>();
        column.keys().forEach(key -> keys.put(key, keys.size()));
        int[] codeOfCode = new int[cells.words().size()];
        codeOfCode[Cells.Codes.MISSING] = column.missingCode();
        for (int code = 1; code < codeOfCode.length; code++) {
            codeOfCode[code] = keys.getOrDefault(cells.words().get(code), column.otherCode());
        }
        return (row, features, at) -> features[at + input] = codeOfCode[cells.codes()[row]];
    }
}
