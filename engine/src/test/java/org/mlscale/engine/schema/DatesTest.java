package org.mlscale.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlscale.engine.chunk.Seeds;

class DatesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "YMD | 2024-03-05 | 2024-03-05T00:00:00Z",
                "YMD | 2024/3/5 | 2024-03-05T00:00:00Z",
                "YMD | 2024.03.05 | 2024-03-05T00:00:00Z",
                "YMD | 20240305 | 2024-03-05T00:00:00Z",
                "YMD | ' 2024-03-05\t' | 2024-03-05T00:00:00Z",
                "YMD | 2024-02-29 | 2024-02-29T00:00:00Z",
                "YMD | 2000-02-29 | 2000-02-29T00:00:00Z",
                "YMD | 0001-01-01 | 0001-01-01T00:00:00Z",
                "YMD | 9999-12-31T23:59:59 | 9999-12-31T23:59:59Z",
                "YMD | 1969-12-31 23:59:59 | 1969-12-31T23:59:59Z",
                "YMD | 2024-03-05T06:07 | 2024-03-05T06:07:00Z",
                "YMD | 2024-03-05t6:07:08 | 2024-03-05T06:07:08Z",
                "YMD | 2024-03-05  06:07:08 | 2024-03-05T06:07:08Z",
                "YMD | 2024-03-05T06:07:08.999999999 | 2024-03-05T06:07:08Z",
                "YMD | 2024-03-05T06:07:08,5 | 2024-03-05T06:07:08Z",
                "YMD | 2024-03-05T06:07:08Z | 2024-03-05T06:07:08Z",
                "YMD | 2024-03-05 06:07:08 UTC | 2024-03-05T06:07:08Z",
                "YMD | 2024-03-05 06:07:08+00:00 | 2024-03-05T06:07:08Z",
                "YMD | 2024-03-05T06:07:08.123+02:00 | 2024-03-05T04:07:08Z",
                "YMD | 2024-03-05T06:07-0530 | 2024-03-05T11:37:00Z",
                "YMD | 2024-03-05T06:07 +18 | 2024-03-04T12:07:00Z",
                "YMD | 20141013T000000 | 2014-10-13T00:00:00Z",
                "YMD | 20141013T2359 | 2014-10-13T23:59:00Z",
                "YMD | 20141013 23:59:01 | 2014-10-13T23:59:01Z",
                "DMY | 5/3/2024 | 2024-03-05T00:00:00Z",
                "DMY | 05.03.2024 | 2024-03-05T00:00:00Z",
                "DMY | 05-03-2024 | 2024-03-05T00:00:00Z",
                "DMY | 05.03.24 18:30 | 2024-03-05T18:30:00Z",
                "DMY | 31/12/68 | 2068-12-31T00:00:00Z",
                "DMY | 01/01/69 | 1969-01-01T00:00:00Z",
                "MDY | 3/5/2024 | 2024-03-05T00:00:00Z",
                "MDY | 03-05-2024 | 2024-03-05T00:00:00Z",
                "MDY | 3/5/24 12:00 AM | 2024-03-05T00:00:00Z",
                "MDY | 03/05/2024 12:30:15 pm | 2024-03-05T12:30:15Z",
                "MDY | 03/05/2024 1:30PM | 2024-03-05T13:30:00Z",
                "MDY | 03/05/2024 1:30 PM -08:00 | 2024-03-05T21:30:00Z",
                "EPOCH | 1600000000 | 2020-09-13T12:26:40Z",
                "EPOCH | 1.6e9 | 2020-09-13T12:26:40Z",
                "EPOCH | -0.5 | 1969-12-31T23:59:59Z",
                "EPOCH | 1600000000.999 | 2020-09-13T12:26:40Z"
            })
    void parse_dates_giveTheirSecond(DateOrder order, String cell, Instant moment) {
        assertEquals(moment.getEpochSecond(), Dates.parse(cell, order));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "YMD | 2023-02-29",
                "YMD | 1900-02-29",
                "YMD | 2024-02-30",
                "YMD | 2024-04-31",
                "YMD | 2024-13-01",
                "YMD | 2024-00-01",
                "YMD | 2024-01-00",
                "YMD | 2024-01-32",
                "YMD | 0000-01-01",
                "YMD | 24-03-05",
                "YMD | 24/03/05",
                "YMD | 12024-03-05",
                "YMD | 2024-3",
                "YMD | 2024",
                "YMD | 2024-03/05",
                "YMD | 2024--03-05",
                "YMD | -2024-03-05",
                "YMD | 2024-03-05-06",
                "YMD | 2024-003-05",
                "YMD | 2024_03_05",
                "YMD | ２０２４-03-05",
                "YMD | 20240230",
                "YMD | 2024030",
                "YMD | 202403051",
                "YMD | 2024-03-05T",
                "YMD | 2024-03-05T24:00",
                "YMD | 2024-03-05 25:00",
                "YMD | 2024-03-05 23:60",
                "YMD | 2024-03-05 23:59:60",
                "YMD | 2024-03-05 23:5",
                "YMD | 2024-03-05 23:59:5",
                "YMD | 2024-03-05 123:59",
                "YMD | 2024-03-05 23",
                "YMD | 2024-03-05 2359",
                "YMD | 2024-03-05 23:59:59.",
                "YMD | 2024-03-05 23:59.5",
                "YMD | 2024-03-05 10:00 Mars",
                "YMD | 2024-03-05 10:00+1",
                "YMD | 2024-03-05 10:00+19:00",
                "YMD | 2024-03-05 10:00+02:60",
                "YMD | 2024-03-05 10:00+02:00:00",
                "YMD | 2024-03-05 10:00+02:",
                "YMD | 2024-03-05 10:00 ZZ",
                "YMD | 2024-03-05Z",
                "YMD | 5/3/2024",
                "DMY | 2024-03-05",
                "DMY | 31/02/2024",
                "DMY | 3/13/2024",
                "DMY | 05-03-24",
                "DMY | 5/3/024",
                "DMY | 5/3",
                "DMY | 1.2.3",
                "DMY | 10.0.0.1",
                "MDY | 13/3/2024",
                "MDY | 03.05.2024",
                "MDY | 3/5/2024 0:30 AM",
                "MDY | 3/5/2024 13:30 PM",
                "MDY | 3/5/2024 1:30 XM",
                "EPOCH | 1600000000000",
                "EPOCH | 2024-03-05",
                "EPOCH | soon",
                "EPOCH | ''"
            })
    void parse_whatNoCalendarShows_isNone(DateOrder order, String cell) {
        assertEquals(Dates.NONE, Dates.parse(cell, order));
    }

    @ParameterizedTest
    @EnumSource
    void parse_emptyAndCut_neverThrows(DateOrder order) {
        String whole = " 05/03/2024 11:22:33.44 PM +02:00 ";
        for (int from = 0; from <= whole.length(); from++) {
            for (int to = from; to <= whole.length(); to++) {
                Dates.parse(whole.substring(from, to), order);
            }
        }
    }

    /** Patterns of java.time, each with the order that reads what it writes. */
    private record Form(DateOrder order, String pattern) {}

    private static final List<Form> FORMS = List.of(
            new Form(DateOrder.YMD, "uuuu-MM-dd'T'HH:mm:ss"),
            new Form(DateOrder.YMD, "uuuu/M/d H:mm:ss"),
            new Form(DateOrder.YMD, "uuuu.MM.dd HH:mm:ss.SSS"),
            new Form(DateOrder.YMD, "uuuuMMdd'T'HHmmss"),
            new Form(DateOrder.YMD, "uuuu-MM-dd HH:mm:ssXXX"),
            new Form(DateOrder.YMD, "uuuu-MM-dd'T'HH:mm:ssZ"),
            new Form(DateOrder.DMY, "dd/MM/uuuu HH:mm:ss"),
            new Form(DateOrder.DMY, "d.M.uuuu H:mm:ss"),
            new Form(DateOrder.DMY, "dd-MM-uuuu HH:mm:ss XX"),
            new Form(DateOrder.MDY, "M/d/uuuu h:mm:ss a"),
            new Form(DateOrder.MDY, "MM-dd-uuuu hh:mm:ssa XXX"));

    @Test
    void parse_whatJavaTimeWrites_givesItsSecond() {
        Seeds.some(50_000).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Form form = FORMS.get(random.nextInt(FORMS.size()));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 18 * 60 + 1) - 18 * 60));
            OffsetDateTime moment = LocalDateTime.of(1, 1, 1, 0, 0)
                    .plusSeconds(random.nextLong(9999L * 365 * 86_400))
                    .atOffset(offset);
            String cell =
                    DateTimeFormatter.ofPattern(form.pattern(), Locale.ENGLISH).format(moment);
            boolean withOffset = form.pattern().matches(".*[XZ]");
            long expected = withOffset
                    ? moment.toEpochSecond()
                    : moment.toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
            assertEquals(
                    expected,
                    Dates.parse(cell, form.order()),
                    () -> "<%s> %s".formatted(cell, Seeds.repeat(getClass(), seed)));
        });
    }

    /** Every way to spoil a date a little: both sides must agree on what is one. */
    @Test
    void parse_nearlyDates_agreesWithJavaTimeOnWhatIsOne() {
        DateTimeFormatter strict =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
        int[] dates = {0};
        Seeds.some(50_000).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            String cell = "%04d-%02d-%02d %02d:%02d:%02d"
                    .formatted(
                            random.nextInt(1, 10_000),
                            random.nextInt(14),
                            random.nextInt(33),
                            random.nextInt(26),
                            random.nextInt(62),
                            random.nextInt(62));
            long expected = Dates.NONE;
            try {
                expected = LocalDateTime.parse(cell, strict).toEpochSecond(ZoneOffset.UTC);
                dates[0]++;
            } catch (DateTimeException none) {
                assertEquals(Dates.NONE, expected);
            }
            assertEquals(
                    expected,
                    Dates.parse(cell, DateOrder.YMD),
                    () -> "<%s> %s".formatted(cell, Seeds.repeat(getClass(), seed)));
        });
        assertTrue(dates[0] != 0 || Long.getLong("tests.seed") != null, "all were spoiled");
    }

    @Test
    void text_anyMoment_readsBackInItsOrder() {
        Seeds.some(2000).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            long seconds = random.nextLong(-60_000_000_000L, 250_000_000_000L);
            for (DateOrder order : DateOrder.values()) {
                String text = Dates.text(seconds, order);
                assertEquals(
                        seconds,
                        Dates.parse(text, order),
                        () -> "<%s> %s".formatted(text, Seeds.repeat(getClass(), seed)));
            }
        });
        assertEquals("9999-12-31T23:59:59", Dates.text(Long.MAX_VALUE, DateOrder.YMD), "no year of five digits");
        assertEquals(
                "2024-03-05", Dates.day(Instant.parse("2024-03-05T23:59:59Z").getEpochSecond()));
    }

    @Test
    void unit_anyMoment_isTheCalendars() {
        Seeds.some(20_000).forEach(seed -> {
            long seconds = new SplittableRandom(seed).nextLong(-60_000_000_000L, 250_000_000_000L);
            LocalDateTime moment = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
            String where = "%s %s".formatted(moment, Seeds.repeat(getClass(), seed));
            assertEquals(moment.getYear(), Unit.YEAR.of(seconds), where);
            assertEquals(moment.getMonthValue(), Unit.MONTH.of(seconds), where);
            assertEquals(moment.getDayOfWeek().getValue(), Unit.WEEKDAY.of(seconds), where);
            assertEquals(moment.getHour(), Unit.HOUR.of(seconds), where);
            assertEquals((float) moment.getLong(ChronoField.EPOCH_DAY), Unit.ORDINAL_DAY.of(seconds), where);
        });
        for (Unit unit : Unit.values()) {
            assertTrue(Float.isNaN(unit.of(Dates.NONE)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"01/02/2024", "1/2/24", "12-11-2024"})
    void fits_dayUpToTwelve_isTwoDates(String cell) {
        assertEquals(new DateFits(0, 3, 3, 3, cell), DateFits.NONE.plus(cell, 3));
    }

    @Test
    void fits_otherCells_tellTheirOrder() {
        assertEquals(new DateFits(2, 0, 0, 0, ""), DateFits.NONE.plus("2024-01-02", 2));
        assertEquals(new DateFits(0, 2, 0, 0, ""), DateFits.NONE.plus("13/01/2024", 2));
        assertEquals(new DateFits(0, 0, 2, 0, ""), DateFits.NONE.plus("01/13/2024", 2));
        assertEquals(new DateFits(0, 2, 0, 0, ""), DateFits.NONE.plus("01.02.2024", 2), "points: the day comes first");
        assertEquals(new DateFits(0, 2, 2, 0, ""), DateFits.NONE.plus("02/02/2024", 2), "either way round");
        assertEquals(DateFits.NONE, DateFits.NONE.plus("20240", 2));
        DateFits one = DateFits.NONE.plus("05/06/2024", 1).plus("04/05/2024", 1);
        DateFits other = DateFits.NONE.plus("13/06/2024", 1).plus("03/05/2024", 2);
        assertEquals(new DateFits(0, 5, 4, 4, "03/05/2024"), one.plus(other));
        assertEquals(one.plus(other), other.plus(one));
    }
}
