package org.mlscale.engine.train;

/** Why the loop came back. Only after REBALANCE is there more to do in the same process. */
public enum Outcome {
    DONE,
    STOPPED,
    /** The loss is no number any more; the best params are from before that. */
    DIVERGED,
    REBALANCE
}
