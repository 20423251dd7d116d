package org.mlscale.engine.table;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The large-table regime: lane j owns an even, contiguous share of the training rows, shuffles the pieces of chunks in it and then its
 * rows in windows, and spreads them evenly over the epoch's steps. A piece on a border is read by both neighbours.
 *
 * <p>So a table that is sorted by its target is mixed twice: each step has rows of all lanes' shares, and in a lane a window has rows of pieces from all over its share.
 */
final class WindowedPlan implements RowPlan {
    private final Table table;
    private final LaneShape shape;
    private final AtomicReferenceArray<Order>
            orders; // of each lane, that of the epoch it was asked last; each a pure function

    WindowedPlan(Table table, LaneShape shape) {
        this.table = table;
        this.shape = shape;
        this.orders = new AtomicReferenceArray<>(shape.laneCount());
    }

    @Override
    public Table table() {
        return table;
    }

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
        Order order = order(lane, epoch(step));
        long stepInEpoch = step % stepsPerEpoch();
        return order.rows(
                RowPlan.cut(order.rowCount, stepInEpoch, stepsPerEpoch()),
                RowPlan.cut(order.rowCount, stepInEpoch + 1, stepsPerEpoch()));
    }

    @Override
    public long rowsBefore(long step) {
        long inEpoch = LongStream.range(0, laneCount())
                .map(lane -> RowPlan.cut(rowCount((int) lane), step % stepsPerEpoch(), stepsPerEpoch()))
                .sum();
        return epoch(step) * table.train().rowCount() + inEpoch;
    }

    /** Whatever the epoch: of the pieces of a lane's share those that a window could touch at most, and two more that it begins and ends in. */
    @Override
    public long activeBytes() {
        return IntStream.range(0, laneCount())
                .filter(lane -> rowCount(lane) > 0)
                .mapToLong(this::activeBytes)
                .sum();
    }

    private long activeBytes(int lane) {
        // what a piece of the share takes of memory, for so many rows
        record Load(long bytes, long rows) {
            double bytesPerRow() {
                return (double) bytes / rows;
            }
        }
        List<Load> loads = IntStream.range(firstPiece(lane), firstPiece(lane) + pieceCount(lane))
                .mapToObj(piece ->
                        new Load(table.chunks().get(piece).loadedBytes(), end(piece, lane) - start(piece, lane)))
                .filter(load -> load.rows > 0)
                .sorted(Comparator.comparingDouble(Load::bytesPerRow).reversed())
                .toList();
        long bytes = 2 * loads.stream().mapToLong(Load::bytes).max().orElse(0);
        long rows = 0;
        for (int i = 0; i < loads.size() && rows < shape.windowRows(); i++) {
            bytes += loads.get(i).bytes;
            rows += loads.get(i).rows;
        }
        return Math.min(bytes, loads.stream().mapToLong(Load::bytes).sum());
    }

    private Order order(int lane, int epoch) {
        Order known = orders.get(lane);
        if (known != null && known.epoch == epoch) {
            return known;
        }
        Order order = new Order(lane, epoch);
        orders.set(lane, order);
        return order;
    }

    /** Training ordinal of the lane's first row. */
    private long first(int lane) {
        return RowPlan.cut(table.train().rowCount(), lane, laneCount());
    }

    private long rowCount(int lane) {
        return first(lane + 1) - first(lane);
    }

    private int firstPiece(int lane) {
        return table.train().chunkOf(first(lane));
    }

    private int pieceCount(int lane) {
        return table.train().chunkOf(first(lane + 1) - 1) - firstPiece(lane) + 1;
    }

    /** Training ordinal of the first row of a piece that is the lane's. */
    private long start(int piece, int lane) {
        return Math.max(table.train().start(piece), first(lane));
    }

    private long end(int piece, int lane) {
        return Math.min(table.train().start(piece) + table.train().rowCount(piece), first(lane + 1));
    }

    /** One lane's rows in one epoch: its pieces of chunks in a shuffled order, their rows shuffled in windows across the borders. */
    private final class Order {
        private final int epoch;
        private final long key;
        private final long rowCount;
        private final long[] firsts; // training ordinal where each piece begins
        private final long[] starts; // place in the lane where each piece begins

        Order(int lane, int epoch) {
            this.epoch = epoch;
            key = Draws.draw(shape.seed(), epoch, lane);
            rowCount = rowCount(lane);
            int firstPiece = rowCount == 0 ? 0 : firstPiece(lane);
            int count = rowCount == 0 ? 0 : pieceCount(lane);
            Permutation order = new Permutation(count, key);
            firsts = new long[count];
            starts = new long[count];
            long start = 0;
            for (int place = 0; place < count; place++) {
                int piece = firstPiece + (int) order.at(place);
                firsts[place] = start(piece, lane);
                starts[place] = start;
                start += end(piece, lane) - firsts[place];
            }
        }

        /** Training ordinals of what stands at the places {@code from} up to {@code to}. */
        long[] rows(long from, long to) {
            long[] rows = new long[(int) (to - from)];
            for (int i = 0; i < rows.length; ) {
                long window = (from + i) / shape.windowRows();
                long start = window * shape.windowRows();
                Permutation shuffled =
                        new Permutation(Math.min(shape.windowRows(), rowCount - start), Draws.draw(key, window));
                for (; i < rows.length && from + i < start + shape.windowRows(); i++) {
                    rows[i] = ordinal(start + shuffled.at(from + i - start));
                }
            }
            return rows;
        }

        private long ordinal(long place) {
            int found = Arrays.binarySearch(starts, place);
            int piece = found < 0 ? -found - 2 : found;
            while (piece + 1 < starts.length && starts[piece + 1] == place) {
                piece++; // pieces without a row of the lane share their start
            }
            return firsts[piece] + place - starts[piece];
        }
    }
}
