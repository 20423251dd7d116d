package org.mlscale.engine.schema;

import java.util.Arrays;

/** Fits how a number column is fed to the net to a sample of its cells. A pure function; no state. */
public final class Scaling {
    /** Inputs that the ramps of all columns may make together; a wider table has two a column. */
    private static final int RAMPS_MAX = 1024;

    private static final int BINS_MAX = 32;
    private static final int BINS_MIN = 2;

    /** Fewer rows a ramp than this teach it noise. */
    private static final int ROWS_A_BIN = 20;

    /** How loud ramps are beside the number itself: 0.2 to 0.5 are alike, 0.1 and 1 are worse. */
    private static final double GAIN = 0.3;

    /** The spread of the middle half of normal numbers, in standard deviations. */
    private static final double MIDDLE_HALF = 1.349;

    private Scaling() {}

    /** Ramps that a number column may have, of {@code columns} such columns and {@code rows} rows. */
    public static int bins(int columns, long rows) {
        return (int) Math.max(
                BINS_MIN, Math.min(Math.min(BINS_MAX, RAMPS_MAX / Math.max(1, columns)), rows / ROWS_A_BIN));
    }

    /**
     * {@code column} with center, scale and ramps.
     *
     * @param sample float32 cells of the column less its pivot; NaN where one is missing
     */
    public static Column.Numeric fit(Column.Numeric column, float[] sample, int bins) {
        double[] sorted = new double[sample.length];
        int count = 0;
        for (float cell : sample) {
            if (!Float.isNaN(cell)) {
                sorted[count++] = column.pivot() + cell;
            }
        }
        sorted = Arrays.copyOf(sorted, count);
        Arrays.sort(sorted);
        if (count == 0 || sorted[0] == sorted[count - 1]) {
            return column; // all that differ are out of the sample
        }
        double low = quantile(sorted, 0.25);
        double high = quantile(sorted, 0.75);
        double scale = high > low ? (high - low) / MIDDLE_HALF : (sorted[count - 1] - sorted[0]) / 2;
        return new Column.Numeric(
                column.name(),
                column.pivot(),
                quantile(sorted, 0.5),
                scale,
                column.min(),
                column.max(),
                Ramps.of(sorted, sample.length - count, bins, GAIN),
                column.missing());
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
