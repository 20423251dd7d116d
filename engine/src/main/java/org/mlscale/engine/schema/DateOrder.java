package org.mlscale.engine.schema;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** In which order a column writes its dates. */
public enum DateOrder {
    /** {@code 2024-03-05}, {@code 2024/3/5}, {@code 20240305}: always with the whole year. */
    YMD("year first"),
    /** {@code 5/3/2024}, {@code 05.03.24}. */
    DMY("day first"),
    /** {@code 3/5/2024}, {@code 03/05/24}; never with points, where everybody puts the day first. */
    MDY("month first"),
    /** Seconds since 1970. Only on request: nobody can tell them from numbers. */
    EPOCH("epoch seconds");

    private final String text;

    DateOrder(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** As flags and files write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DateOrder> of(String word) {
        return Stream.of(values()).filter(order -> order.word().equals(word)).findFirst();
    }
}
