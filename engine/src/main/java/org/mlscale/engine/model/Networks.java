package org.mlscale.engine.model;

import org.mlscale.engine.model.dl4j.Dl4jNetwork;

/** Chooses what runs a net. */
public final class Networks {
    /** For the plan and for files: what {@link #of} chooses. */
    public static final String ENGINE = "Deeplearning4j";

    private Networks() {}

    public static Network of(Net net) {
        Dl4jNetwork dense = new Dl4jNetwork(net.dense());
        return net.embed()
                .<Network>map(embed -> new EmbedNetwork(net, embed, dense))
                .orElse(dense);
    }

    /** To train the members of {@code ensemble}. */
    public static Network of(Ensemble ensemble) {
        return ensemble.size() == 1
                ? of(ensemble.member())
                : new EnsembleNetwork(ensemble, of(ensemble.member()), of(ensemble.merged()));
    }
}
