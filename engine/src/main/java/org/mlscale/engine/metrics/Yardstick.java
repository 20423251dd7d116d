package org.mlscale.engine.metrics;

import java.util.function.DoubleUnaryOperator;

/**
 * How one number that the net learns is measured in units of the table.
 *
 * @param unit what one step is worth in units of the target
 * @param steps the learned number in steps, from wherever they count: for one that is only standardised, itself
 * @param min fewest steps that are ever predicted
 * @param max most steps that are ever predicted
 * @param logUnit how much the logarithm that is learned changes with one unit of output; 0 where no logarithm is learned
 */
public record Yardstick(String name, double unit, DoubleUnaryOperator steps, double min, double max, double logUnit) {
    /** Of a number that is learned standardised and predicted wherever it falls. */
    public static Yardstick standardised(String name, double unit) {
        return new Yardstick(
                name, unit, DoubleUnaryOperator.identity(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
    }

    /** Of the same number where somebody else predicts it, who may go as far as they like. */
    Yardstick unlimited() {
        return new Yardstick(name, unit, steps, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, logUnit);
    }

    double predicted(float output) {
        return Math.clamp(steps.applyAsDouble(output), min, max);
    }

    double actual(float target) {
        return steps.applyAsDouble(target);
    }
}
