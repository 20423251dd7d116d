/**
 * In: files, globs, pipes or stdin, plain or packed by gzip or zstd, in any text encoding. Out: {@link org.mlscale.engine.chunk.Chunk}s of UTF-8 bytes cut at true record ends, their
 * {@link org.mlscale.engine.chunk.Row}s, and the CSV text of results. A chunk owns its bytes and is dropped after use; Commons CSV stays in this room.
 */
@NullMarked
package org.mlscale.engine.chunk;

import org.jspecify.annotations.NullMarked;
