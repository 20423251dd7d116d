package org.mlscale.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.schema.DateOrder;
import org.mlscale.engine.schema.DateWishes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One value of {@code --dates}.
 *
 * @param column empty for all columns
 * @param order empty for auto
 */
record DateChoice(Optional<String> column, Optional<DateOrder> order) {
    private static final String AUTO = "auto";

    /**
     * What all values say together.
     *
     * @throws Fault USAGE if two contradict each other
     */
    static DateWishes wishes(List<DateChoice> choices) {
        List<Optional<DateOrder>> usual = choices.stream()
                .filter(choice -> choice.column().isEmpty())
                .map(DateChoice::order)
                .distinct()
                .toList();
        if (usual.size() > 1) {
            throw Fault.usage("--dates: one order for all columns, please", "--dates dmy,COL=mdy");
        }
        Map<String, DateOrder> columns = new HashMap<>();
        for (DateChoice choice : choices) {
            choice.column().ifPresent(column -> {
                DateOrder order = choice.order().orElseThrow();
                if (columns.getOrDefault(column, order) != order) {
                    throw Fault.usage(
                            "--dates: column \"%s\" is given two orders".formatted(column),
                            "--dates %s=%s".formatted(column, order.word()));
                }
                columns.put(column, order);
            });
        }
        return new DateWishes(usual.stream().findFirst().flatMap(order -> order), columns);
    }

    /** {@code auto}, an order, or a column with its order. */
    static final class Converter implements ITypeConverter<DateChoice> {
        @Override
        public DateChoice convert(String value) {
            int equals = value.lastIndexOf('=');
            if (value.equals(AUTO)) {
                return new DateChoice(Optional.empty(), Optional.empty());
            }
            Optional<DateOrder> order = DateOrder.of(value.substring(equals + 1))
                    .filter(one -> equals > 0 || (equals < 0 && one != DateOrder.EPOCH));
            if (order.isEmpty()) {
                throw new TypeConversionException(
                        "\"%s\" is not auto, mdy, dmy or ymd, nor COL=mdy, COL=dmy, COL=ymd or COL=epoch"
                                .formatted(value));
            }
            return new DateChoice(equals < 0 ? Optional.empty() : Optional.of(value.substring(0, equals)), order);
        }
    }
}
