package org.mlscale.engine.table;

import java.util.stream.LongStream;

/**
 * The large-table regime: lane j owns an even, contiguous share of the training rows, shuffles the pieces of chunks in it and then its
 * rows in windows, and spreads them evenly over the epoch's steps. A chunk on a border is read by both neighbours.
 */
record WindowedPlan(Table table, LaneShape shape) implements RowPlan {
    @Override
    public int laneCount() {
        return shape.laneCount();
    }

    @Override
    public long stepsPerEpoch() {
        return Math.ceilDiv(Math.ceilDiv(table.train().rowCount(), laneCount()), shape.sliceRows());
    }

    @Override
    public long[] slice(long step, int lane) {
        LaneOrder order = new LaneOrder(lane, epoch(step));
        long stepInEpoch = step % stepsPerEpoch();
        return LongStream.range(
                        RowPlan.cut(order.rows, stepInEpoch, stepsPerEpoch()),
                        RowPlan.cut(order.rows, stepInEpoch + 1, stepsPerEpoch()))
                .map(order::at)
                .toArray();
    }

    @Override
    public long rowsBefore(long step) {
        long inEpoch = LongStream.range(0, laneCount())
                .map(lane -> RowPlan.cut(rows((int) lane), step % stepsPerEpoch(), stepsPerEpoch()))
                .sum();
        return epoch(step) * table.train().rowCount() + inEpoch;
    }

    private long first(int lane) {
        return RowPlan.cut(table.train().rowCount(), lane, laneCount());
    }

    private long rows(int lane) {
        return first(lane + 1) - first(lane);
    }

    /** One lane's rows in one epoch: its pieces of chunks in a shuffled order, their rows shuffled in windows across the borders. */
    private final class LaneOrder {
        private final long key;
        private final long rows;
        private final long[] firsts; // training ordinal where each piece begins
        private final long[] starts; // place in the lane where each piece begins

        LaneOrder(int lane, int epoch) {
            key = Draws.draw(shape.seed(), epoch, lane);
            rows = rows(lane);
            RowIndex train = table.train();
            int firstChunk = rows == 0 ? 0 : train.chunkOf(first(lane));
            int count = rows == 0 ? 0 : train.chunkOf(first(lane + 1) - 1) - firstChunk + 1;
            Permutation order = new Permutation(count, key);
            firsts = new long[count];
            starts = new long[count];
            long start = 0;
            for (int place = 0; place < count; place++) {
                int chunk = firstChunk + (int) order.at(place);
                firsts[place] = Math.max(train.start(chunk), first(lane));
                starts[place] = start;
                start += Math.min(train.start(chunk) + train.rowCount(chunk), first(lane + 1)) - firsts[place];
            }
        }

        long at(long place) {
            long window = place / shape.windowRows();
            long windowStart = window * shape.windowRows();
            long windowRows = Math.min(shape.windowRows(), rows - windowStart);
            long row = windowStart + new Permutation(windowRows, Draws.draw(key, window)).at(place - windowStart);
            int piece = starts.length - 1;
            while (starts[piece] > row) {
                piece--;
            }
            return firsts[piece] + row - starts[piece];
        }
    }
}
