package org.mlscale.engine.batch;

import org.mlscale.engine.schema.Column;

/** What a number gives to the net: itself, standardised and bounded, its ramps, and whether it is missing. Made once of a column, for all chunks. */
final class NumberInputs {
    private final double shift;
    private final double scale;
    private final double gain;
    private final double[] means;
    private final float[] before; // what the ramps give that a cell has not reached
    private final double[] knots; // past the pivot, as the cells are
    private final boolean missingInput;

    NumberInputs(Column.Numeric column) {
        int ramps = column.ramps().count();
        shift = column.pivot() - column.center();
        scale = column.scale();
        gain = column.ramps().gain();
        means = new double[ramps];
        before = new float[ramps];
        knots = new double[column.ramps().knots().size()];
        for (int t = 0; t < ramps; t++) {
            means[t] = column.ramps().means().get(t);
            before[t] = (float) (gain * -means[t]);
        }
        for (int k = 0; k < knots.length; k++) {
            knots[k] = column.ramps().knots().get(k) - column.pivot();
        }
        missingInput = column.missing() > 0;
    }

    /** Writes what {@code value}, past the pivot, gives to {@code features} from {@code first} on; NaN for none. */
    void encode(float value, float[] features, int first) {
        int ramps = means.length;
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
    }
}
