package org.mlscale.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
    /** At most {@code share} of the rows with one of {@code times}, but at least one row is wanted. Holds at most two million times in memory. */
    static TimeCut of(List<IntToLongFunction> times, List<RowSet> usable, double share) {
        long present = 0;
        long rows = 0;
        long end = TimeColumn.MISSING;
        long last = 0;
        for (int i = 0; i < times.size(); i++) {
            IntToLongFunction time = times.get(i);
            rows += usable.get(i).count();
            for (long one : usable.get(i).stream().mapToLong(time).toArray()) {
                if (one != TimeColumn.MISSING) {
                    present++;
                    last = one > end ? 1 : one == end ? last + 1 : last;
                    end = Math.max(end, one);
                }
            }
        }
        int wanted = (int) Math.clamp((long) (present * share), 1, HoldOut.ROWS_MAX);
        Latest latest = new Latest(wanted + 1);
        for (int i = 0; i < times.size(); i++) {
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
        return new TimeCut(
                first == sorted.length ? end : sorted[first],
                sorted.length - first,
                wanted,
                present,
                rows - present,
                last);
    }

    /** The usable rows from the cut on. */
    List<RowSet> rows(List<IntToLongFunction> times, List<CachedChunk> chunks, List<RowSet> usable) {
        List<RowSet> rows = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            IntToLongFunction time = times.get(i);
            rows.add(usable.get(i)
                    .only(row -> time.applyAsLong(row) >= from, chunks.get(i).rowCount()));
        }
        return rows;
    }

    /** Those of {@code columns} that are in order through all of the table, as far as they have times. All are looked at in one pass, each as long as it is in order. */
    static List<TimeColumn> neverDecreasing(List<TimeColumn> columns, List<CachedChunk> chunks, ReadAhead reader) {
        List<TimeColumn> left = new CopyOnWriteArrayList<>(columns); // other threads read what is left
        Map<TimeColumn, Long> latest = new HashMap<>();
        List<List<Cells>> cells = reader.map(
                chunks, chunk -> chunk.some(place -> left.stream().anyMatch(column -> column.place() == place)));
        for (int i = 0; i < chunks.size() && !left.isEmpty(); i++) {
            List<Cells> there = cells.get(i);
            int rowCount = chunks.get(i).rowCount();
            for (TimeColumn column : left) {
                IntToLongFunction times = column.times(there.get(column.place()));
                long before = latest.getOrDefault(column, TimeColumn.MISSING);
                for (int row = 0; row < rowCount; row++) {
                    long time = times.applyAsLong(row);
                    if (time != TimeColumn.MISSING && time < before) {
                        left.remove(column);
                        break;
                    }
                    before = Math.max(before, time);
                }
                latest.put(column, before);
            }
        }
        return left;
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
