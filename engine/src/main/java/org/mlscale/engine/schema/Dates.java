package org.mlscale.engine.schema;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.mlscale.engine.chunk.Numbers;

/**
 * Reads the date in a cell, with or without a time of the day.
 *
 * <p>Dates: {@code y-M-d}, {@code d/M/y}, {@code M/d/y} with {@code -}, {@code /} or {@code .} between, or {@code yyyyMMdd}. Two digits of a year, which must
 * stand at the end and after {@code /} or {@code .}, are those of 1969 to 2068, as POSIX has it. Times, after a blank or {@code T}: {@code H:mm}, with
 * seconds, a fraction, AM or PM, and an offset. Anything that no calendar or clock shows (31 February, 24:00, a leap second) is no date.
 */
public final class Dates {
    /** What stands for no date. */
    public static final long NONE = Long.MIN_VALUE;

    /** Days of a common year before each month; used by the two constants below. */
    private static final int[] DAYS_BEFORE = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    private static final int DAY_SECONDS = 86_400;

    /** The first second of year 1 and the last of year 9999. */
    private static final long SECONDS_MIN = epochDay(1, 1, 1) * DAY_SECONDS;

    private static final long SECONDS_MAX = epochDay(10_000, 1, 1) * DAY_SECONDS - 1;

    private Dates() {}

    /**
     * Seconds since 1970-01-01T00:00:00; {@link #NONE} if {@code cell} holds no date in this order. A time with an offset is moved to UTC, one without is
     * taken as it stands. Fractions of a second are dropped. Allocates nothing, but for epoch seconds.
     */
    public static long parse(String cell, DateOrder order) {
        if (order == DateOrder.EPOCH) {
            return epoch(cell);
        }
        int to = cell.length();
        while (to > 0 && cell.charAt(to - 1) <= ' ') {
            to--;
        }
        int from = pastBlanks(cell, 0, to);
        int first = pastDigits(cell, from, to);
        if (order == DateOrder.YMD && first - from == 8) {
            return seconds(
                    number(cell, from, from + 4),
                    number(cell, from + 4, from + 6),
                    number(cell, from + 6, first),
                    clock(cell, first, to, true));
        }
        if (first == from || first == to || !separates(cell.charAt(first))) {
            return NONE;
        }
        char separator = cell.charAt(first);
        int second = pastDigits(cell, first + 1, to);
        if (second == to || cell.charAt(second) != separator) {
            return NONE;
        }
        int third = pastDigits(cell, second + 1, to);
        boolean yearFirst = first - from == 4 && oneOrTwo(third - second - 1);
        boolean yearLast = oneOrTwo(first - from) && yearDigits(third - second - 1, separator);
        boolean fits = oneOrTwo(second - first - 1)
                && switch (order) {
                    case YMD -> yearFirst;
                    case DMY -> yearLast;
                    case MDY -> yearLast && separator != '.';
                    case EPOCH -> false;
                };
        if (!fits) {
            return NONE;
        }
        int one = number(cell, from, first);
        int two = number(cell, first + 1, second);
        int three = number(cell, second + 1, third);
        long clock = clock(cell, third, to, false);
        return switch (order) {
            case DMY -> seconds(wholeYear(three, third - second - 1), two, one, clock);
            case MDY -> seconds(wholeYear(three, third - second - 1), one, two, clock);
            default -> seconds(one, two, three, clock);
        };
    }

    private static boolean separates(char c) {
        return c == '-' || c == '/' || c == '.';
    }

    private static boolean oneOrTwo(int digits) {
        return digits == 1 || digits == 2;
    }

    /** 05-03-24 may have its year at either end. */
    private static boolean yearDigits(int digits, char separator) {
        return digits == 4 || (digits == 2 && separator != '-');
    }

    private static int wholeYear(int year, int digits) {
        return digits == 4 ? year : year + (year < 69 ? 2000 : 1900);
    }

    /** The moment; {@code clock} is the second of the day. */
    private static long seconds(int year, int month, int day, long clock) {
        boolean there = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days(year, month);
        return there && clock != NONE ? epochDay(year, month, day) * DAY_SECONDS + clock : NONE;
    }

    private static boolean leap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static int days(int year, int month) {
        return DAYS_BEFORE[month] - DAYS_BEFORE[month - 1] + (month == 2 && leap(year) ? 1 : 0);
    }

    private static long epochDay(int year, int month, int day) {
        int past = year - 1;
        int leapDays = past / 4 - past / 100 + past / 400 + (month > 2 && leap(year) ? 1 : 0);
        return 365L * past + leapDays + DAYS_BEFORE[month - 1] + day - 1 - 719_162; // days from year 1 to 1970
    }

