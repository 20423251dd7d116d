package org.mlscale.engine.collective;

/** A rank fell silent. The train state is untouched by the call that threw this; the generation is over. */
public final class LostRank extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LostRank(String silentRanks) {
        super("stopped answering: " + silentRanks);
    }
}
