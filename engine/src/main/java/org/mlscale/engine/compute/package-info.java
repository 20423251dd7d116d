/**
 * Kernels: products of matrices on the fastest library that the machine has. The only room that touches native code. In: float32 in heap arrays, which stay the caller's. Out: float32
 * written to heap arrays of the caller. Nothing is kept, nothing lies outside the heap but the library and its own buffers, one a thread that calls it.
 */
@NullMarked
package org.mlscale.engine.compute;

import org.jspecify.annotations.NullMarked;
