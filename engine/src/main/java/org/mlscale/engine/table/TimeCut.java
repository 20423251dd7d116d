package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * The moment from which on rows are held out. Rows of one time fall on one side, so fewer rows may be held than wanted.
 *
 * @param from the first time that is held out
 * @param held usable rows of that time and later; 0 if the last time alone has more rows than are wanted
 * @param wanted how many rows could be held
 * @param present usable rows with a time
 * @param missing usable rows without one; they are never held
 * @param last usable rows of the last time
 */
record TimeCut(long from, long held, long wanted, long present, long missing, long last) {
    /** At most {@code share} of the rows with a time, but at least one row is wanted. Holds at most two million times in memory. */
    static TimeCut of(TimeColumn column, List<CachedChunk> chunks, List<RowSet> usable, double share) {
        List<IntToLongFunction> times = Lazily.map(chunks, column::times);
        long present = 0;
        long rows = 0;
        for (int i = 0; i < chunks.size(); i++) {
            IntToLongFunction time = times.get(i);
            rows += usable.get(i).count();
            present += usable.get(i).stream()
                    .filter(row -> time.applyAsLong(row) != TimeColumn.MISSING)
                    .count();
        }
        int wanted = (int) Math.clamp((long) (present * share), 1, HoldOut.ROWS_MAX);
        Latest latest = new Latest(wanted + 1);
        for (int i = 0; i < chunks.size(); i++) {
            usable.get(i).stream().mapToLong(times.get(i)).forEach(latest::add);
        }
        long[] sorted = latest.sorted();
        int first = sorted.length;
        if (sorted.length > wanted) {
            long before = sorted[0];
            first = 1;
            while (first < sorted.length && sorted[first] == before) {
                first++;
            }
        }
        long end = sorted.length == 0 ? TimeColumn.MISSING : sorted[sorted.length - 1];
        long last = 0;
        for (int i = 0; i < chunks.size(); i++) {
            IntToLongFunction time = times.get(i);
            last += usable.get(i).stream()
                    .filter(row -> time.applyAsLong(row) == end)
                    .count();
        }
        return new TimeCut(
                first == sorted.length ? end : sorted[first],
                sorted.length - first,
                wanted,
                present,
                rows - present,
                present == 0 ? 0 : last);
    }

    /** The usable rows from the cut on. */
    List<RowSet> rows(TimeColumn column, List<CachedChunk> chunks, List<RowSet> usable) {
        List<RowSet> rows = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            IntToLongFunction time = column.times(chunks.get(i));
            rows.add(usable.get(i)
                    .only(row -> time.applyAsLong(row) >= from, chunks.get(i).rowCount()));
        }
        return rows;
    }

    /** True if the column is in order through all of the table, as far as it has times. */
    static boolean neverDecreases(TimeColumn column, List<CachedChunk> chunks) {
        long before = TimeColumn.MISSING;
        for (CachedChunk chunk : chunks) {
            IntToLongFunction times = column.times(chunk);
            for (int row = 0; row < chunk.rowCount(); row++) {
                long time = times.applyAsLong(row);
                if (time != TimeColumn.MISSING && time < before) {
                    return false;
                }
                before = Math.max(before, time);
            }
        }
        return true;
    }

    /** The latest of many times, a few at a time. */
    private static final class Latest {
        private final int kept;
        private long[] times;
        private int count;
        private long floor = TimeColumn.MISSING;

        Latest(int kept) {
            this.kept = kept;
            this.times = new long[Math.min(2 * kept, 1 << 10)];
        }

        void add(long time) {
            if (time == TimeColumn.MISSING || time < floor) {
                return;
            }
            if (count == times.length) {
                if (times.length < 2 * kept) {
                    times = Arrays.copyOf(times, Math.min(2 * count, 2 * kept));
                } else {
                    long[] latest = sorted();
                    System.arraycopy(latest, 0, times, 0, kept);
                    count = kept;
                    floor = times[0];
                }
            }
            times[count++] = time;
        }

        /** Ascending; at most as many as are to be kept. */
        long[] sorted() {
            long[] sorted = Arrays.copyOf(times, count);
            Arrays.sort(sorted);
            return Arrays.copyOfRange(sorted, Math.max(0, count - kept), count);
        }
    }
}
