package org.mlscale.engine.table;

/**
 * What of a job decides which rows a step takes. Never the machine.
 *
 * @param laneCount slices of a step
 * @param sliceRows rows of a slice at most
 * @param exactRowsMax training rows up to which an epoch is one exact permutation
 * @param windowRows rows that a lane shuffles at a time, beyond
 */
public record LaneShape(int laneCount, int sliceRows, long seed, long exactRowsMax, int windowRows) {
    /** The measured best on one core: 16/32/64/128/256 rows ran at 40/55/67/73/78 k rows/s on 28-300-300-300-2. */
    public static final int SLICE_ROWS = 128;

    public static final long EXACT_ROWS_MAX = 1 << 20;
    public static final int WINDOW_ROWS = 1 << 18;

    public LaneShape {
        if (laneCount < 1 || sliceRows < 1 || windowRows < 1) {
            throw new IllegalArgumentException("a step needs at least one lane, a row a slice and a row a window");
        }
    }

    /** The fewest lanes of at most {@link #SLICE_ROWS} rows that make a batch. */
    public static LaneShape of(int batchRows, long seed) {
        int laneCount = Math.ceilDiv(batchRows, SLICE_ROWS);
        return new LaneShape(laneCount, Math.ceilDiv(batchRows, laneCount), seed, EXACT_ROWS_MAX, WINDOW_ROWS);
    }

    /** Rows of a step, at most. */
    public int batchRows() {
        return laneCount * sliceRows;
    }
}
