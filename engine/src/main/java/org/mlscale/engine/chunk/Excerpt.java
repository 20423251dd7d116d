package org.mlscale.engine.chunk;

/**
 * A piece of a file: whole records, one after the other.
 *
 * @param source place of the file in its input
 * @param records how many there are, blank lines left out
 */
public record Excerpt(int source, ChunkCut cut, int records) {}
