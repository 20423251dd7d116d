package org.mlscale.engine.model;

import java.util.List;

/** One layer of a {@link Net}, as data. */
public sealed interface Layer {
    /** Number of float32 params. */
    int paramCount();

    /**
     * Passes its first inputs on as they are, and puts in the place of each of the others, the code of a word, that word's row of a table. Only the first layer of a
     * net. Params: the tables in order, each [words x width] row-major.
     *
     * @param plain inputs that are passed on; the codes come after them
     */
    record Embed(int plain, List<Table> tables) implements Layer {
        /**
         * A vector for each word of one column.
         *
         * @param words at most 2^24: beyond, float32 does not tell codes apart
         */
        public record Table(int words, int width) {
            private static final int WORDS_MAX = 1 << 24;

            public Table {
                if (words < 1 || words > WORDS_MAX || width < 1) {
                    throw new IllegalArgumentException("a table of %d words x %d".formatted(words, width));
                }
            }
        }

        public Embed {
            tables = List.copyOf(tables);
            if (plain < 0 || tables.isEmpty()) {
                throw new IllegalArgumentException("%d tables behind %d plain inputs".formatted(tables.size(), plain));
            }
        }

        public int inputs() {
            return Math.addExact(plain, tables.size());
        }

        public int outputs() {
            return tables.stream().mapToInt(Table::width).reduce(plain, Math::addExact);
        }

        @Override
        public int paramCount() {
            return tables.stream()
                    .mapToInt(table -> Math.multiplyExact(table.words, table.width))
                    .reduce(0, Math::addExact);
        }
    }

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
