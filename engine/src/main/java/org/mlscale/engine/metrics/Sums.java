package org.mlscale.engine.metrics;

/** Takes what a row adds to one of a {@link Judge}'s sums. */
@FunctionalInterface
public interface Sums {
    void add(int index, double value);
}
