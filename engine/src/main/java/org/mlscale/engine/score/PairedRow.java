package org.mlscale.engine.score;

/** A row of the labelled table, and what was said of it by the model and by somebody else. One owner, who fills in the rest. */
final class PairedRow {
    static final int NO_LABEL = -1;

    /** What names it: its id, or its number in the table from 1. Its owner may name it anew before anybody asks. */
    String key;

    /** Whether it has a target and a weight to be judged by. */
    final boolean usable;

    final float target;
    final float weight;
    final float[] ours; // [net outputs] as predicted: a number within its range; empty where it is not usable

    /** Somebody else's answer, as {@link Rival} reads it; none until it is found. */
    Rival.Answer theirs = Rival.Answer.NONE;

    boolean found;
    boolean twice;

    PairedRow(String key, boolean usable, float target, float weight, float[] ours) {
        this.key = key;
        this.usable = usable;
        this.target = target;
        this.weight = weight;
        this.ours = ours;
    }
}
