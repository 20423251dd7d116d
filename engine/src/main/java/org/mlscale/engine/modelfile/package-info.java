/**
 * In: a Net, its params, its Schema and where they came from. Out: {@code model.zip}, and back again, checked to the last prediction. Nothing in a
 * file is ever run or deserialised; the caller owns what was read.
 */
@NullMarked
package org.mlscale.engine.modelfile;

import org.jspecify.annotations.NullMarked;
