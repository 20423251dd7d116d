/**
 * In: a model, and the chunks of a table. Out: the predictions' text in the order of the rows, or the model's metrics, alone or beside
 * another's on the same rows. A chunk, its batch and its text
 * belong to one thread at a time; no more than a few are alive, whatever the table's size.
 */
@NullMarked
package org.mlscale.engine.score;

import org.jspecify.annotations.NullMarked;
