/** In: one rank's {@link org.mlscale.engine.collective.StepSum}. Out: the sum over all ranks, in place. The caller owns every buffer throughout; imports no room. */
@NullMarked
package org.mlscale.engine.collective;

import org.jspecify.annotations.NullMarked;
