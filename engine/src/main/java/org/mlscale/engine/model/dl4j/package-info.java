/**
 * The only room that knows DL4J: it writes a {@link org.mlscale.engine.model.Net} in DL4J's own files. In: nets, params and moments in heap arrays, which stay the caller's and are only
 * read. Out: bytes of files, each a fresh array that is the caller's. Nothing native is started.
 */
@NullMarked
package org.mlscale.engine.model.dl4j;

import org.jspecify.annotations.NullMarked;
