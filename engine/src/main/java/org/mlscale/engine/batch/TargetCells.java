package org.mlscale.engine.batch;

import java.util.List;
import java.util.OptionalInt;
import org.mlscale.engine.schema.Schema;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.Cells;

/** One target in one chunk, as the net learns it. */
interface TargetCells {
    /** The bent and standardised number or the class's index; NaN where the row has none that the target knows. */
    float learned(int row);

    /** Of target number {@code index}; {@code cells} are {@link Cells.None} in a table without labels. */
    static TargetCells of(Schema schema, int index, Cells cells) {
        return switch (cells) {
            case Cells.None _ -> _ -> Float.NaN;
            case Cells.Times _ -> throw new IllegalArgumentException("a date is no target");
            case Cells.Floats(float[] values) -> {
                Target.Numeric number = (Target.Numeric) schema.targets().get(index);
                yield row -> number.encode(values[row]);
            }
            case Cells.Codes codes -> {
                float[] classOfCode = classOfCode(schema, codes.words());
                int[] ofRows = codes.codes(); // not the words
                yield row -> classOfCode[ofRows[row]];
            }
        };
    }

    private static float[] classOfCode(Schema schema, List<String> words) {
        float[] classOfCode = new float[words.size()];
        for (int code = 0; code < classOfCode.length; code++) {
            OptionalInt index = code == Cells.Codes.MISSING ? OptionalInt.empty() : schema.classOf(words.get(code));
            classOfCode[code] = index.isPresent() ? index.getAsInt() : Float.NaN;
        }
        return classOfCode;
    }
}
