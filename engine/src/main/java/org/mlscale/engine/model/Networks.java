package org.mlscale.engine.model;

import org.mlscale.engine.model.dl4j.Dl4jNetwork;

/** Chooses what runs a net. */
public final class Networks {
    /** For the plan and for files: what {@link #of} chooses. */
    public static final String ENGINE = "Deeplearning4j";

    private Networks() {}

    public static Network of(Net net) {
        return new Dl4jNetwork(net);
    }
}
