/**
 * The only room that knows DL4J and ND4J: it runs a {@link org.mlscale.engine.model.Net} through them, and writes one
 * in DL4J's own files. In: nets, params and batches in heap arrays, which stay the caller's and are only read, and a
 * gradient, which is added to. Out: losses, predictions and bytes of files, each a fresh array that is the caller's.
 * What ND4J allocates outside the heap is this room's: {@link org.mlscale.engine.model.dl4j.CallMemory} holds it for a
 * call and frees it after; replicas go with their {@link org.mlscale.engine.model.dl4j.Dl4jNetwork}; a thread's
 * workspaces stay with the thread.
 */
@NullMarked
package org.mlscale.engine.model.dl4j;

import org.jspecify.annotations.NullMarked;
