/** In: predictions and targets. Out: {@link org.mlscale.engine.metrics.Metrics}, mergeable sums from which every figure follows. Imports no room. */
@NullMarked
package org.mlscale.engine.metrics;

import org.jspecify.annotations.NullMarked;
