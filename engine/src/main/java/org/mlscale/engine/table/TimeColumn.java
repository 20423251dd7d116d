package org.mlscale.engine.table;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mlscale.engine.chunk.Numbers;
import org.mlscale.engine.schema.CellKind;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.Dates;

/**
 * The times of a column as whole numbers that sort as the times do. A number is a time too: a year, a step, epoch seconds. A number column
 * is float32 past its pivot, so times that are alike in 24 bits are one time.
 *
 * @param place of the column in the table
 */
record TimeColumn(String name, int place, CellKind kind) {
    /** Of a row without a time. */
    static final long MISSING = Long.MIN_VALUE;

    private static final long SECONDS_A_DAY = 86_400;

    /** True if a column that is read so holds dates, and not just numbers. */
    static boolean dates(CellKind kind) {
        return switch (kind) {
            case CellKind.Time _ -> true;
            case CellKind.Skip _, CellKind.Numeric _, CellKind.Word _ -> false;
        };
    }

    /** For each of {@code chunks} the time of each row. */
    List<IntToLongFunction> of(List<CachedChunk> chunks, ReadAhead reader) {
        return reader.map(chunks, chunk -> times(chunk.columns().get(place)));
    }

    /** The time of each row that has {@code cells}. */
    IntToLongFunction times(Cells cells) {
        return switch (cells) {
            case Cells.Floats(float[] values) -> row -> sortable(values[row]);
            case Cells.Codes(int[] codes, List<String> words) -> {
                long[] ofWord = words.stream()
                        .mapToLong(word -> sortable(Numbers.parse(word)))
                        .toArray();
                yield row -> ofWord[codes[row]];
            }
            case Cells.Times(long[] seconds) -> row -> seconds[row];
            case Cells.None _ -> throw new IllegalArgumentException("column \"%s\" was not read".formatted(name));
        };
    }

    /** The first word that is no time, if there is one. */
    Optional<String> word(List<CachedChunk> chunks, ReadAhead reader) {
        if (!(kind instanceof CellKind.Word)) {
            return Optional.empty();
        }
        return reader.map(chunks, chunk -> chunk.columns().get(place)).stream()
                .flatMap(cells -> ((Cells.Codes) cells).words().stream().skip(1))
                .filter(word -> Double.isNaN(Numbers.parse(word)))
                .findFirst();
    }

    /** {@code time} as people read it. */
    String text(long time) {
        if (kind instanceof CellKind.Time) {
            return time % SECONDS_A_DAY == 0 ? Dates.day(time) : Dates.text(time, DateOrder.YMD);
        }
        double number = Double.longBitsToDouble(flipped(time));
        if (!(kind instanceof CellKind.Numeric(double pivot))) {
            return plain(BigDecimal.valueOf(number));
        }
        int decimals = (int) Math.clamp(-Math.floor(Math.log10(Math.ulp((float) number))) - 1, 0, 15);
        return plain(BigDecimal.valueOf(pivot + number).setScale(decimals, RoundingMode.HALF_EVEN));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static long sortable(double number) {
        return Double.isNaN(number) ? MISSING : flipped(Double.doubleToLongBits(number + 0.0)); // -0.0 is 0.0
    }

    /** Bits of doubles sort as whole numbers once those below zero are turned round; twice gives them back. */
    private static long flipped(long bits) {
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }
}
