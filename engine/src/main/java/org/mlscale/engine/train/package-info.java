/**
 * In: a frozen Table, a {@link org.mlscale.engine.train.TrainJob}, a Network. Out: the {@link org.mlscale.engine.train.TrainState} of the last committed step,
 * which is all there is: no iterator, no random generator. The loop owns state and buffers; threads borrow them a slice at a time.
 */
@NullMarked
package org.mlscale.engine.train;

import org.jspecify.annotations.NullMarked;
