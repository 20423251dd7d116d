package org.mlscale.engine.modelfile;

import java.util.Set;

/** The names that a model file may hold. */
final class Entries {
    static final String MANIFEST = "manifest.json";
    static final String SCHEMA = "schema.json";
    static final String NET = "net.json";

    /** float32, little-endian, in the order of the net's layers. */
    static final String PARAMS = "params.f32";

    static final String METRICS = "metrics.json";
    static final String GOLDEN = "golden.csv";
    static final String CARD = "MODEL_CARD.md";

    /** What plain Deeplearning4j reads. We write these, of nets that it can say, and never read them. */
    static final String DL4J_CONFIGURATION = "configuration.json";

    static final String DL4J_COEFFICIENTS = "coefficients.bin";
    static final String DL4J_UPDATER = "updaterState.bin";

    static final Set<String> ALL = Set.of(
            MANIFEST, SCHEMA, NET, PARAMS, METRICS, GOLDEN, CARD, DL4J_CONFIGURATION, DL4J_COEFFICIENTS, DL4J_UPDATER);

    private Entries() {}
}
