package org.mlscale.engine.chunk;

/** A quoted cell that does not end within its chunk: the chunk was cut wrongly, or its file is. */
final class Unclosed extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Place of the opening quote in the chunk. */
    private final int at;

    Unclosed(int at) {
        super(
                "a quoted cell that begins at %d does not end".formatted(at),
                null,
                false,
                false); // no trace: it is no error yet
        this.at = at;
    }

    int at() {
        return at;
    }
}
