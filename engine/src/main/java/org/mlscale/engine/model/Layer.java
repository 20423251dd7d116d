package org.mlscale.engine.model;

/** One layer of a {@link Net}, as data. */
public sealed interface Layer {
    /** Number of float32 params. */
    int paramCount();

    /** {@code outputs = inputs · weights + biases}. Params: weights [inputs x outputs] row-major, then biases [outputs]. */
    record Dense(int inputs, int outputs) implements Layer {
        public Dense {
            if (inputs < 1 || outputs < 1) {
                throw new IllegalArgumentException("a dense layer of %d x %d".formatted(inputs, outputs));
            }
        }

        @Override
        public int paramCount() {
            return Math.addExact(Math.multiplyExact(inputs, outputs), outputs);
        }
    }

    /** {@code max(0, x)}, cell by cell. */
    record Relu() implements Layer {
        @Override
        public int paramCount() {
            return 0;
        }
    }
}
