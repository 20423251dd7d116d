/**
 * In: cached chunks, their Schema, and which rows. Out: a {@link org.mlscale.engine.batch.Batch} in the caller's hands. The one encoder, of training and
 * scoring alike, lives here.
 */
@NullMarked
package org.mlscale.engine.batch;

import org.jspecify.annotations.NullMarked;
