/**
 * In: a {@link org.mlscale.engine.model.Net} as data, its params, a Batch. Out: predictions, or the gradient of a slice. Params and gradients are the
 * caller's arrays; a Network keeps only scratch.
 */
@NullMarked
package org.mlscale.engine.model;

import org.jspecify.annotations.NullMarked;
