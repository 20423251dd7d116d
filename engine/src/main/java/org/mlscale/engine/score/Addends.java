package org.mlscale.engine.score;

import java.util.Arrays;
import org.mlscale.engine.metrics.Sums;

/** What each row adds to a judge's sums, row by row: a handful of places each. Filled by one thread, then read by many. */
final class Addends implements Sums {
    private final int[] starts; // [rowCount + 1]
    private int[] places = new int[1 << 10];
    private double[] values = new double[1 << 10];
    private int rowCount;
    private int count;

    Addends(int rowsMax) {
        starts = new int[rowsMax + 1];
    }

    @Override
    public void add(int index, double value) {
        if (value != 0) {
            if (count == places.length) {
                places = Arrays.copyOf(places, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            places[count] = index;
            values[count++] = value;
        }
    }

    void endRow() {
        starts[++rowCount] = count;
    }

    int rowCount() {
        return rowCount;
    }

    /** The sums [width] over all rows, each taken so many {@code times} [rowCount]. */
    double[] sums(int width, int[] times) {
        double[] sums = new double[width];
        for (int row = 0; row < rowCount; row++) {
            if (times[row] > 0) {
                for (int i = starts[row]; i < starts[row + 1]; i++) {
                    sums[places[i]] += times[row] * values[i];
                }
            }
        }
        return sums;
    }
}
