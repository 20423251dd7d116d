package org.mlscale.engine.table;

/** Something about an input column that a person should look at before trusting the model. */
public sealed interface Doubt {
    String column();

    /** Knowing the column nearly is knowing the class: {@code share} of the rows, looked at without themselves, have the commonest class of rows like them. */
    record Giveaway(String column, double share) implements Doubt {}

    /** The column is the target, a number, but for its scale: {@code correlation}, between -1 and 1. */
    record Copy(String column, double correlation) implements Doubt {}

    /** Nearly as many words as rows: {@code different} in {@code cells} that have one. */
    record Scattered(String column, long different, long cells) implements Doubt {}
}
