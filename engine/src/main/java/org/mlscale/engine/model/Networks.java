package org.mlscale.engine.model;

import org.mlscale.engine.compute.Kernels;
import org.mlscale.engine.model.compiled.CompiledNetwork;

/** Chooses what runs a net. */
public final class Networks {
    private Networks() {}

    /** For the plan and for files: what {@link #of} chooses. Nets run by engines of one name give the same bits. */
    public static String engine() {
        return Kernels.blas().name();
    }

    public static Network of(Net net) {
        return new CompiledNetwork(net, Kernels.blas());
    }

    /** To train the members of {@code ensemble}. */
    public static Network of(Ensemble ensemble) {
        return ensemble.size() == 1
                ? of(ensemble.member())
                : new EnsembleNetwork(ensemble, of(ensemble.member()), of(ensemble.merged()));
    }
}
