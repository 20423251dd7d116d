/**
 * In: what the cells of each column were, counted chunk by chunk and merged in chunk order. Out: a {@link org.mlscale.engine.schema.Schema}, frozen: types,
 * vocabularies, scaling, and which columns are left out and why. It travels with the model and owns no table memory.
 */
@NullMarked
package org.mlscale.engine.schema;

import org.jspecify.annotations.NullMarked;
