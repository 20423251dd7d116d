package org.mlscale.engine.batch;

import java.util.List;
import java.util.OptionalInt;
import org.mlscale.engine.chunk.DecimalSign;
import org.mlscale.engine.schema.Target;
import org.mlscale.engine.table.Cells;

/** One target in one chunk, as the net learns it. */
interface TargetCells {
    /** The bent and standardised number or the class's index; NaN where the row has none that the target knows. */
    float learned(int row);

    /** {@code cells} are {@link Cells.None} in a table without labels. */
    static TargetCells of(Target target, Cells cells, DecimalSign decimal) {
        return switch (cells) {
            case Cells.None _ -> _ -> Float.NaN;
            case Cells.Times _ -> throw new IllegalArgumentException("a date is no target");
            case Cells.Floats(float[] values) -> {
                Target.Numeric number = (Target.Numeric) target;
                yield row -> number.encode(values[row]);
            }
            case Cells.Codes codes -> {
                float[] classOfCode = classOfCode((Target.Classes) target, codes.words(), decimal);
                yield row -> classOfCode[codes.codes()[row]];
            }
        };
    }

    private static float[] classOfCode(Target.Classes classes, List<String> words, DecimalSign decimal) {
        float[] classOfCode = new float[words.size()];
        for (int code = 0; code < classOfCode.length; code++) {
            OptionalInt index = code == Cells.Codes.MISSING ? OptionalInt.empty() : classes.indexOf(words.get(code), decimal);
            classOfCode[code] = index.isPresent() ? index.getAsInt() : Float.NaN;
        }
        return classOfCode;
    }
}
