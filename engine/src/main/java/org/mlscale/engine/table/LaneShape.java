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

    /** Cells of the windows of all lanes together: what they take from are at hand all the time, and may have to come from a file. */
    private static final int WINDOW_BYTES = 1 << 25;

    private static final int WINDOW_ROWS_MAX = 1 << 18;

    /** A window is mixed if it is some slices long. */
    private static final int WINDOW_SLICES_MIN = 8;

    public LaneShape {
        if (laneCount < 1 || sliceRows < 1 || windowRows < 1) {
            throw new IllegalArgumentException("a step needs at least one lane, a row a slice and a row a window");
        }
    }

    /** The fewest lanes of at most {@link #SLICE_ROWS} rows that make a batch of a table whose rows have {@code cellCount} cells. */
    public static LaneShape of(int batchRows, long seed, int cellCount) {
        int laneCount = Math.ceilDiv(batchRows, SLICE_ROWS);
        int sliceRows = Math.ceilDiv(batchRows, laneCount);
        long windowRows = WINDOW_BYTES / ((long) Float.BYTES * cellCount * laneCount);
        return new LaneShape(
                laneCount,
                sliceRows,
                seed,
                EXACT_ROWS_MAX,
                Math.clamp(windowRows, WINDOW_SLICES_MIN * sliceRows, WINDOW_ROWS_MAX));
    }

    /** Rows of a step, at most. */
    public int batchRows() {
        return laneCount * sliceRows;
    }
}
