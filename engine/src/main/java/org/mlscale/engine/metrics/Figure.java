package org.mlscale.engine.metrics;

/**
 * One number that says how good a model is.
 *
 * @param name as scripts know it: {@code rmse}, {@code log_loss}
 * @param value NaN where the rows do not tell: no rows, the area under the curve of one class alone
 * @param baseline what the best constant answer gives on the same rows: their mean, the commonest class, the shares of the classes;
 *     NaN if that says nothing
 */
public record Figure(String name, double value, double baseline, boolean higherIsBetter) {}
