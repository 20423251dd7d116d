package org.mlscale.engine.table;

import java.util.stream.LongStream;

/**
 * Which rows each lane gives to each step: a pure function of (table, seed, step). Steps are counted through the whole run, so that one
 * number is the cursor. In each epoch every training row comes exactly once. Thread-safe.
 */
public sealed interface RowPlan permits ExactPlan, WindowedPlan {
    static RowPlan of(Table table, LaneShape shape) {
        return table.train().rowCount() <= shape.exactRowsMax()
                ? new ExactPlan(table, shape)
                : new WindowedPlan(table, shape);
    }

    int laneCount();

    /** The same in every epoch. */
    long stepsPerEpoch();

    /** Training ordinals of the slice that {@code lane} gives to {@code step}; empty where the lane is dry. */
    long[] slice(long step, int lane);

    Table table();

    /**
     * Bytes of cells that lie in a file and are asked for again and again while the lanes go on: what is to be kept in memory of them, or each row is read from the disk.
     * 0 where any row may be next.
     */
    long activeBytes();

    /** Hold-out ordinals that {@code lane} scores at each evaluation: an even, contiguous share. */
    default long[] holdout(int lane) {
        return LongStream.range(cut(holdoutRows(), lane, laneCount()), cut(holdoutRows(), lane + 1, laneCount()))
                .toArray();
    }

    default long holdoutRows() {
        return table().holdout().rowCount();
    }

    /** Rows of the whole run before {@code step}: the clock of evaluations and checkpoints. */
    long rowsBefore(long step);

    default int epoch(long step) {
        return (int) (step / stepsPerEpoch());
    }

    /** Where part {@code index} of {@code parts} begins when {@code count} things are dealt evenly: sizes differ by at most one. */
    static long cut(long count, long index, long parts) {
        return Math.multiplyExact(count, index) / parts;
    }
}
