package org.mlscale.engine.table;

import java.util.stream.LongStream;

/** The small-table regime: an epoch is one permutation of all rows, dealt evenly to steps and, inside a step, to lanes. */
record ExactPlan(Table table, LaneShape shape) implements RowPlan {
    @Override
    public int laneCount() {
        return shape.laneCount();
    }

    @Override
    public long stepsPerEpoch() {
        return Math.ceilDiv(rows(), (long) shape.laneCount() * shape.sliceRows());
    }

    @Override
    public long[] slice(long step, int lane) {
        long stepInEpoch = step % stepsPerEpoch();
        long first = RowPlan.cut(rows(), stepInEpoch, stepsPerEpoch());
        long batchRows = RowPlan.cut(rows(), stepInEpoch + 1, stepsPerEpoch()) - first;
        Permutation order = new Permutation(rows(), Draws.draw(shape.seed(), epoch(step)));
        return LongStream.range(
                        first + RowPlan.cut(batchRows, lane, laneCount()),
                        first + RowPlan.cut(batchRows, lane + 1, laneCount()))
                .map(order::at)
                .toArray();
    }

    @Override
    public long rowsBefore(long step) {
        return epoch(step) * rows() + RowPlan.cut(rows(), step % stepsPerEpoch(), stepsPerEpoch());
    }

    @Override
    public long activeBytes() {
        return 0;
    }

    private long rows() {
        return table.train().rowCount();
    }
}
