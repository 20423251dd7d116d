package org.mlscale.engine.schema;

/**
 * How many cells of a column are dates, by the order in which they are read. Parts of a table merge in any order.
 *
 * @param unlike cells that are two different days, day first and month first
 * @param example the first of those by code points; "" if there is none
 */
public record DateFits(long ymd, long dmy, long mdy, long unlike, String example) {
    public static final DateFits NONE = new DateFits(0, 0, 0, 0, "");

    /** With {@code count} more cells like this one. */
    public DateFits plus(String cell, long count) {
        if (Dates.parse(cell, DateOrder.YMD) != Dates.NONE) {
            return new DateFits(ymd + count, dmy, mdy, unlike, example); // the year stands at one end only
        }
        long dayFirst = Dates.parse(cell, DateOrder.DMY);
        long monthFirst = Dates.parse(cell, DateOrder.MDY);
        boolean differ = dayFirst != Dates.NONE && monthFirst != Dates.NONE && dayFirst != monthFirst;
        if (dayFirst == Dates.NONE && monthFirst == Dates.NONE) {
            return this;
        }
        return new DateFits(
                ymd,
                dmy + (dayFirst == Dates.NONE ? 0 : count),
                mdy + (monthFirst == Dates.NONE ? 0 : count),
                unlike + (differ ? count : 0),
                differ ? first(example, cell) : example);
    }

    public DateFits plus(DateFits other) {
        return new DateFits(
                ymd + other.ymd,
                dmy + other.dmy,
                mdy + other.mdy,
                unlike + other.unlike,
                first(example, other.example));
    }

    private static String first(String one, String other) {
        boolean mine = other.isEmpty() || (!one.isEmpty() && one.compareTo(other) <= 0);
        return mine ? one : other;
    }

    /** Cells read in {@code order}. */
    public long of(DateOrder order) {
        return switch (order) {
            case YMD -> ymd;
            case DMY -> dmy;
            case MDY -> mdy;
            case EPOCH -> 0;
        };
    }
}
