package org.mlscale.engine.batch;

import java.util.ArrayList;
import java.util.Arrays;
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
    /** What one column gives: column by column, so that a choice among kinds of columns is made once for many rows. */
    private interface Part {
        /** As {@link Encoder#features} does. */
        void encode(int[] rows, int[] places, int from, int to, float[] features);
    }

    private final CachedChunk chunk;
    private final List<Part> parts = new ArrayList<>();
    private final List<TargetCells> targets = new ArrayList<>();
    private final float[] weights;

    /** Keeps what it needs of the chunk's cells, and not their words. */
    Encoder(Encoding encoding, CachedChunk chunk) {
        Schema schema = encoding.schema();
        List<Cells> columns = chunk.loaded();
        this.chunk = chunk;
        List<Integer> indices = schema.columnIndices();
        int at = 0;
        int codeAt = schema.plainCount();
        for (int i = 0; i < schema.columns().size(); i++) {
            Column column = schema.columns().get(i);
            Cells cells = columns.get(indices.get(i));
            int first = at;
            switch (column) {
                case Column.Numeric _ -> {
                    float[] values = ((Cells.Floats) cells).values();
                    NumberInputs inputs = encoding.numbers(i).getFirst();
                    parts.add((rows, places, from, to, features) -> {
                        for (int k = from; k < to; k++) {
                            inputs.encode(values[rows[k]], features, places[k] + first);
                        }
                    });
                }
                case Column.Date date ->
                    parts.addAll(date(date, encoding.numbers(i), ((Cells.Times) cells).seconds(), at));
                case Column.Category category
                when category.embedded() -> parts.add(code(category, encoding.keys(i), (Cells.Codes) cells, codeAt++));
                case Column.Category category ->
                    parts.add(category(category, encoding.keys(i), (Cells.Codes) cells, at));
                case Column.Unused _ -> {}
            }
            at += column instanceof Column.Category category && category.embedded() ? 0 : column.inputCount();
        }
        for (int i = 0; i < schema.targets().size(); i++) {
            Cells cells = columns.get(schema.targetIndices().get(i));
            targets.add(TargetCells.of(schema, i, cells));
        }
        weights = schema.weightIndex()
                .map(index -> columns.get(index) instanceof Cells.Floats(float[] values) ? values : new float[0])
                .orElseGet(() -> new float[0]);
    }

    /** {@code chunk} in the shape of {@code schema}'s training table. */
    public static Encoder of(Schema schema, CachedChunk chunk) {
        return new Encoding(schema).of(chunk);
    }

    public int rowCount() {
        return chunk.rowCount();
    }

    /**
     * Writes the inputs of {@code rows} [from, to), each [featureCount] from the same place of {@code places} on.
     *
     * @param features 0 there
     */
    void features(int[] rows, int[] places, int from, int to, float[] features) {
        for (Part part : parts) {
            part.encode(rows, places, from, to, features);
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

    /** The parts of a date as numbers, each with its own inputs, and after them the input for missing dates. */
    private static List<Part> date(Column.Date column, List<NumberInputs> numbers, long[] seconds, int input) {
        List<Part> parts = new ArrayList<>();
        int next = input;
        for (int i = 0; i < numbers.size(); i++) {
            Column.Date.Part part = column.parts().get(i);
            NumberInputs inputs = numbers.get(i);
            Unit unit = part.unit();
            double pivot = part.number().pivot();
            int first = next;
            parts.add((rows, places, from, to, features) -> {
                for (int k = from; k < to; k++) {
                    inputs.encode((float) (unit.of(seconds[rows[k]]) - pivot), features, places[k] + first);
                }
            });
            next += part.number().inputCount();
        }
        int missing = next;
        if (column.missing() > 0) {
            parts.add((rows, places, from, to, features) -> {
                for (int k = from; k < to; k++) {
                    features[places[k] + missing] = seconds[rows[k]] == Cells.Times.MISSING ? 1 : 0;
                }
            });
        }
        return parts;
    }

    private static Part category(Column.Category column, Map<String, Integer> keys, Cells.Codes cells, int input) {
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
        int[] codes = cells.codes();
        return (rows, places, from, to, features) -> {
            for (int k = from; k < to; k++) {
                int code = codes[rows[k]];
                if (inputOfCode[code] < none) {
                    features[places[k] + input + inputOfCode[code]] = valueOfCode[code];
                }
            }
        };
    }

    private static Part code(Column.Category column, Map<String, Integer> keys, Cells.Codes cells, int input) {
        int[] codeOfCode = new int[cells.words().size()];
        codeOfCode[Cells.Codes.MISSING] = column.missingCode();
        for (int code = 1; code < codeOfCode.length; code++) {
            codeOfCode[code] = keys.getOrDefault(cells.words().get(code), column.otherCode());
        }
        int[] codes = cells.codes();
        return (rows, places, from, to, features) -> {
            for (int k = from; k < to; k++) {
                features[places[k] + input] = codeOfCode[codes[rows[k]]];
            }
        };
    }
}