    /** The second of the day, less the offset, that {@code cell} holds from {@code at}: 0 if nothing is there. */
    private static long clock(String cell, int at, int to, boolean compact) {
        if (at == to) {
            return 0;
        }
        char mark = cell.charAt(at);
        if (mark != 'T' && mark != 't' && mark != ' ') {
            return NONE;
        }
        int start = mark == ' ' ? pastBlanks(cell, at, to) : at + 1;
        int end = pastDigits(cell, start, to);
        if (compact && (end - start == 4 || end - start == 6)) {
            int second = end - start == 6 ? number(cell, start + 4, end) : 0;
            return zoned(number(cell, start, start + 2), number(cell, start + 2, start + 4), second, cell, end, to);
        }
        if (!oneOrTwo(end - start) || !minuteAt(cell, end, to)) {
            return NONE;
        }
        int hour = number(cell, start, end);
        int minute = number(cell, end + 1, end + 3);
        end += 3;
        if (!minuteAt(cell, end, to)) {
            return zoned(hour, minute, 0, cell, end, to);
        }
        int second = number(cell, end + 1, end + 3);
        end += 3;
        boolean fraction = end + 1 < to && (cell.charAt(end) == '.' || cell.charAt(end) == ',');
        int fractionEnd = fraction ? pastDigits(cell, end + 1, to) : end;
        return fractionEnd == end + 1 ? NONE : zoned(hour, minute, second, cell, fractionEnd, to);
    }

    /** True if {@code :} and two digits are there, and no third. */
    private static boolean minuteAt(String cell, int at, int to) {
        return at < to && cell.charAt(at) == ':' && pastDigits(cell, at + 1, to) == at + 3;
    }

    /** What follows the time: AM or PM, and an offset. */
    private static long zoned(int hour, int minute, int second, String cell, int at, int to) {
        int half = pastBlanks(cell, at, to);
        boolean morning = cell.regionMatches(true, half, "am", 0, 2);
        boolean twelve = morning || cell.regionMatches(true, half, "pm", 0, 2);
        if (minute > 59 || second > 59 || hour > (twelve ? 12 : 23) || (twelve && hour == 0)) {
            return NONE;
        }
        int ofDay = twelve ? hour % 12 + (morning ? 0 : 12) : hour;
        long offset = offset(cell, pastBlanks(cell, twelve ? half + 2 : at, to), to);
        return offset == NONE ? NONE : ofDay * 3600L + minute * 60L + second - offset;
    }

    /** Seconds by which the clock is before UTC: {@code Z}, {@code UTC}, {@code GMT}, {@code +02}, {@code +0200} or {@code +02:00}, up to 18 hours. */
    private static long offset(String cell, int at, int to) {
        if (at == to
                || (at + 1 == to && (cell.charAt(at) == 'Z' || cell.charAt(at) == 'z'))
                || (at + 3 == to && (cell.startsWith("UTC", at) || cell.startsWith("GMT", at)))) {
            return 0;
        }
        char sign = cell.charAt(at);
        int end = pastDigits(cell, at + 1, to);
        boolean colon = end == at + 3 && minuteAt(cell, end, to);
        boolean whole = colon ? end + 3 == to : end == to && (end == at + 3 || end == at + 5);
        if ((sign != '+' && sign != '-') || !whole) {
            return NONE;
        }
        int hours = number(cell, at + 1, at + 3);
        int minutes = end == at + 3 && !colon ? 0 : number(cell, to - 2, to);
        long seconds = hours * 3600L + minutes * 60L;
        if (minutes > 59 || seconds > 18 * 3600) {
            return NONE;
        }
        return sign == '+' ? seconds : -seconds;
    }

    private static int pastDigits(String cell, int from, int to) {
        int at = from;
        while (at < to && cell.charAt(at) >= '0' && cell.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static int pastBlanks(String cell, int from, int to) {
        int at = from;
        while (at < to && cell.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    /** Of at most four digits. */
    private static int number(String cell, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            number = 10 * number + cell.charAt(at) - '0';
        }
        return number;
    }

    private static long epoch(String cell) {
        double seconds = Math.floor(Numbers.parse(cell));
        return seconds >= SECONDS_MIN && seconds <= SECONDS_MAX ? (long) seconds : NONE;
    }

    /** {@code seconds} as a cell that {@link #parse} reads in this order. */
    public static String text(long seconds, DateOrder order) {
        String form = switch (order) {
            case YMD -> "uuuu-MM-dd'T'HH:mm:ss";
            case DMY -> "dd/MM/uuuu HH:mm:ss";
            case MDY -> "MM/dd/uuuu HH:mm:ss";
            case EPOCH -> "";
        };
        long within = Math.clamp(seconds, SECONDS_MIN, SECONDS_MAX);
        return form.isEmpty()
                ? Long.toString(within)
                : DateTimeFormatter.ofPattern(form, Locale.ROOT)
                        .format(LocalDateTime.ofEpochSecond(within, 0, ZoneOffset.UTC));
    }

    /** The day of {@code seconds}: {@code 2024-03-05}. */
    public static String day(long seconds) {
        return text(seconds, DateOrder.YMD).substring(0, 10);
    }
}
