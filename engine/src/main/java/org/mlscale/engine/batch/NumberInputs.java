package org.mlscale.engine.batch;

import org.mlscale.engine.schema.Column;

/** What a number gives to the net: itself, standardised and bounded, its ramps, and whether it is missing. Made once of a column, for all chunks. */
final class NumberInputs {
    private final double shift;
    private final double scale;
    private final double gain;
    private final double[] means;
    private final float[] before; // what each ramp gives that a cell has not reached
    private final float[] behind; // and what it gives a cell behind it
    private final double[] knots; // past the pivot, as the cells are
    private final boolean missingInput;

    NumberInputs(Column.Numeric column) {
        int ramps = column.ramps().count();
        shift = column.pivot() - column.center();
        scale = column.scale();
        gain = column.ramps().gain();
        means = new double[ramps];
        before = new float[ramps];
        behind = new float[ramps];
        knots = new double[column.ramps().knots().size()];
        for (int t = 0; t < ramps; t++) {
            means[t] = column.ramps().means().get(t);
            before[t] = (float) (gain * -means[t]);
            behind[t] = (float) (gain * (1 - means[t]));
        }
        for (int k = 0; k < knots.length; k++) {
            knots[k] = column.ramps().knots().get(k) - column.pivot();
        }
        missingInput = column.missing() > 0;
    }

    /** Writes what {@code value}, past the pivot, gives to {@code features} from {@code first} on; NaN for none. */
    void encode(float value, float[] features, int first) {
        int ramps = means.length;
        if (!Float.isNaN(value)) {
            double z = (value + shift) / scale;
            features[first] = (float) (z / Math.sqrt(1 + z * z / 9));
            int reached = 0; // ramps that lie behind the cell
            while (reached < ramps && value >= knots[reached + 1]) {
                reached++;
            }
            System.arraycopy(behind, 0, features, first + 1, reached);
            System.arraycopy(before, reached, features, first + 1 + reached, ramps - reached);
            if (reached < ramps && value > knots[reached]) {
                double part = (value - knots[reached]) / (knots[reached + 1] - knots[reached]);
                features[first + 1 + reached] = (float) (gain * (part - means[reached]));
            }
        } else {
            System.arraycopy(before, 0, features, first + 1, ramps);
            if (missingInput) {
                features[first + 1 + ramps] = 1;
            }
        }
    }
}
