/**
 * In: what a run was and how it went. Out: a directory that tells it: {@code run.json}, {@code metrics.jsonl}, {@code log.txt}; and
 * {@code job.json}, by which a later process knows whether it may go on with the run.
 */
@NullMarked
package org.mlscale.cli.runs;

import org.jspecify.annotations.NullMarked;
