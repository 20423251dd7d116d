/**
 * Runs a {@link org.mlscale.engine.model.Net} on {@link org.mlscale.engine.compute}: each layer becomes a {@link org.mlscale.engine.model.compiled.Stage}. In: params and batches in heap
 * arrays, which stay the caller's and are only read, and a gradient, which is added to. Out: losses and predictions, in fresh arrays that are the caller's. What lies between the
 * stages is this room's, as much for each thread that is in a call at a time as its largest batch needs.
 */
@NullMarked
package org.mlscale.engine.model.compiled;

import org.jspecify.annotations.NullMarked;
