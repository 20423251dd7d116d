package org.mlscale.engine.schema;

import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

/** What the net is told of a date: each a number. */
public enum Unit {
    YEAR("year"),
    MONTH("month"),
    /** 1 for Monday to 7 for Sunday. */
    WEEKDAY("weekday"),
    /** Of the day, 0 to 23. */
    HOUR("hour"),
    /** Days since 1970-01-01. */
    ORDINAL_DAY("ordinal day");

    private static final int HOUR_SECONDS = 3600;
    private static final int DAY_SECONDS = 24 * HOUR_SECONDS;
    private static final int THURSDAY = 3; // 1970-01-01, counted from Monday

    private final String text;

    Unit(String text) {
        this.text = text;
    }

    /** For people and for files. */
    public String text() {
        return text;
    }

    public static Optional<Unit> of(String text) {
        return Stream.of(values()).filter(unit -> unit.text.equals(text)).findFirst();
    }

    /** Of a moment in seconds since 1970; NaN for {@link Dates#NONE}. Exact: all of them are whole and below 2^24. */
    public float of(long seconds) {
        if (seconds == Dates.NONE) {
            return Float.NaN;
        }
        long day = Math.floorDiv(seconds, DAY_SECONDS);
        return switch (this) {
            case YEAR -> LocalDate.ofEpochDay(day).getYear();
            case MONTH -> LocalDate.ofEpochDay(day).getMonthValue();
            case WEEKDAY -> Math.floorMod(day + THURSDAY, 7) + 1;
            case HOUR -> Math.floorMod(Math.floorDiv(seconds, HOUR_SECONDS), 24);
            case ORDINAL_DAY -> day;
        };
    }
}
